"""The release and the signals are made once a version, after the answer; the release is whole."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cspdata import areas, disclosure, exports, kept, store
from cspdata import published as door
from cspdata.answers import release
from cspdata.answers.blocks import Quote, Table, Tiles, Words, walk
from cspdata.answers.comparison import comparison
from cspdata.answers.words import figures
from cspdata.printers import feed
from tests.conftest import announce


@pytest.fixture(scope="module")
def whole(built_store: Path) -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(built_store))
        return kept.release(store.version()).decode()


class Read(HTMLParser):
    """Which elements a page opens and leaves open, and its ids and links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img", "path", "br"):
            self.open.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


@pytest.mark.slow
def test_the_release_has_a_section_for_every_area_and_links_within_itself(whole: str) -> None:
    read = Read(whole)
    assert not read.open
    assert set(areas.order()) <= set(read.ids)
    assert len(set(read.ids)) == len(read.ids)
    within = [link for link in read.links if link.startswith("#")]
    assert {link.removeprefix("#") for link in within} == set(areas.order())


def test_the_release_needs_no_network_and_leads_nowhere_that_may_be_gone(whole: str) -> None:
    outside = [link for link in Read(whole).links if not link.startswith("#")]
    assert not outside
    assert not re.search(r"(src|href)=['\"]?(https?:)?//", whole)
    assert len(whole) < 600_000


@pytest.mark.slow
def test_the_release_holds_the_figures_and_verdicts_of_the_pages(published: Path) -> None:
    here = door.at()
    for answer in release.sections(here):
        basis = here.rest_on(answer.question)
        rows = here.ask(comparison, basis) if basis and basis.before else None
        first = next(block for block in walk(answer.blocks) if isinstance(block, Table))
        for row in first.rows.to_dict("records") if rows is not None else []:
            same = rows.loc[(row["area"], row["offence"])]
            assert (row["now"], row["verdict"]) == (same["now"], same["verdict"])
            assert figures.count(row["now"]) in str(first.cells)


@pytest.mark.slow
def test_a_block_of_the_release_has_neither_link_nor_button(published: Path) -> None:
    for answer in release.sections(door.at()):
        for block in walk(answer.blocks):
            if isinstance(block, Words):
                assert not block.links and block.quote is None
            if isinstance(block, Tiles):
                assert not any(tile.links or tile.quote for tile in block.tiles)


def test_only_what_leads_away_is_taken_out() -> None:
    words = Words("Text", "lead", Quote("a", "b"))
    assert release.alone(words) == Words("Text", "lead")


@pytest.mark.slow
def test_what_is_announced_is_made_after_the_answer(published: Path) -> None:
    version = store.version()
    announce(version).result()
    assert store.made(version, kept.name_of(kept.RELEASE)) is not None
    assert store.made(version, kept.name_of(feed.FEED)) == kept.signals_files(version)[feed.FEED]


def test_nothing_is_made_for_a_version_that_another_followed(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "release", lambda version: pytest.fail("made for nobody"))
    monkeypatch.setattr(kept, "signals_files", lambda version: pytest.fail("made for nobody"))
    kept.make(store.version() - 1, str(published))


def test_a_release_is_made_once_and_then_read(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.release(store.version())
    monkeypatch.setattr(release, "sections", None)
    assert kept.release(store.version()) == first
    assert first.startswith(b"<!doctype html>")


def test_another_store_in_the_same_place_is_left_alone(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "elsewhere")
    monkeypatch.setattr(kept, "release", lambda version: pytest.fail("made for another store"))
    monkeypatch.setattr(kept, "signals_files", lambda version: pytest.fail("made for another"))
    kept.make(store.version(), place)


def test_what_cannot_be_made_is_told_and_undoes_nothing(
    empty_store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.create()
    kept.make(0, str(empty_store))
    assert "was not made: No figures have been published yet." in caplog.text


@pytest.mark.slow
def test_what_was_made_under_another_policy_is_not_handed_out(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = store.version()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(disclosure, "fingerprint", lambda: "another")
        store.keep_made(version, {kept.name_of(feed.FEED): "of the other policy"})
        assert kept.signals_files(version)[feed.FEED] == "of the other policy"
    assert kept.signals_files(version)[feed.FEED] != "of the other policy"


@pytest.mark.slow
def test_links_of_another_address_are_not_handed_out(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.signals_files(store.version())[feed.FEED]
    monkeypatch.setenv("CSP_ADDRESS", "https://safety.example")
    now = kept.signals_files(store.version())[feed.FEED]
    assert "https://safety.example" in now
    assert "https://safety.example" not in before


@pytest.mark.slow
def test_an_export_writes_the_signals_as_they_are_kept(published: Path, tmp_path: Path) -> None:
    written = {path.name: path for path in exports.write(tmp_path)}
    for name, text in kept.signals_files(store.version()).items():
        assert written[name].read_text("utf-8") == text
