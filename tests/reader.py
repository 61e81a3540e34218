"""A reader at the dashboard: every page is entered through app.py, as a browser enters it."""

import json
import re
from html import unescape
from pathlib import Path

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

APP = Path(__file__).resolve().parent.parent / "app.py"
HOME = "glance"
WITHIN = 120


class AsServed(PagesManager):
    """`server.py` says that app.py names the pages; a test forgets it before every run."""


PagesManager.uses_pages_directory = False
app_test.PagesManager = AsServed


def opened(page: str = HOME, **address: str) -> AppTest:
    """A page, by the name in its address; `AppTest.switch_page` would leave app.py out."""
    app = AppTest.from_file(str(APP), default_timeout=WITHIN)
    for key, value in address.items():
        app.query_params[key] = value
    app._page_hash = calc_hash(page) if page != HOME else ""
    return app.run()


def html_of(app: AppTest) -> str:
    """What the components show, as HTML; the menu apart, which is the same on every page."""
    return " ".join(_html(app, menu=False))


def menu_of(app: AppTest) -> str:
    """The menu, as HTML."""
    (menu,) = _html(app, menu=True)
    return menu


def _html(app: AppTest, menu: bool) -> list[str]:
    shown = [each.proto for each in app.get("bidi_component")]
    meant = [x for x in shown if (x.component_name == "cspdata.menu") == menu]
    return [json.loads(each.json)["html"] for each in meant]


def words_of(app: AppTest) -> str:
    """Every word on the page, without marks."""
    blocks = (app.title, app.header, app.markdown, app.info, app.error, app.warning, app.caption)
    plain = [str(each.value).replace("\\", "") for kind in blocks for each in kind]
    told = " ".join([*_html(app, menu=True), html_of(app)])
    text = unescape(re.sub(r"<[^>]+>", " ", told))
    return " ".join(" ".join([*plain, text]).split())


def headed(app: AppTest) -> list[str]:
    """The main headings of the page: there must be one."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", html_of(app))
    return [*(each.value for each in app.title), *(unescape(each) for each in found)]


def asked(app: AppTest) -> dict[str, str]:
    """The address, of each parameter its last value."""
    held = app.query_params.items()
    return {name: each if isinstance(each, str) else each[-1] for name, each in held}
