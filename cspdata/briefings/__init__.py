"""Papers to take to a meeting: one declared structure, drawn as HTML or as Word, never typed twice.

`appendix`, `one_page` and `theme` make a `Paper` of figures; `html` and `word` draw any paper.
"""

from cspdata.briefings.appendix import appendix
from cspdata.briefings.as_html import html
from cspdata.briefings.as_word import word
from cspdata.briefings.one_page import one_page
from cspdata.briefings.paper import Imprint, Paper, Progress
from cspdata.briefings.release import release
from cspdata.briefings.summary import summary
from cspdata.briefings.theme import theme

__all__ = [
    "Imprint",
    "Paper",
    "Progress",
    "appendix",
    "html",
    "one_page",
    "release",
    "summary",
    "theme",
    "word",
]
