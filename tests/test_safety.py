"""What a hostile file, name or site could try; each has one test that it does not work."""

import gzip
import io
import tomllib
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from cspdata import access, exports, publish, readers, spreadsheets, store
from cspdata.errors import UnreadableFile
from cspdata.publish import Upload

ROOT = Path(__file__).resolve().parent.parent
OFFICER = access.person_here("A. Officer")
TIDY = b"area,offence,period_start,period_end,count\nSt Luke,Drugs,2017-04-01,2017-10-31,7\n"
EVIL_NAMES = [
    "../../../etc/cron.d/evil.csv",
    "..\\..\\windows\\evil.csv",
    "/etc/passwd",
    "C:\\evil.csv",
    "a\0b.csv",
    "<img src=x onerror=alert(1)>.csv",
    "![x](https://evil.example/x.png).csv",
]


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


# Spreadsheet formulas


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|' /C calc'!A0", "-a"],
)
def test_a_cell_that_would_run_is_quoted(cell: str) -> None:
    assert spreadsheets.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "St Paul", "53", "-29.3%", "+4", "-1,200", "2017-04-01"])
def test_plain_words_and_figures_stay_as_they_are(cell: str) -> None:
    assert spreadsheets.harmless(cell) == cell


def test_issues_and_workbooks_hold_no_formula() -> None:
    rows = pd.DataFrame({"=head": ["=1+1", "fine"], "count": [-1, 2]})
    assert spreadsheets.csv(rows).decode("utf-8-sig").splitlines()[:2] == [
        "'=head,count",
        "'=1+1,-1",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheets.xlsx(rows, "rows"))).active
    assert [cell.data_type for row in sheet.rows for cell in row] == ["s", "s", "s", "n", "s", "n"]


@pytest.mark.slow
def test_an_export_holds_no_formula_from_a_files_name(empty_store: Path, tmp_path: Path) -> None:
    store.create()
    publish.publish(publish.rehearse([Upload("=cmd.csv", TIDY)]), OFFICER)
    list(exports.write(tmp_path / "out"))
    assert "'=cmd.csv" in (tmp_path / "out" / "crime.csv").read_text("utf-8")


# Names


@pytest.mark.slow
@pytest.mark.parametrize("name", EVIL_NAMES)
def test_a_name_never_says_where_a_file_is_kept(empty_store: Path, name: str) -> None:
    store.create()
    upload = Upload(name, TIDY)
    publish.publish(publish.rehearse([upload]), OFFICER)
    assert [path.name for path in (empty_store / "raw").iterdir()] == [upload.sha256]


@pytest.mark.parametrize("name", ["../../evil.csv", "/etc/passwd", "C:\\evil.csv"])
def test_a_member_of_a_zip_is_never_written_to_its_path(name: str) -> None:
    (sheet,) = readers.read(zipped(**{name: TIDY}), "sent.zip")
    assert sheet.name == f"sent.zip / {name.replace(chr(92), '/').rpartition('/')[2]}"


@pytest.mark.slow
@pytest.mark.parametrize("name", EVIL_NAMES[-2:])
def test_a_name_is_shown_as_text(published: Path, name: str) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    at.switch_page("pages/upload.py").run()
    at.file_uploader[0].set_value((name, b"", "text/csv")).run()
    shown = " ".join(error.value for error in at.error)
    assert "is empty" in shown
    assert "<img" not in shown.replace("\\<img", "")
    assert "![" not in shown.replace("\\!\\[", "")


# Bombs


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableFile, match="as no honest table is"):
        readers.read(zipped(**{"bomb.csv": b"0" * 30_000_000}), "bomb.zip")


def test_a_gzip_bomb_is_refused_at_the_limit() -> None:
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        readers.read(gzip.compress(b"0" * 3_000_000), "bomb.csv.gz", limit=100_000)


def test_an_xml_bomb_is_refused_unread() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(UnreadableFile, match="XML entities"):
        readers.read(zipped(**{"xl/workbook.xml": bomb}), "bomb.xlsx")


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableFile, match="the limit is"):
        readers.read(TIDY * 10, "large.csv", limit=100)


# Other sites


def test_cross_site_protection_stays_on() -> None:
    server = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["server"]
    assert server.get("enableXsrfProtection", True) is True
    assert server.get("enableCORS", True) is True
    assert server["address"] == "localhost"


def test_no_folder_is_watched_while_readers_are_answered() -> None:
    server = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["server"]
    assert server["fileWatcherType"] == "none"
