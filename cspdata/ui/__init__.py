"""What pages share: the only room that draws with Streamlit; it never computes a figure."""

from cspdata.ui.choices import choose
from cspdata.ui.data import ask, figures, table, version
from cspdata.ui.frame import (
    address,
    breadcrumb,
    go_to,
    kindly,
    menu,
    page,
    pickers,
    provenance,
    stop,
    what_to_know,
)
from cspdata.ui.papers import imprint, paper
from cspdata.ui.places import (
    area_map,
    concentration_table,
    funnel_table,
    lsoas_table,
    note_events,
    places_table,
    streets_table,
)
from cspdata.ui.shown import (
    areas_table,
    changes_table,
    chart,
    drill_chart,
    figures_table,
    net_table,
    notes_table,
    parts_table,
    regions_table,
)

__all__ = [
    "address",
    "area_map",
    "areas_table",
    "ask",
    "breadcrumb",
    "changes_table",
    "chart",
    "choose",
    "concentration_table",
    "drill_chart",
    "figures",
    "figures_table",
    "funnel_table",
    "go_to",
    "imprint",
    "kindly",
    "lsoas_table",
    "menu",
    "net_table",
    "note_events",
    "notes_table",
    "page",
    "paper",
    "parts_table",
    "pickers",
    "places_table",
    "provenance",
    "regions_table",
    "stop",
    "streets_table",
    "table",
    "version",
    "what_to_know",
]
