"""A frame of text and a declaration -> typed rows and issues; a bad row is an issue, never raised.

Every function collects all that it finds. Nothing is stored or drawn here.
"""

from cspdata.checks.activity import replaced as replaced
from cspdata.checks.beside import Beside as Beside
from cspdata.checks.beside import Standing as Standing
from cspdata.checks.beside import beside_of as beside_of
from cspdata.checks.beside import holds as holds
from cspdata.checks.beside import standings as standings
from cspdata.checks.districts import district_doubts as district_doubts
from cspdata.checks.doubts import doubts as doubts
from cspdata.checks.elsewhere import elsewhere as elsewhere
from cspdata.checks.issues import Answers as Answers
from cspdata.checks.issues import Checked as Checked
from cspdata.checks.issues import Issue as Issue
from cspdata.checks.issues import Kind as Kind
from cspdata.checks.issues import Question as Question
from cspdata.checks.issues import Reading as Reading
from cspdata.checks.issues import issues_frame as issues_frame
from cspdata.checks.joined import together as together
from cspdata.checks.matters import rewritten as rewritten
from cspdata.checks.monthly import Month as Month
from cspdata.checks.notes import beside_published as beside_published
from cspdata.checks.readings import areas_in_words as areas_in_words
from cspdata.checks.reconcile import changes as changes
from cspdata.checks.reconcile import levels as levels
from cspdata.checks.shapes import typed as typed
from cspdata.checks.spellings import Spellings as Spellings
from cspdata.checks.spellings import name_of as name_of
from cspdata.checks.spellings import vocabulary_of as vocabulary_of
from cspdata.checks.words import personal as personal
