"""Every page shows the figures of any day in the past, says so, and says how fresh they are."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cspdata import queries, sentences
from tests.test_pages import PAGES, opened, told


def test_the_frame_of_every_page_says_that_the_day_is_past(dated: Path) -> None:
    app = opened("overview", on="2018-02-01")
    assert "As published on 1 February 2018: Data version 1, published 5 January 2018." in told(app)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_the_figures_of_the_day(name: str, dated: Path) -> None:
    app = opened(name, on="2018-02-01")
    assert not app.exception
    assert not app.error
    assert "Data version 2" not in " ".join(each.value for each in app.caption)


def test_figures_published_later_are_not_offered_on_that_day(dated: Path) -> None:
    earlier = opened("area", on="2018-02-01").selectbox(key="figures-picker").options
    assert not any("police.uk" in option for option in earlier)
    now = opened("area").selectbox(key="figures-picker").options
    assert any("police.uk" in option for option in now)


def test_the_day_of_the_newest_publication_is_not_the_past(dated: Path) -> None:
    app = opened("area", on="2018-03-06")
    assert "As published on" not in told(app)
    assert "Data version 2" in " ".join(each.value for each in app.caption)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2017-01-01", "Nothing had been published by 1 January 2017"),
        ("yesterday", "“yesterday” in the address is not a day"),
        ("9999-01-01", "1 January 9999 is still to come."),
    ],
)
def test_a_day_that_cannot_be_shown_leads_back_to_the_newest(
    dated: Path, day: str, said: str
) -> None:
    app = opened("overview", on=day)
    assert said in told(app).replace("\\", "")
    app.button[0].click().run()
    assert not app.exception
    assert "on" not in app.query_params
    assert app.title[0].value.startswith("What really moved")


def test_the_menu_keeps_the_day(dated: Path) -> None:
    links = opened("overview", on="2018-02-01").sidebar.get("page_link")
    assert links
    assert all("on=2018-02-01" in link.proto.query_string for link in links)


def counted(*days: tuple[str, str, str]) -> pd.DataFrame:
    """Figures of (source, first day, last day) each."""
    rows = pd.DataFrame(days, columns=["source", "period_start", "period_end"])
    return rows.astype({"period_start": "datetime64[us]", "period_end": "datetime64[us]"})


def test_the_next_month_of_police_uk_is_expected_two_months_after_its_end() -> None:
    rows = queries.freshness(counted(("police-uk", "2017-12-01", "2017-12-31")), date(2018, 3, 31))
    assert str(rows["next"][0]) == "2018-01-01/2018-01-31"
    assert rows["due"][0] == date(2018, 3, 31)
    assert not rows["overdue"][0]


def test_it_is_overdue_on_the_day_after() -> None:
    rows = queries.freshness(counted(("police-uk", "2017-12-01", "2017-12-31")), date(2018, 4, 1))
    assert rows["overdue"][0]
    assert sentences.expected(rows["due"][0], True) == "by 31 March 2018, which has passed"


def test_the_tables_of_the_report_come_with_the_next_paper() -> None:
    held = counted(("police-tables", "2017-04-01", "2017-10-31"))
    rows = queries.freshness(held, date(2026, 1, 1))
    assert str(rows["next"][0]) == "2018-04-01/2018-10-31"
    assert rows["due"][0] is None
    assert not rows["overdue"][0]


def test_a_source_without_figures_expects_nothing() -> None:
    assert queries.freshness(counted(), date(2018, 1, 1)).empty
