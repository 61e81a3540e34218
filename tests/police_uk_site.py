"""A site on this computer that answers as police.uk's documentation says, with faults on demand.

What it copies: the archive of a month redirects to storage that knows parts (Range, If-Match) and
answers 403 for what is not there; the API lists its months, takes areas by POST, answers 503 above
a number of rows and 429 with Retry-After when asked too often.
"""

import io
import json
import re
import socket
import struct
import threading
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cspdata import areas, offences, outlines

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)
CATEGORIES = {
    "all-crime": "All crime",
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
    "other-crime": "Other crime",
}
Crime = dict[str, object]
Fault = tuple[str, Callable[["Handler"], None]]


@dataclass
class Site:
    """What the site has: archives and crimes by month; `faults` each spoil one matching request."""

    archives: dict[str, bytes] = field(default_factory=dict)
    months: list[str] = field(default_factory=list)
    crimes: dict[str, list[Crime]] = field(default_factory=dict)
    most_rows: int = 10_000
    faults: deque[Fault] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    sent: int = 0
    address: str = ""

    def spoil(self, path: str, *faults: Callable[["Handler"], None]) -> None:
        """The next requests whose path matches meet these faults, one each."""
        self.faults.extend((path, fault) for fault in faults)

    def fault_of(self, path: str) -> Callable[["Handler"], None] | None:
        for number, (pattern, fault) in enumerate(self.faults):
            if re.search(pattern, path):
                del self.faults[number]
                return fault
        return None


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def site(self) -> Site:
        return self.server.site  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:  # noqa: N802
        self.meet({key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:  # noqa: N802
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.meet({key: values[0] for key, values in parse_qs(text).items()})

    def meet(self, given: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        self.site.asked.append(f"{self.command} {path} {self.headers.get('Range', '')}".strip())
        if fault := self.site.fault_of(path):
            fault(self)
            return
        self.answer(path, given)

    def answer(self, path: str, given: dict[str, str]) -> None:
        if path.startswith("/data/archive/"):
            self.send(302, b"", {"Location": f"/stored/{path.rpartition('/')[2]}"})
        elif path.startswith("/stored/"):
            self.send_part(self.site.archives.get(path.rpartition("/")[2].removesuffix(".zip")))
        elif path == "/api/crimes-street-dates":
            months = sorted(self.site.months, reverse=True)
            self.send_json([{"date": month, "stop-and-search": ["hampshire"]} for month in months])
        elif path == "/api/crime-last-updated":
            self.send_json({"date": f"{max(self.site.months)}-01"})
        elif path == "/api/crime-categories":
            self.send_json([{"url": url, "name": name} for url, name in CATEGORIES.items()])
        elif path == "/api/crimes-street/all-crime":
            self.send_crimes(given)
        else:
            self.send(404, b"not here")

    def send_crimes(self, given: dict[str, str]) -> None:
        if given["date"] not in self.site.crimes:
            self.send(404, b"")
            return
        corners = [tuple(map(float, pair.split(","))) for pair in given["poly"].split(":")]
        ring = [[x, y] for y, x in [*corners, corners[0]]]
        area = {"asked": {"type": "Polygon", "coordinates": [ring]}}
        found = [
            crime
            for crime in self.site.crimes[given["date"]]
            if outlines.holding(point_of(crime), area)
        ]
        if len(found) > self.site.most_rows:
            self.send(503, b"")
            return
        self.send_json(found)

    def send_part(self, content: bytes | None) -> None:
        if content is None:
            self.send(403, b"<Error><Code>AccessDenied</Code></Error>")
            return
        tag = f'"{md5(content).hexdigest()}"'
        if self.headers.get("If-Match", tag) != tag:
            self.send(412, b"")
            return
        asked = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if not asked:
            self.send(200, content, {"ETag": tag})
            return
        total = len(content)
        first = int(asked[1]) if asked[1] else max(0, total - int(asked[2]))
        last = min(int(asked[2]), total - 1) if asked[1] and asked[2] else total - 1
        headers = {"ETag": tag, "Content-Range": f"bytes {first}-{last}/{total}"}
        self.send(206, content[first : last + 1], headers)

    def send_json(self, answer: object) -> None:
        self.send(200, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def send(self, status: int, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.site.sent += len(content)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def busy(seconds: str) -> Callable[[Handler], None]:
    """429, with what Retry-After says."""
    return lambda asked: asked.send(429, b"", {"Retry-After": seconds} if seconds else {})


def down(status: int) -> Callable[[Handler], None]:
    return lambda asked: asked.send(status, b"a page about trouble")


def reset(asked: Handler) -> None:
    """The connection breaks before any answer."""
    asked.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    asked.close_connection = True
    asked.connection.close()


def cut_after(size: int) -> Callable[[Handler], None]:
    """The answer breaks off after so many bytes of its body."""

    def fault(asked: Handler) -> None:
        body, write = io.BytesIO(), asked.wfile
        asked.wfile = body  # type: ignore[assignment]
        asked.answer(urlsplit(asked.path).path, {})
        asked.wfile = write
        whole = body.getvalue()
        write.write(whole[: whole.index(b"\r\n\r\n") + 4 + size])
        write.flush()
        reset(asked)

    return fault


def instead(content: bytes) -> Callable[[Handler], None]:
    """200 with something else."""
    return lambda asked: asked.send(200, content)


@contextmanager
def opened(site: Site) -> Iterator[Site]:
    """The site at its address, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.site = site  # type: ignore[attr-defined]
    server.daemon_threads = True
    # Those who ask are killed and cut off here, and a server does not mourn them.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def street_file(month: str, extra: int = 0) -> bytes:
    """A made-up month: a few crimes of each type in each parish, `extra` burglaries in St Paul."""
    firsts = {area: lsoa for lsoa, area in reversed(areas.of_lsoa().items())}
    names = dict(zip(areas.lsoas()["lsoa"], areas.lsoas()["lsoa_name"], strict=True))
    kinds = list(offences.by_police_uk())
    rows = [
        (lsoa, kind)
        for place, (area, lsoa) in enumerate(sorted(firsts.items()))
        for number, kind in enumerate(kinds)
        for _ in range(1 + (place + number + int(month[5:])) % 3)
    ]
    # No two months are the same, or one of them would be held.
    rows += [(firsts["st-luke"], "Drugs")] * int(month[5:])
    rows += [(firsts["st-paul"], "Burglary")] * extra
    lines = [
        f"{md5(f'{month}{number}'.encode()).hexdigest()},{month},Hampshire Constabulary,"
        f"Hampshire Constabulary,-1.3,51.06,On or near High Street,{lsoa},{names[lsoa]},{kind},,"
        for number, (lsoa, kind) in enumerate(rows)
    ]
    return "\r\n".join([HEADER, *lines, ""]).encode()


def archive(files: dict[str, bytes], padding: int = 0) -> bytes:
    """A zip of files by name; `padding` bytes of another force's file stand before them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        month = min(files)[:7]
        padded = zipfile.ZipInfo(f"{month}/{month}-fenshire-outcomes.csv", (2020, 1, 1, 0, 0, 0))
        zipped.writestr(padded, bytes(padding), zipfile.ZIP_STORED)
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            zipped.writestr(info, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def packed(months: list[str], extra: dict[str, int] | None = None) -> bytes:
    """An archive of made-up months, each far enough from the end to be asked for by itself."""
    more = extra or {}
    files = {member(month): street_file(month, more.get(month, 0)) for month in months}
    return archive(files, padding=20_000)


def member(month: str, force: str = "hampshire") -> str:
    return f"{month}/{month}-{force}-street.csv"


def crime(number: int, month: str, area: str, category: str) -> Crime:
    """One row of the API inside an area, as the documentation prints it."""
    x, y = within(area)
    return {
        "category": category,
        "location_type": "Force",
        "location": {
            "latitude": f"{y:.6f}",
            "street": {"id": 1_700_000 + number, "name": "On or near High Street"},
            "longitude": f"{x:.6f}",
        },
        "context": "",
        "outcome_status": None,
        "persistent_id": md5(str(number).encode()).hexdigest() * 2,
        "id": number,
        "location_subtype": "",
        "month": month,
    }


def within(area: str) -> tuple[float, float]:
    """A point inside an area: the middle of the longest stretch on a line across it."""
    ring = outlines.outer_rings(outlines.shown()[area])[0]
    middle = sum(y for _, y in ring) / len(ring)
    crossings = sorted(
        a[0] + (middle - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
        for a, b in zip(ring, ring[1:], strict=False)
        if (a[1] > middle) != (b[1] > middle)
    )
    pairs = list(zip(crossings[::2], crossings[1::2], strict=True))
    west, east = max(pairs, key=lambda pair: pair[1] - pair[0])
    return (west + east) / 2, middle


def point_of(crime: Crime) -> tuple[float, float]:
    place = crime["location"]
    assert isinstance(place, dict)
    return float(place["longitude"]), float(place["latitude"])
