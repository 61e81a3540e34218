"""The button that copies a figure as a sentence to quote; the words are made in `sentences`."""

import pandas as pd

from cspdata import sentences
from cspdata.queries import View
from cspdata.ui import data
from cspdata.ui.component import ours
from cspdata.ui.papers import web_address

HTML = """\
<button type="button">Copy this as a sentence to quote</button><span role="status"></span>
<textarea hidden readonly rows="4" aria-label="The sentence to quote"></textarea>"""


def cite(row: pd.Series, view: View) -> None:
    """A button beside a headline: the comparison as one sentence with its periods and address."""
    address = web_address("area", area=row["area"], figures=str(view))
    sentence = sentences.cited(row, view, data.published(), address)
    ours("cite", HTML)(key=f"cite-{row['area']}-{view}", data={"sentence": sentence})
