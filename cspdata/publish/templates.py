"""The templates that officers fill in: what is counted is named, days and figures are empty."""

from collections.abc import Iterable

import pandas as pd

from cspdata import areas, offences, schemas
from cspdata.metrics import Measure
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


def activity_template(measures: Iterable[Measure]) -> pd.DataFrame:
    """A row for each measure and listed part: the columns of an activity file, text."""
    columns = [name for name in schemas.ACTIVITY.names if name not in ("file", "row")]
    rows = [
        dict.fromkeys(columns, "")
        | {
            "partner": measure.partner,
            "measure": measure.measure,
            "breakdown": part,
            "unit": measure.unit,
            "theme": measure.theme,
        }
        for measure in measures
        for part in ("", *measure.breakdowns)
    ]
    return pd.DataFrame(rows, columns=columns)
