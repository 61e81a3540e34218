"""What pages share: the only room that draws with Streamlit; it never computes a figure."""

from cspdata.ui.data import ask, figures, history, revisions_made, table, version
from cspdata.ui.frame import (
    address,
    breadcrumb,
    go_to,
    kindly,
    menu,
    page,
    pickers,
    plain,
    provenance,
    stop,
    what_to_know,
)
from cspdata.ui.papers import imprint, paper
from cspdata.ui.revised import as_published, revisions_table
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
    "as_published",
    "breadcrumb",
    "changes_table",
    "chart",
    "drill_chart",
    "figures",
    "figures_table",
    "go_to",
    "imprint",
    "history",
    "kindly",
    "menu",
    "net_table",
    "notes_table",
    "page",
    "paper",
    "parts_table",
    "pickers",
    "plain",
    "provenance",
    "regions_table",
    "revisions_made",
    "revisions_table",
    "stop",
    "table",
    "version",
    "what_to_know",
]
