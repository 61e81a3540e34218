"""Where a print comes from, and the addresses that its links lead to; nothing is printed here."""

from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from cspdata.answers.blocks import Link

HOME = "glance"
SCHEMES = ("", "http", "https", "mailto")


@dataclass(frozen=True)
class Imprint:
    """The address of the view, the data's version as a sentence, the day made in words."""

    address: str
    version: str
    made: str

    @property
    def words(self) -> str:
        """ "Data version 2, published 4 January 2018. Made on 5 January 2018 from"."""
        return f"{self.version} Made on {self.made} from"


def address(link: Link, base: str = "") -> str:
    """Where a link leads: "./area?area=st-paul", or the whole address where `base` is one."""
    page = "" if link.page == HOME else link.page
    asked = urlencode({**link.question.to_address(), **dict(link.also)})
    return urljoin(base, f"./{page}?{asked}" if asked else f"./{page}")


def safe(href: str) -> bool:
    """Whether an address found in a text may become a link: no script, no data, no file."""
    try:
        return urlsplit(href.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False
