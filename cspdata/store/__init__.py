"""The only room that knows where figures lie: one Delta table, so one commit is one publication.

Versions never change; nothing is judged here. Files as they were sent are kept beside it.
"""

from cspdata.store.examine import examined as examined
from cspdata.store.examine import remarks as remarks
from cspdata.store.ledger import Publication as Publication
from cspdata.store.ledger import create as create
from cspdata.store.ledger import exists as exists
from cspdata.store.ledger import read as read
from cspdata.store.ledger import readable as readable
from cspdata.store.ledger import replace as replace
from cspdata.store.ledger import revised as revised
from cspdata.store.ledger import revised_until as revised_until
from cspdata.store.made import keep_made as keep_made
from cspdata.store.made import made as made
from cspdata.store.notes import drop_note as drop_note
from cspdata.store.notes import keep_note as keep_note
from cspdata.store.notes import note as note
from cspdata.store.notes import note_place as note_place
from cspdata.store.parts import empty as empty
from cspdata.store.places import patiently as patiently
from cspdata.store.raw import keep_raw as keep_raw
from cspdata.store.sweep import sweep as sweep
from cspdata.store.versions import Identity as Identity
from cspdata.store.versions import history as history
from cspdata.store.versions import identity as identity
from cspdata.store.versions import newest as newest
from cspdata.store.versions import number as number
from cspdata.store.versions import version as version
from cspdata.store.versions import version_of_day as version_of_day
from cspdata.store.versions import version_on as version_on
