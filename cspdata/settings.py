"""Where the place's pack, store and people are: from the environment, or its own `settings.toml`.

No table of a place is read here.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cspdata.sites import PACK, site, sites

UPLOAD_MB = 200
ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "reference"
NATIONAL = ROOT / "data" / "national"
EXAMPLES = ROOT / "tests" / "packs"
SAME_EVERYWHERE = ("offences.csv", "prompts.csv", "disclosure.csv", "tiles.csv")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PEOPLE = ("officers", "writers", "groups")


def place() -> Path:
    """The folder of reference tables: areas, offences, caveats, outlines (`CSP_PLACE`)."""
    there = site()
    return there.folder / PACK if there else Path(os.environ.get("CSP_PLACE", SHIPPED))


def places(usual: Path) -> Path:
    """The folder of the places that a server shows (`CSP_PLACES`), or where they usually lie."""
    return Path(os.environ.get("CSP_PLACES") or usual)


def table(name: str) -> Path:
    """A reference table of the pack; a national one that it leaves out is the shipped one."""
    own = place() / name
    return own if own.exists() or name not in SAME_EVERYWHERE else SHIPPED / name


def raw() -> Path:
    """The folder of published files that `rebuild` starts from (`CSP_RAW`)."""
    return Path(_lies("raw", "CSP_RAW"))


def store() -> str:
    """The store's place, a folder or an address (`CSP_STORE`)."""
    return _lies("store", "CSP_STORE")


def street_map() -> bool:
    """Whether readers' browsers fetch streets to put behind the map (`CSP_STREET_MAP`)."""
    return os.environ.get("CSP_STREET_MAP", "").strip().lower() in ("on", "yes", "true", "1")


def contact() -> str:
    """Whom readers ask for another format or tell of a barrier (`CSP_CONTACT`), or ""."""
    return _said("contact", "CSP_CONTACT")


def address() -> str:
    """Where readers find the dashboard, for links in papers and feeds (`CSP_ADDRESS`), or "".

    One of several places is found below the server's address, unless it has an address of its own.
    """
    there, server = site(), os.environ.get("CSP_ADDRESS", "").rstrip("/")
    if there is None:
        return server
    return str(there.own.get("address", "")).rstrip("/") or (server and f"{server}/{there.name}")


def prefix() -> str:
    """What the addresses of the place that is meant begin with: "" where it has the server."""
    there = site()
    return there.prefix if there else ""


def open_publishing() -> bool:
    """Whether anybody at this computer publishes in the browser uninvited (`CSP_PUBLISHING`)."""
    return os.environ.get("CSP_PUBLISHING", "").strip().lower() == "open"


def secrets() -> dict[str, Any]:
    """What `.streamlit/secrets.toml` says of sign-in and access, {} where there is none.

    The file may lie elsewhere, as Streamlit itself is told (`STREAMLIT_SECRETS_FILES`). Who may do
    what at one of several places is what that place says (`of_site`).
    """
    named = os.environ.get("STREAMLIT_SECRETS_FILES", "").strip("[]\"' ")
    places = (Path.cwd(), Path.home())
    usual = (place / ".streamlit" / "secrets.toml" for place in places)
    found = [Path(named)] if named else usual
    file = next((each for each in found if each.exists()), None)
    return of_site(tomllib.loads(file.read_text("utf-8")) if file else {})


def of_site(server: Mapping[str, Any]) -> dict[str, Any]:
    """The server's secrets with the people of the place that is meant: no other's may publish."""
    there = site()
    if there is None:
        return dict(server)
    shared = {k: v for k, v in server.get("access", {}).items() if k not in PEOPLE}
    return {**server, "access": {**shared, **there.own.get("access", {})}}


def hosts() -> list[str]:
    """The names under which the server answers: this computer's, `CSP_HOSTS`, `CSP_ADDRESS`'s.

    Those of the places are added.
    """
    named = os.environ.get("CSP_HOSTS", "").replace(",", " ").split()
    own = urlsplit(os.environ.get("CSP_ADDRESS", "")).hostname
    theirs = [name for each in sites().values() for name in each.hosts]
    return [*LOOPBACK, *named, *filter(None, [own]), *theirs]


def police_uk() -> str:
    """The site that `fetch` asks for figures (`CSP_POLICE_UK`); nothing else ever asks it."""
    return os.environ.get("CSP_POLICE_UK", "").strip().rstrip("/") or "https://data.police.uk"


def bucket_service() -> str | None:
    """Where the service of an `s3://` store answers (`AWS_ENDPOINT_URL`), None for Amazon's own."""
    return os.environ.get("AWS_ENDPOINT_URL") or None


def bucket_region() -> str | None:
    """The region of an `s3://` store (`AWS_REGION`)."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None


def _said(name: str, variable: str) -> str:
    """What one of several places says itself, or the environment where there is but one."""
    there = site()
    return str(there.own.get(name, "") if there else os.environ.get(variable, "")).strip()


def _lies(name: str, variable: str) -> str:
    """Where something of the place lies: beside its pack, unless it is said."""
    there, said = site(), _said(name, variable)
    if said:
        return there.lies(said) if there else said
    return str(place().parent / name)
