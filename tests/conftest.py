"""What tests share: an empty store, small and published stores, the shared data."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from cspdata import access, kept, publish, senders, store
from cspdata.store import places
from cspdata.ui import ready

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BROWSER = ROOT / "tests" / "browser"
announce, announce_apart = kept.announce, kept.announce_apart
make_ready = ready._make_ready
ROBBERIES = "area,offence,period_start,period_end,count\nst-paul,robbery,2017-04-01,2017-10-31,"
DAYS = dict(enumerate([datetime(2018, 1, 4), datetime(2018, 1, 5), *[datetime(2018, 3, 6)] * 2]))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a server, or what their file made, stay together; the longest come first."""
    for item in items:
        if item.path.is_relative_to(BROWSER):
            item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.xdist_group(group_of(item)))
    slow = Counter(group_of(item) for item in items if item.get_closest_marker("slow"))
    items.sort(key=lambda item: (group_of(item) != "browser", -slow[group_of(item)]))


def group_of(item: pytest.Item) -> str:
    return "browser" if item.path.is_relative_to(BROWSER) else item.path.stem


@pytest.fixture(scope="session", autouse=True)
def uninvited() -> Iterator[None]:
    """Tests publish without the address that a server prints; what that guards has its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_PUBLISHING", "open")
        yield


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> Iterator[None]:
    """Tests do not wait for the disk; that a publication does has tests of its own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(places, "_synced", lambda path: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def looked_through_once() -> Iterator[None]:
    """A server looks through all that is installed as it starts, a test before every run."""
    with pytest.MonkeyPatch.context() as patched:
        name = "scan_component_manifests"
        patched.setattr(manifest_scanner, name, cache(getattr(manifest_scanner, name)))
        yield


@pytest.fixture(autouse=True)
def nothing_is_made_behind_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that outlives a test could write to the store of another."""
    monkeypatch.setattr(kept, "announce", lambda version: None)
    monkeypatch.setattr(kept, "announce_apart", lambda version: None)
    monkeypatch.setattr(ready, "_make_ready", lambda *_: None)
    monkeypatch.setattr(ready, "_turns", {})


@pytest.fixture(autouse=True)
def nobody_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The session of a page that a test opened is gone before the next."""
    for held in ("_senders", "_arriving", "_left"):
        monkeypatch.setattr(senders, held, {})


@pytest.fixture
def empty_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a store that nobody has made yet."""
    monkeypatch.setenv("CSP_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The store that `rebuild` makes of data/raw; shared, so tests only read it."""
    place = tmp_path_factory.mktemp("built") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place))
        publish.rebuild()
    yield place


@pytest.fixture(scope="session")
def stored_thrice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store whose versions 1, 2 and 3 hold 5, 7 and 9 robberies; shared, so tests copy it."""
    place = tmp_path_factory.mktemp("thrice") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", str(place))
        store.create()
        for count in (5, 7, 9):
            text = f"{ROBBERIES}{count}\n"
            rehearsal = publish.rehearse([publish.Upload("tidy.csv", text.encode())])
            publish.publish(rehearsal, access.person_here("A. Officer"))
    yield place


@pytest.fixture
def three(stored_thrice: Path, empty_store: Path) -> Path:
    """Versions 1, 2 and 3 hold 5, 7 and 9 robberies."""
    shutil.copytree(stored_thrice, empty_store)
    assert store.version() == 3
    return empty_store


@pytest.fixture
def published(built_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store of the published figures, for reading."""
    monkeypatch.setenv("CSP_STORE", str(built_store))
    return built_store


@pytest.fixture
def dated(built_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published figures with their commits on the days of DAYS: the report, then the rest."""
    place = tmp_path / "store"
    shutil.copytree(built_store, place)
    for version, day in DAYS.items():
        log = place / "figures" / "_delta_log" / f"{version:020}.json"
        actions = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        for action in actions:
            if "commitInfo" in action:
                stamp = int(day.replace(hour=12, tzinfo=UTC).timestamp() * 1000)
                action["commitInfo"]["timestamp"] = stamp
        log.write_text("\n".join(map(json.dumps, actions)), "utf-8")
    monkeypatch.setenv("CSP_STORE", str(place))
    return place


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data; tests that need it are skipped where it is absent."""
    if not SHARED.exists():
        pytest.skip("the shared data are not on this machine")
    return SHARED
