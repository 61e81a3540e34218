"""Broken files at the door and odd questions at the open data: what is not a sentence is a bug."""

import gzip
import io
import os
import random
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from urllib.parse import quote

from openpyxl import Workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from benchmarks.servers import ROOT, published
from cspdata import api, publish, settings
from cspdata.errors import CspError

SECONDS, MOST_BUGS = 120, 5
TOKENS = [
    *(
        b"\x00",
        b"\x1a",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"\r",
        b"\n\n",
        b",",
        b";",
        b"\t",
        b" ",
    ),
    *(b" ", b"0", b"-1", b"1e309", b"9" * 400, b"nan", b"[c]", b"=1+1", b"2017-13-45", b"St Paul"),
    *(text.encode() for text in ("Ω≈ç√", "٣", "\u202e", "<script>")),
]
VALUES = ["", "0", "-1", "1e9", "null", "'; --", "%00", "../../etc/passwd", "st-paul", "ω" * 300]
PATHS = ["/summary", "/feed.atom", "/signals.atom", "/healthz", "/openapi.json", "/api/v1/../x"]
ASKED = ["area", "offence", "source", "from", "to", "limit", "offset", "version", "format", "on"]


def main() -> None:
    chance = random.Random(20180104)
    with published() as store:
        os.environ["CSP_STORE"] = store
        seeds = _seeds()
        print(f"Each for {SECONDS} seconds, from one seed of randomness.\n")
        print("| what | tries | outcomes | bugs |\n| --- | --- | --- | --- |")
        _run("files rehearsed", lambda: _rehearsed(chance, seeds))
        with TestClient(
            Starlette(routes=api.routes()), "http://localhost", raise_server_exceptions=True
        ) as client:
            _run("addresses asked", lambda: _answered(chance, client))


def _run(what: str, attempt: Callable[[], str]) -> None:
    outcomes: Counter[str] = Counter()
    bugs: dict[str, str] = {}
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and len(bugs) < MOST_BUGS:
        try:
            outcomes[attempt()] += 1
        except Exception as bug:
            where = traceback.extract_tb(bug.__traceback__)[-1]
            outcomes["a bug"] += 1
            bugs[f"{where.filename}:{where.lineno}"] = traceback.format_exc()
    told = ", ".join(f"{name} {count:,}" for name, count in outcomes.most_common())
    print(f"| {what} | {outcomes.total():,} | {told} | {len(bugs)} |", flush=True)
    for bug in bugs.values():
        print(f"\n```\n{bug}```")


def _rehearsed(chance: random.Random, seeds: list[tuple[str, bytes]]) -> str:
    name, content = chance.choice(seeds)
    for _ in range(chance.randint(1, 3)):
        content = _mutated(chance, content, seeds)
    try:
        made = publish.rehearse([publish.Upload(name, content)])
    except CspError:
        return "refused with a sentence"
    return "rehearsed with faults" if made.faults else "rehearsed without faults"


def _mutated(chance: random.Random, content: bytes, seeds: list[tuple[str, bytes]]) -> bytes:
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.choice([1, 1, 8, 80, 800]))
    kind = chance.randrange(6)
    if kind == 0:
        return content[:start] + chance.choice(TOKENS) + content[start:]
    if kind == 1:
        return content[:start] + chance.choice(TOKENS) + content[end:]
    if kind == 2:
        return content[:start] + content[end:]
    if kind == 3:
        return content[:end] + content[start:end] + content[end:]
    if kind == 4:
        return content[:start] + chance.randbytes(end - start) + content[end:]
    other = chance.choice(seeds)[1]
    return content[:start] + other[chance.randrange(len(other)) :]


def _answered(chance: random.Random, client: TestClient) -> str:
    names = [f"/api/v1/{name}" for name in ("crime", "activity", "areas", "offences", "metrics")]
    path = chance.choice([*names, *names, *PATHS])
    count = chance.randint(0, 4)
    query = "&".join(f"{chance.choice(ASKED)}={quote(_value(chance))}" for _ in range(count))
    answer = client.get(f"{path}?{query}")
    if answer.status_code >= 500:
        raise AssertionError(f"{answer.status_code} for {path}?{query}")
    return str(answer.status_code)


def _value(chance: random.Random) -> str:
    if chance.random() < 0.7:
        return chance.choice([*VALUES, "csv", "json", "police-uk", "2017-04-01", "all-crime", "1"])
    return "".join(chr(chance.randrange(1, 0x2FFF)) for _ in range(chance.randint(1, 12)))


def _seeds() -> list[tuple[str, bytes]]:
    """Every shape and wrapping that is accepted, small."""
    plain = [(path.name, path.read_bytes()) for path in sorted(settings.raw().rglob("*.csv"))]
    plain += [
        (path.name, path.read_bytes())
        for path in sorted((ROOT / "tests" / "faults").rglob("*"))
        if path.is_file() and 0 < path.stat().st_size < 200_000
    ]
    name, content = plain[0]
    book, sheet = io.BytesIO(), Workbook()
    for line in content.decode("utf-8-sig").splitlines():
        sheet.active.append(line.split(","))
    sheet.save(book)
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return [
        *plain,
        ("book.xlsx", book.getvalue()),
        ("folder.zip", folder.getvalue()),
        (f"{name}.gz", gzip.compress(content)),
    ]
