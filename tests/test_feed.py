"""The feed of publications, and what both feeds share: whole links, lasting ids, nothing broken."""

from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from cspdata import published as door
from cspdata.printers import feed
from cspdata.published import Published

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def here(dated: Path) -> Published:
    return door.at()


def entries(text: str, part: str) -> list[str]:
    return [entry.text or "" for entry in xml.fromstring(text).findall(f"a:entry/a:{part}", ATOM)]


def test_each_publication_has_an_entry_the_newest_first(here: Published) -> None:
    text = feed.publications(here)
    assert entries(text, "title") == [f"Data version {number}" for number in (3, 2, 1, 0)]
    assert entries(text, "summary")[1] == "Figures of police-uk"
    assert entries(text, "updated")[0] == "2018-03-06T12:00:00Z"
    assert xml.fromstring(text).find("a:updated", ATOM).text == "2018-03-06T12:00:00Z"


def test_an_id_outlives_the_name_of_the_host(
    here: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = entries(feed.publications(here), "id")
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    assert entries(feed.publications(here), "id") == before
    assert len(set(before)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("make", [feed.signals, feed.publications])
def test_every_link_is_whole(
    here: Published, make: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example/")
    links = [link.get("href") for link in xml.fromstring(make(here)).iter(f"{{{feed.ATOM}}}link")]
    assert links
    assert all(link.startswith("https://safety.example/") for link in links)


def test_what_a_person_wrote_cannot_break_the_feed(here: Published) -> None:
    sly = feed.Entry("x", "<script>", "published", here.at, "a & b ]]> <c>")
    text = feed.atom("x", "x.atom", "x", "x", here.at, [sly])
    assert entries(text, "title") == ["<script>"]
    assert entries(text, "summary") == ["a & b ]]> <c>"]
