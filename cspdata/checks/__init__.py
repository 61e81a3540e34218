"""A frame of text and a declaration -> typed rows and issues; a bad row is an issue, never raised.

Every function collects all the faults it finds. Nothing is stored or drawn here.
"""

from cspdata.checks.activity import replaced as replaced
from cspdata.checks.doubts import doubts as doubts
from cspdata.checks.issues import Checked as Checked
from cspdata.checks.issues import Issue as Issue
from cspdata.checks.issues import Spellings as Spellings
from cspdata.checks.issues import issues_frame as issues_frame
from cspdata.checks.issues import name_of as name_of
from cspdata.checks.issues import vocabulary_of as vocabulary_of
from cspdata.checks.reconcile import changes as changes
from cspdata.checks.reconcile import levels as levels
from cspdata.checks.shapes import together as together
from cspdata.checks.shapes import typed as typed
