"""A reader takes away what a page shows, in each form."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser.seen import visit


@pytest.mark.parametrize(
    ("kind", "address"), [("CSV", ""), ("XLSX", "area?area=winchester-rural"), ("Parquet", "")]
)
def test_the_figures_on_a_page_download_as_shown(
    served: str, page: Page, tmp_path: Path, kind: str, address: str
) -> None:
    visit(page, f"{served}/{address}")
    page.get_by_text("Download the figures").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=f"This page as {kind}").click()
    waiting.value.save_as(tmp_path / "taken")
    content = BytesIO((tmp_path / "taken").read_bytes())
    if kind == "XLSX":
        book = load_workbook(content)
        values = [cell.value for row in book["1"].iter_rows(min_row=4) for cell in row]
        assert 298 in values
        assert "Not shown by parish" in values
    else:
        rows = pd.read_csv(content) if kind == "CSV" else pd.read_parquet(content)
        assert rows.loc[rows["offence"] == "drugs", "now"].iloc[0] == 164
