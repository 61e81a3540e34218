"""What is wrong with a place pack, and what it lacks at which cost; nothing is ever mended here."""

from cspdata.packs.faults import Fault as Fault
from cspdata.packs.faults import faults as faults
from cspdata.packs.gaps import Gap as Gap
from cspdata.packs.gaps import gaps as gaps
