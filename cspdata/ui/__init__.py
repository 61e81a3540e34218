"""What pages share: the only room that draws with Streamlit; it never computes a figure."""

from cspdata.ui.cards import activity_cards
from cspdata.ui.choices import choice, figures_choice, search
from cspdata.ui.data import activity, ask, figures, table, version
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
from cspdata.ui.partners import (
    activity_found,
    activity_picker,
    police_tables,
    topic_caveats,
    waiting,
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
    "activity",
    "activity_cards",
    "activity_found",
    "activity_picker",
    "address",
    "areas_table",
    "ask",
    "breadcrumb",
    "changes_table",
    "chart",
    "choice",
    "drill_chart",
    "figures",
    "figures_choice",
    "figures_table",
    "go_to",
    "imprint",
    "kindly",
    "menu",
    "net_table",
    "notes_table",
    "page",
    "paper",
    "parts_table",
    "pickers",
    "police_tables",
    "provenance",
    "regions_table",
    "search",
    "stop",
    "table",
    "topic_caveats",
    "version",
    "waiting",
    "what_to_know",
]
