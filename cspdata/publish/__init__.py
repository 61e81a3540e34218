"""The one door in: files -> rehearsal -> one commit; nothing is stored that was not rehearsed."""

from cspdata.metrics import template as activity_template
from cspdata.publish.commits import (
    listed,
    others_published,
    publish,
    rebuild,
    restore,
    unpublished,
    whoever,
)
from cspdata.publish.merging import merged, revised
from cspdata.publish.rehearsal import Rehearsal, Upload, rehearse
from cspdata.publish.templates import template
from cspdata.publish.wording import changed, effect, understood

__all__ = [
    "activity_template",
    "Rehearsal",
    "Upload",
    "changed",
    "effect",
    "listed",
    "merged",
    "others_published",
    "publish",
    "rebuild",
    "rehearse",
    "restore",
    "revised",
    "template",
    "understood",
    "unpublished",
    "whoever",
]
