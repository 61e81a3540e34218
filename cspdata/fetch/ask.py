"""Questions over HTTP, asked patiently: again after a fault, later when told; nothing is kept."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx

from cspdata import settings
from cspdata.errors import SourceUnavailable

TIMEOUT = httpx.Timeout(60, connect=10)
BUSY = (429, 500, 502, 503, 504)
NAMED = {"User-Agent": "cspdata-fetch/1.0 (community safety dashboard)"}
LARGEST_ANSWER = 64 * 1024 * 1024

Result = TypeVar("Result")


@dataclass(frozen=True)
class Patience:
    """How often and how long: seconds double from `first_s`, and no wait is above `longest_s`."""

    tries: int = 6
    first_s: float = 1
    longest_s: float = 300
    between_s: float = 0.1
    sleep: Callable[[float], None] = time.sleep


class Again(Exception):
    """This try failed and another may not; `after` are the seconds that the site asked for."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class TooMany(Exception):
    """The site refuses as too much at once, and asks for no wait."""


@contextmanager
def line() -> Iterator[httpx.Client]:
    """A connection to the site that `CSP_POLICE_UK` names."""
    with httpx.Client(
        base_url=settings.police_uk(), timeout=TIMEOUT, headers=NAMED, follow_redirects=True
    ) as opened:
        yield opened


def json(
    opened: httpx.Client,
    path: str,
    patience: Patience,
    form: Mapping[str, str] | None = None,
    divisible: bool = False,
) -> Any:
    """The answer of the API, None where it has none (404). `form` is posted, as long areas must be.

    Raises SourceUnavailable, and TooMany where a divisible question is answered with a bare 503:
    that is how the API refuses an area with too many crimes.
    """

    def attempt() -> Any:
        method = "POST" if form else "GET"
        with answer_to(opened, method, path, {}, form) as answer:
            if divisible and answer.status_code == 503 and "retry-after" not in answer.headers:
                raise TooMany
            if answer.status_code == 404:
                return None
            refuse(answer)
            return _parsed(whole(answer))

    patience.sleep(patience.between_s)
    return patiently(attempt, patience)


def patiently(
    attempt: Callable[[], Result], patience: Patience, progress: Callable[[], int] = lambda: 0
) -> Result:
    """Try until it works; tries that brought something are not held against the site."""
    failed, reached = 0, progress()
    while True:
        try:
            return attempt()
        except Again as fault:
            failed = failed + 1 if progress() == reached else 1
            reached = progress()
            wait = min(2 ** (failed - 1) * patience.first_s, patience.longest_s)
            wait = wait if fault.after is None else fault.after
            if failed >= patience.tries or wait > patience.longest_s:
                raise _silent(fault, failed) from fault
            patience.sleep(wait)


@contextmanager
def answer_to(
    opened: httpx.Client,
    method: str,
    address: str,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
) -> Iterator[httpx.Response]:
    """One answer, its body still to be read; faults of the network become Again.

    Raises SourceUnavailable for an address that leads nowhere.
    """
    try:
        with opened.stream(method, address, headers=dict(headers), data=form or None) as answer:
            yield answer
    except httpx.TimeoutException as fault:
        raise Again("it was silent for too long") from fault
    except httpx.TransportError as fault:
        raise Again(str(fault) or type(fault).__name__) from fault
    except (httpx.TooManyRedirects, httpx.InvalidURL) as fault:
        raise SourceUnavailable(f"{settings.police_uk()} leads nowhere: {fault}.") from fault


def refuse(answer: httpx.Response) -> None:
    """Raises Again for what may pass, SourceUnavailable for what no documentation has."""
    if answer.status_code in BUSY:
        raise Again(f"it answered {answer.status_code}", _asked_wait(answer))
    if answer.status_code not in (200, 206):
        raise SourceUnavailable(
            f"{answer.url} answered {answer.status_code}, which is not in its documentation. "
            "Nothing was changed."
        )


def _asked_wait(answer: httpx.Response) -> float | None:
    """Retry-After in seconds: a number, or a moment as HTTP writes it."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def whole(answer: httpx.Response) -> bytes:
    """The body, of a size that answers have. Raises SourceUnavailable."""
    got = bytearray()
    for block in answer.iter_bytes():
        got.extend(block)
        if len(got) > LARGEST_ANSWER:
            raise SourceUnavailable(f"{answer.url} answers with more than any answer needs.")
    return bytes(got)


def _parsed(content: bytes) -> Any:
    try:
        return httpx.Response(200, content=content).json()
    except ValueError as fault:
        raise Again("it answered with something that is no JSON") from fault


def _silent(fault: Again, failed: int) -> SourceUnavailable:
    times = "once" if failed == 1 else f"{failed} times"
    later = "" if fault.after is None else f", and asks to come back in {fault.after:,.0f} seconds"
    return SourceUnavailable(
        f"{settings.police_uk()} was asked {times} and did not answer as it should: {fault}{later}."
        " Nothing was changed by it; what is published stays. Run fetch again later."
    )
