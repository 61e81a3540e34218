"""Where this installation's place pack and store are, from the environment; reads no file."""

import os
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

UPLOAD_MB = 200
ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "reference"
NATIONAL = ROOT / "data" / "national"
EXAMPLES = ROOT / "tests" / "packs"
SAME_EVERYWHERE = ("offences.csv", "prompts.csv", "disclosure.csv", "tiles.csv")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def place() -> Path:
    """The folder of reference tables: areas, offences, caveats, outlines (`CSP_PLACE`)."""
    return Path(os.environ.get("CSP_PLACE", SHIPPED))


def table(name: str) -> Path:
    """A reference table of the pack; a national one that it leaves out is the shipped one."""
    own = place() / name
    return own if own.exists() or name not in SAME_EVERYWHERE else SHIPPED / name


def raw() -> Path:
    """The folder of published files that `rebuild` starts from (`CSP_RAW`)."""
    return Path(os.environ.get("CSP_RAW", place().parent / "raw"))


def store() -> str:
    """The store's place, a folder or an address (`CSP_STORE`)."""
    return os.environ.get("CSP_STORE", str(place().parent / "store"))


def street_map() -> bool:
    """Whether readers' browsers fetch streets to put behind the map (`CSP_STREET_MAP`)."""
    return os.environ.get("CSP_STREET_MAP", "").strip().lower() in ("on", "yes", "true", "1")


def contact() -> str:
    """Whom readers ask for another format or tell of a barrier (`CSP_CONTACT`), or ""."""
    return os.environ.get("CSP_CONTACT", "").strip()


def address() -> str:
    """Where readers find the dashboard, for links in papers and feeds (`CSP_ADDRESS`), or ""."""
    return os.environ.get("CSP_ADDRESS", "").rstrip("/")


def open_publishing() -> bool:
    """Whether anybody at this computer publishes in the browser uninvited (`CSP_PUBLISHING`)."""
    return os.environ.get("CSP_PUBLISHING", "").strip().lower() == "open"


def pages() -> frozenset[str]:
    """The addresses of the pages, which are their files' names."""
    return frozenset(page.stem for page in (ROOT / "pages").glob("*.py"))


def secrets() -> dict[str, Any]:
    """What `.streamlit/secrets.toml` says of sign-in and access, {} where there is none.

    The file may lie elsewhere, as Streamlit itself is told (`STREAMLIT_SECRETS_FILES`).
    """
    named = os.environ.get("STREAMLIT_SECRETS_FILES", "").strip("[]\"' ")
    places = (Path.cwd(), Path.home())
    usual = (place / ".streamlit" / "secrets.toml" for place in places)
    found = [Path(named)] if named else usual
    file = next((each for each in found if each.exists()), None)
    return tomllib.loads(file.read_text("utf-8")) if file else {}


def hosts() -> list[str]:
    """The names under which the server answers: this computer's, `CSP_HOSTS`, `CSP_ADDRESS`'s."""
    named = os.environ.get("CSP_HOSTS", "").replace(",", " ").split()
    return [*LOOPBACK, *named, *filter(None, [urlsplit(address()).hostname])]


def police_uk() -> str:
    """The site that `fetch` asks for figures (`CSP_POLICE_UK`); nothing else ever asks it."""
    return os.environ.get("CSP_POLICE_UK", "").strip().rstrip("/") or "https://data.police.uk"


def bucket_service() -> str | None:
    """Where the service of an `s3://` store answers (`AWS_ENDPOINT_URL`), None for Amazon's own."""
    return os.environ.get("AWS_ENDPOINT_URL") or None


def bucket_region() -> str | None:
    """The region of an `s3://` store (`AWS_REGION`)."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None
