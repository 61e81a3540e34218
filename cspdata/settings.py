"""Where this installation's place pack and store are, from the environment; reads no file."""

import os
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "data" / "reference"
NATIONAL = ROOT / "data" / "national"
EXAMPLES = ROOT / "tests" / "packs"
SAME_EVERYWHERE = ("offences.csv", "prompts.csv", "disclosure.csv")
LOOPBACK = ("localhost", "127.0.0.1")


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


def hosts() -> list[str]:
    """The names under which the server answers: this computer's, `CSP_HOSTS`, `CSP_ADDRESS`'s."""
    named = os.environ.get("CSP_HOSTS", "").replace(",", " ").split()
    return [*LOOPBACK, *named, *filter(None, [urlsplit(address()).hostname])]


def bucket_service() -> str | None:
    """Where the service of an `s3://` store answers (`AWS_ENDPOINT_URL`), None for Amazon's own."""
    return os.environ.get("AWS_ENDPOINT_URL") or None


def bucket_region() -> str | None:
    """The region of an `s3://` store (`AWS_REGION`)."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or None
