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
from cspdata.publish.rehearsal import Rehearsal, Upload, merged, rehearse, revised
from cspdata.publish.templates import template

__all__ = [
    "activity_template",
    "Rehearsal",
    "Upload",
    "listed",
    "merged",
    "others_published",
    "publish",
    "rebuild",
    "rehearse",
    "restore",
    "revised",
    "template",
    "unpublished",
    "whoever",
]
