"""What is taken away reads back to the figures that were shown, and runs nothing."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from cspdata.downloads import Cover, Sheet
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from cspdata import downloads, exports, queries, store

APP = Path(__file__).resolve().parent.parent / "app.py"
COVER = Cover("Recorded crime", ("Data version 2.",), ("[x] not available",))
FIGURES = ["area", "offence", "now", "before", "difference"]


def from_csv(content: bytes) -> pd.DataFrame:
    return pd.read_csv(BytesIO(content), encoding="utf-8-sig")


def from_parquet(content: bytes) -> pd.DataFrame:
    return pd.read_parquet(BytesIO(content))


def from_workbook(content: bytes) -> pd.DataFrame:
    return pd.read_excel(BytesIO(content), sheet_name="1", header=2, na_values=["[x]"])


def as_workbook(rows: pd.DataFrame) -> bytes:
    return downloads.workbook(COVER, {"1": Sheet("The table", rows)})


FORMS = [
    pytest.param(downloads.csv, from_csv, id="csv"),
    pytest.param(downloads.parquet, from_parquet, id="parquet"),
    pytest.param(as_workbook, from_workbook, id="xlsx"),
]


@pytest.fixture
def shown(published: Path) -> pd.DataFrame:
    """The table of offence groups of the district, as a page shows it."""
    figures = queries.prepared(store.read("crimes"))
    rows = queries.groups(figures, queries.views(figures)[0], "winchester")
    return downloads.tidy({"Offence groups": rows})


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_a_table_reads_back_to_the_same_figures(
    shown: pd.DataFrame,
    write: Callable[[pd.DataFrame], bytes],
    read: Callable[[bytes], pd.DataFrame],
) -> None:
    back = read(write(shown))
    assert list(back.columns) == downloads.COMPARED
    same = back[FIGURES].astype(shown[FIGURES].dtypes.to_dict())
    pd.testing.assert_frame_equal(same, shown[FIGURES])
    violence = back.set_index("offence").loc["violence"]
    assert (violence["now"], violence["before"], violence["verdict"]) == (
        1382,
        1168,
        "strong sign of a rise",
    )


@pytest.mark.parametrize(("write", "read"), FORMS)
def test_everything_published_reads_back_to_the_same_figures(
    published: Path,
    write: Callable[[pd.DataFrame], bytes],
    read: Callable[[bytes], pd.DataFrame],
) -> None:
    rows = exports.crime(store.read("crimes"))
    back = read(write(rows))
    assert list(back.columns) == exports.CRIME
    assert back["count"].tolist() == rows["count"].tolist()
    assert back["offence"].tolist() == rows["offence"].tolist()
    assert pd.to_datetime(back["period_end"]).tolist() == rows["period_end"].tolist()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("write", [downloads.csv, as_workbook])
def test_a_text_that_would_run_as_a_formula_is_made_harmless(
    write: Callable[[pd.DataFrame], bytes], start: str
) -> None:
    content = write(pd.DataFrame({"note": [f"{start}1+1", "plain"], "count": [-1, 2]}))
    if write is downloads.csv:
        assert content.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    else:
        sheet = load_workbook(BytesIO(content))["1"]
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert sheet["A4"].value.startswith("'")
        assert sheet["B4"].value == -1


def test_a_workbook_has_a_cover_notes_and_one_table_a_sheet_without_merged_cells(
    published: Path,
) -> None:
    frames = exports.frames()
    content = downloads.workbook(COVER, {name: Sheet(name, rows) for name, rows in frames.items()})
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Cover", "Notes", *frames]
    assert book["Cover"]["A1"].value == "Recorded crime"
    for name, rows in frames.items():
        sheet = book[name]
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        assert [cell.value for cell in sheet[3]] == list(rows.columns)
        assert sheet.max_row == 3 + len(rows)


def test_days_stay_days_in_a_workbook() -> None:
    content = as_workbook(pd.DataFrame({"from": [pd.Timestamp(2017, 4, 1)], "count": [1]}))
    assert load_workbook(BytesIO(content))["1"]["A4"].value.date() == date(2017, 4, 1)


def test_a_figure_that_is_not_available_is_marked_in_a_workbook_and_empty_in_csv() -> None:
    rows = pd.DataFrame({"area": ["a"], "count": pd.array([None], "Int64")})
    assert load_workbook(BytesIO(as_workbook(rows)))["1"]["B4"].value == "[x]"
    assert downloads.csv(rows).decode("utf-8-sig").splitlines()[1] == "a,"


@pytest.mark.parametrize("page", ["overview", "area", "offences"])
def test_a_page_remembers_the_tables_it_shows(published: Path, page: str) -> None:
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.run()
    at.switch_page(f"pages/{page}.py").run()
    assert not at.exception
    shown = at.session_state["tables of this run"]
    rows = downloads.tidy(shown)
    assert len(rows) == sum(map(len, shown.values())) > 5
    assert set(rows["source"]) <= {"police-tables", "police-uk"}
    assert rows["period_end"].notna().all()
