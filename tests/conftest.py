"""What tests share: an empty store, the store of the published figures, the shared data."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cspdata import kept, publish, senders
from cspdata.store import places

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
announce = kept.announce
DAYS = dict(enumerate([datetime(2018, 1, 4), datetime(2018, 1, 5), *[datetime(2018, 3, 6)] * 2]))


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


@pytest.fixture(autouse=True)
def nothing_is_made_behind_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread that outlives a test could write to the store of another."""
    monkeypatch.setattr(kept, "announce", lambda version: None)


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


@pytest.fixture
def shared() -> Path:
    """The folder of shared data; tests that need it are skipped where it is absent."""
    if not SHARED.exists():
        pytest.skip("the shared data are not on this machine")
    return SHARED
