"""A new place pack drafted from national tables and the police's files; it is never published here.

What cannot be known is asked; what is proposed or assumed is said.
"""

from cspdata.draft.conversation import Conversation as Conversation
from cspdata.draft.new import HELD as HELD
from cspdata.draft.new import PACK as PACK
from cspdata.draft.new import Draft as Draft
from cspdata.draft.new import Wish as Wish
from cspdata.draft.new import new as new
