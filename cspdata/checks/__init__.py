"""A frame of text and a declaration -> typed rows and issues; a bad row is an issue, never raised.

Every function collects all that it finds. Nothing is stored or drawn here.
"""

from cspdata.checks.activity import replaced
from cspdata.checks.beside import expected, holds
from cspdata.checks.doubts import doubts
from cspdata.checks.issues import (
    Answers,
    Checked,
    Issue,
    Kind,
    Question,
    Reading,
    grouped,
    issues_frame,
)
from cspdata.checks.joined import together
from cspdata.checks.monthly import Month
from cspdata.checks.readings import areas_in_words
from cspdata.checks.reconcile import changes, levels
from cspdata.checks.shapes import typed
from cspdata.checks.spellings import Spellings, name_of, vocabulary_of
from cspdata.checks.usual import Usual

__all__ = [
    "Answers",
    "Checked",
    "Issue",
    "Kind",
    "Month",
    "Question",
    "Reading",
    "Spellings",
    "Usual",
    "areas_in_words",
    "changes",
    "doubts",
    "expected",
    "grouped",
    "holds",
    "issues_frame",
    "levels",
    "name_of",
    "replaced",
    "together",
    "typed",
    "vocabulary_of",
]
