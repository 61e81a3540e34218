"""The one door in: files -> rehearsal -> one commit; nothing is stored that was not rehearsed."""

from cspdata.publish.commits import listed, publish, rebuild, restore, whoever
from cspdata.publish.merging import merged, revised
from cspdata.publish.rehearsal import Rehearsal, Upload, rehearse
from cspdata.publish.templates import activity_template, template
from cspdata.publish.wording import changed, effect, understood

__all__ = [
    "activity_template",
    "Rehearsal",
    "Upload",
    "changed",
    "effect",
    "listed",
    "merged",
    "publish",
    "rebuild",
    "rehearse",
    "restore",
    "revised",
    "template",
    "understood",
    "whoever",
]
