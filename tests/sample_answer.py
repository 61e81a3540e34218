"""An answer with every block, for tests of printers; its figures are made up."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from cspdata import areas
from cspdata.answers.blocks import (
    Answer,
    Beside,
    Cards,
    Chart,
    Fold,
    Heading,
    Link,
    Map,
    Points,
    Quote,
    Table,
    Tile,
    Tiles,
    Words,
)
from cspdata.periods import Period
from cspdata.printers.imprint import Imprint
from cspdata.question import Question

IMPRINT = Imprint("https://example.org/?from=2017-06", "Data version 2.", "4 January 2018")
QUESTION = Question("winchester", period=Period(date(2017, 6, 1), date(2017, 8, 31)))
BURGLARY = Link("Months", "months", QUESTION.at(offence="burglary"), (("show", "panels"),))
QUOTE = Quote(
    "Burglary: nine, against twelve last year.",
    "Burglary 9 (was 12), police tables. /area?area=st-paul",
)
TILE = Tile(
    name="Burglary",
    now="9",
    was="was 12",
    mark="▼",
    verdict="too few to call",
    tone="signal",
    line=(3.0, 1.0, None, 2.0),
    line_words="Four months from 1 to 3; one is missing.",
    links=(BURGLARY,),
    quote=QUOTE,
    note="The festival is in it.",
)
TABLE = Table(
    caption="Offences",
    columns=("Offence", "Now", "Before", "Verdict"),
    cells=(
        ("Theft", "1,204", "900", "Strong sign of a rise"),
        ("\u2003Burglary", "9", "12", "Too few to say"),
        ("Robbery", "[c]", "4", ""),
    ),
    name="offences",
    rows=pd.DataFrame(
        {
            "offence": ["theft", "burglary", "robbery"],
            "from": [pd.Timestamp(2017, 6, 1)] * 3,
            "now": pd.array([1204, 9, None], "Int64"),
            "high": [12.5, float("inf"), None],
            "status": ["published", "published", "confidential"],
        }
    ),
    marks="[c] confidential",
    links=(None, BURGLARY, None),
    shown=2,
)
CARD: dict[str, Any] = {
    "name": "Patrols",
    "figure": "412",
    "unit": "visits",
    "period": "June 2017",
    "lines": ["12 **more** than a year before."],
    "parts": [
        {"name": "City", "figure": "300", "before": "was 280", "share": 0.75},
        {"name": "Rural", "figure": "112", "before": "", "share": 0.25},
    ],
    "line": [{"period": "2015", "value": 3}, {"period": "2016", "value": 5}],
    "definition": "Visits by wardens.",
    "aside": "Counted by hand.",
    "source": "page 12",
    "notes": ["From the council."],
    "past": [["2015", "", "3"], ["2016", "", "5"]],
}
SECTION: dict[str, Any] = {
    "level": 2,
    "title": "Wardens",
    "about": "They walk.",
    "source": "",
    "cards": [CARD],
    "sections": [],
}


def bars() -> alt.Chart:
    rows = pd.DataFrame(
        {"Area": ["St Paul", "St Luke"], "area": ["st-paul", "st-luke"], "Count": [9, 12]}
    )
    picked = alt.selection_point(name="picked", fields=["area"], on="click", empty=False)
    return alt.Chart(rows).mark_bar().encode(x="Count:Q", y="Area:N").add_params(picked)


def places() -> pd.DataFrame:
    """Every parish in a step of its own kind, the first one marked, the last without a figure."""
    codes = areas.at_level("parish")
    steps = [place % 2 for place in range(len(codes))][:-1] + [-1]
    return pd.DataFrame(
        {
            "area": codes,
            "area_name": [areas.one(code).name for code in codes],
            "text": "12 per 1,000",
            "step": steps,
            "mark": ["▲", *[""] * (len(codes) - 1)],
        }
    )


CHART = Chart(
    "burglary", "Burglary fell", "Counts by area", "St Paul 9, St Luke 12.", partial(bars), True
)
SPOTS = pd.DataFrame(
    {"longitude": [-1.31], "latitude": [51.06], "area_name": ["High Street"], "text": ["9"]}
)
MAP = Map(
    "map",
    "Most in the city",
    "Counts by parish",
    "A map.",
    places(),
    ((0, "few"), (1, "many"), (-1, "no figure")),
    "st-paul",
    SPOTS,
)
ANSWER = Answer(
    title="Crime fell",
    name="winchester-crime-2017",
    question=QUESTION,
    blocks=(
        Words("**9** fewer, *no more* than chance.", "lead", QUOTE, (BURGLARY,)),
        Tiles("Six figures", (TILE,)),
        Beside((Heading("Which"), CHART, Fold("As a table", (TABLE,))), (Heading("Where"), MAP)),
        Cards("Partners", (SECTION,)),
        Fold("Read before quoting", (Points(("A festival. [More](./about)", "A break.")),)),
    ),
    sources=("Police tables.",),
)
WITHOUT_MAP = replace(
    ANSWER,
    blocks=tuple(
        replace(block, right=block.right[:1]) if isinstance(block, Beside) else block
        for block in ANSWER.blocks
    ),
)
