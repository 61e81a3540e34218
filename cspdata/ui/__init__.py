"""What pages share: the only room that draws with Streamlit; it never computes a figure."""

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
    "areas_table",
    "ask",
    "breadcrumb",
    "changes_table",
    "chart",
    "drill_chart",
    "figures",
    "figures_table",
    "go_to",
    "kindly",
    "menu",
    "net_table",
    "notes_table",
    "page",
    "parts_table",
    "pickers",
    "provenance",
    "regions_table",
    "stop",
    "table",
    "version",
    "what_to_know",
]
