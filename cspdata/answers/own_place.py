"""The dashboard that a part of this place has of its own, where the server shows several."""

import logging

from cspdata import areas, place, settings, sites
from cspdata.answers.blocks import Words
from cspdata.errors import CspError

LOG = logging.getLogger(__name__)


def told(area: str) -> tuple[Words, ...]:
    """The way to it from an area that is a district with a place here; nothing for any other."""
    codes = {code for code in areas.aliases(area) if code}
    here = sites.site()
    for there in sites.sites().values():
        if here and there != here and codes and _district(there) in codes:
            title, address = _door(there, bool(here.prefix))
            return (Words(f"It has its own dashboard: [{title}]({address})."),) if address else ()
    return ()


def _district(there: sites.Site) -> str:
    try:
        with sites.within(there):
            return place.here().district
    except (CspError, OSError) as fault:
        LOG.error("%s: %s", there.name, fault)
        return ""


def _door(there: sites.Site, beside: bool) -> tuple[str, str]:
    """What a place calls its dashboard, and its address as seen from a page of another."""
    with sites.within(there):
        address = settings.address()
        return place.here().dashboard, address or (f"../{there.name}/" if beside else "")
