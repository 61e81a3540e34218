"""The templates that officers fill in: what is counted is named, days and figures are empty."""

import pandas as pd

from cspdata import areas, offences
from cspdata.sources import POLICE_TABLES

COLUMNS = ["area", "offence", "period_start", "period_end", "count"]


def template() -> pd.DataFrame:
    """A row for each area and offence that police tables print, by name: COLUMNS, text."""
    printed = [
        code for group in POLICE_TABLES.groups for code in (group, *offences.children(group))
    ]
    flags = [(areas.root(), flag) for flag in offences.of_kind("flag")]
    rows = [
        [areas.one(area).name, offences.one(offence).name, "", "", ""]
        for area, offence in [*((a, o) for a in areas.order() for o in printed), *flags]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
