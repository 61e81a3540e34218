"""The one door in: files -> rehearsal -> one commit; nothing is stored that was not rehearsed."""

from cspdata.publish.commits import listed as listed
from cspdata.publish.commits import others_published as others_published
from cspdata.publish.commits import publish as publish
from cspdata.publish.commits import rebuild as rebuild
from cspdata.publish.commits import restore as restore
from cspdata.publish.commits import unpublished as unpublished
from cspdata.publish.commits import whoever as whoever
from cspdata.publish.elsewhere import Elsewhere as Elsewhere
from cspdata.publish.elsewhere import Outcome as Outcome
from cspdata.publish.elsewhere import others as others
from cspdata.publish.elsewhere import publish_at as publish_at
from cspdata.publish.elsewhere import rehearsed_at as rehearsed_at
from cspdata.publish.merging import merged as merged
from cspdata.publish.rehearsal import Rehearsal as Rehearsal
from cspdata.publish.rehearsal import rehearse as rehearse
from cspdata.publish.templates import blank as blank
from cspdata.publish.templates import matters as matters
from cspdata.publish.templates import notes as notes
from cspdata.publish.templates import template as template
from cspdata.publish.uploads import Upload as Upload
from cspdata.publish.wording import AS_WRITTEN as AS_WRITTEN
from cspdata.publish.wording import effect as effect
from cspdata.publish.wording import understood as understood
