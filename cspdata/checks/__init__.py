"""A frame of text and a declaration -> typed rows and issues; a bad row is an issue, never raised.

Every function collects all the faults it finds. Nothing is stored or drawn here.
"""

from cspdata.checks.activity import replaced
from cspdata.checks.doubts import doubts
from cspdata.checks.issues import (
    Checked,
    Issue,
    Spellings,
    issues_frame,
    name_of,
    vocabulary_of,
)
from cspdata.checks.reconcile import changes, levels
from cspdata.checks.shapes import together, typed

__all__ = [
    "Checked",
    "Issue",
    "Spellings",
    "changes",
    "doubts",
    "issues_frame",
    "levels",
    "name_of",
    "replaced",
    "together",
    "typed",
    "vocabulary_of",
]
