"""Another place pack runs the whole app: other names everywhere, and no trace of Winchester."""

import sys
from calendar import monthrange
from pathlib import Path

import pytest

from cspdata import areas, offences, place, sources
from cspdata.errors import BadReference
from tests import commands
from tests.reader import headed, menu_of, opened, words_of
from tests.test_pages import PAGES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "tests" / "packs" / "harrowmere"
PARISHES = ("mill-end", "stonebrook", "ashby-quay", "fenwick-green", "long-marsh")
SECTORS = {"sector-north": PARISHES[:2], "sector-south": PARISHES[2:]}
HALF_YEARS = ("2021-04-01,2021-09-30", "2022-04-01,2022-09-30")
MONTHS = [f"{2021 + month // 12}-{month % 12 + 1:02}" for month in range(3, 21)]
HEAD = "area,offence,period_start,period_end,count"
THEIRS = ("Harrowmere", "Ashby Quay", "Fenshire Police")
OURS = ("Winchester", "winchester", "Hampshire", "NPT")


def counts_of_tables() -> str:
    """Made-up tables of the police: parishes add up to sectors and sectors to the borough."""
    rows = []
    for year, days in enumerate(HALF_YEARS):
        for step, offence in enumerate(sources.POLICE_TABLES.groups):
            by_parish = {
                parish: 20 + 7 * step + 11 * number + 13 * year * (number == 2)
                for number, parish in enumerate(PARISHES)
            }
            summed = {name: sum(by_parish[each] for each in of) for name, of in SECTORS.items()}
            every = {"harrowmere": sum(by_parish.values()), **summed, **by_parish}
            rows += [f"{area},{offence},{days},{count}" for area, count in every.items()]
    return "\n".join([HEAD, *rows, ""])


def counts_of_months() -> str:
    """Made-up months of police.uk, a row for every parish and offence."""
    kinds = sorted(set(offences.by_police_uk().values()) - {"all-crime"})
    rows = [
        f"{parish},{kind},{month}-01,{month}-{monthrange(int(month[:4]), int(month[5:]))[1]},"
        f"{5 + number + (index * 7 + number) % 6}"
        for index, month in enumerate(MONTHS)
        for number, parish in enumerate(PARISHES)
        for kind in kinds
    ]
    return "\n".join([HEAD, *rows, ""])


ACTIVITY = """\
partner,measure,breakdown,period_start,period_end,value,unit,theme,reference
borough,patrols,,2022-04-01,2022-09-30,41,patrols,Safer nights,Annual report page 3
"""


@pytest.fixture(scope="module")
def harrowmere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that the command line made of another pack and its made-up files."""
    folder = tmp_path_factory.mktemp("harrowmere")
    raw = folder / "raw" / "report"
    raw.mkdir(parents=True)
    listed = [
        ("tables.csv", "police-tables", "2022-04-01/2022-09-30", counts_of_tables()),
        ("months.csv", "police-uk", f"{MONTHS[0]}-01/{MONTHS[-1]}-30", counts_of_months()),
        ("activity.csv", "partners", "2022-04-01/2022-09-30", ACTIVITY),
    ]
    for name, _, _, text in listed:
        (raw / name).write_text(text, "utf-8")
    lines = [f"{name},{source},{period},made up" for name, source, period, _ in listed]
    (raw / "files.csv").write_text("\n".join(["file,source,period,place", *lines]), "utf-8")
    command(folder, "rebuild")
    return folder


def settings_of(folder: Path) -> dict[str, str]:
    return {
        "CSP_PLACE": str(PACK),
        "CSP_RAW": str(folder / "raw"),
        "CSP_STORE": str(folder / "store"),
    }


def command(folder: Path, *words: str) -> str:
    return commands.said(settings_of(folder), *words)


@pytest.fixture
def there(harrowmere: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of the other place, in a process that may have shown the one before."""
    for name, value in settings_of(harrowmere).items():
        monkeypatch.setenv(name, value)
    return harrowmere


def forget() -> None:
    """Empty every memory of the product, for a test that changes the tables of a pack."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("cspdata")]
    for kept in {id(one): one for room in rooms for one in vars(room).values()}.values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("area", ["harrowmere", "ashby-quay"])
def test_a_page_is_about_the_other_place(name: str, area: str, there: Path) -> None:
    app = opened(name, area=area)
    assert not app.exception
    assert not app.error
    assert len(headed(app)) == 1
    shown = words_of(app)
    assert any(theirs in shown for theirs in THEIRS)
    assert [ours for ours in OURS if ours in shown] == []


def test_the_menu_and_the_breadcrumb_name_the_other_place(there: Path) -> None:
    app = opened("glance")
    assert "<p>Harrowmere safety figures</p>" in menu_of(app)
    assert "Harrowmere Borough" in headed(app)[0]


def test_what_is_handed_out_is_about_the_other_place(harrowmere: Path, tmp_path: Path) -> None:
    command(harrowmere, "export", str(tmp_path / "out"))
    command(harrowmere, "release", str(tmp_path / "release.html"))
    texts = {path.name: path.read_text("utf-8-sig") for path in (tmp_path / "out").iterdir()}
    texts["release.html"] = (tmp_path / "release.html").read_text("utf-8")
    assert set(PARISHES) <= set(texts["areas.csv"].replace("\n", ",").split(","))
    assert "Ashby Quay" in texts["release.html"]
    assert "tag:harrowmere.example,2022:signals" in texts["signals.atom"]
    assert {name: ours for name, text in texts.items() for ours in OURS if ours in text} == {}


def test_national_tables_are_the_shipped_ones_where_a_pack_leaves_them_out(there: Path) -> None:
    assert not (PACK / "offences.csv").exists()
    assert offences.one("theft").name == "Theft offences"
    assert areas.lsoas().empty


def test_a_pack_without_a_word_that_is_needed_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "place.csv").write_text("key,value\ndashboard,Anywhere\n", "utf-8")
    monkeypatch.setenv("CSP_PLACE", str(tmp_path))
    with pytest.raises(BadReference, match="place.csv has no row for authority, police, partners"):
        place.here()


def test_a_pack_without_a_table_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSP_PLACE", str(tmp_path / "nowhere"))
    with pytest.raises(BadReference, match="areas.csv is not in nowhere"):
        areas.root()
