"""The page of months in each of its states: full, too short, too few, broken, empty, mistaken."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdata import access, publish, store

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "data/raw"
WITHIN = 60


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=WITHIN)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page("pages/trends.py").run()


def headers(app: AppTest) -> list[str]:
    return [each.value for each in app.header]


def text(app: AppTest) -> str:
    return " ".join(each.value for each in app.markdown)


def drawn(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


def test_the_page_opens_with_what_can_be_watched_over_all_its_months(published: Path) -> None:
    app = opened()
    assert not app.exception
    assert headers(app)[0] == "394 in September 2017: within the usual 271 to 423"
    assert "January 2017 has no figures and is a gap" in text(app)
    assert "From 2,478, at least 2,619" in headers(app)
    assert drawn(app) == 8


def test_the_false_alarms_are_told_on_the_page(published: Path) -> None:
    assert "between 9% and 17% of series of two\nyears" in text(opened())


def test_months_after_a_break_wait_for_their_limits(published: Path) -> None:
    app = opened(area="winchester-city", offence="violence-and-sexual")
    assert not app.exception
    assert "6 more are needed" in text(app)
    assert "cannot be judged yet" in text(app)
    assert "use all crime except violence" in text(app)


def test_an_offence_that_is_rare_here_is_not_watched(published: Path) -> None:
    app = opened(area="sparsholt", offence="weapons")
    assert not app.exception
    assert "too few a month to watch" in headers(app)[0]
    assert "Too few to watch" in headers(app)


def test_a_signal_comes_with_questions(published: Path) -> None:
    app = opened(offence="bicycle")
    assert "above the usual" in headers(app)[0]
    assert "September 2017: 19" in text(app)
    assert "Is it one rack" in text(app)


def test_a_parish_has_no_areas_inside_and_no_parishes_to_add_up(published: Path) -> None:
    app = opened(area="st-paul", offence="drugs")
    assert not app.exception
    assert not any("parishes" in each for each in headers(app))
    assert "What made the change" not in headers(app)


def test_an_offence_that_is_not_there_is_told_kindly(published: Path) -> None:
    app = opened(offence="piracy")
    assert not app.exception
    assert "an offence that is not here" in app.info[0].value


def test_choosing_an_offence_writes_it_into_the_address(published: Path) -> None:
    app = opened()
    app.selectbox(key="offence-picker").set_value("theft").run()
    assert app.query_params["offence"] == "theft"
    app.selectbox(key="offence-picker").set_value("crime-except-violence").run()
    assert "offence" not in app.query_params


def test_without_figures_by_month_the_page_says_so(empty_store: Path) -> None:
    store.create()
    uploads = publish.listed(RAW / "committee-report-2018-01/files.csv")
    publish.publish(publish.rehearse(uploads), access.person_here("officer"))
    app = opened()
    assert not app.exception
    assert "No figures by month are published yet." in app.info[0].value


@pytest.mark.parametrize("months", [1, 11, 12])
def test_the_page_holds_a_store_of_few_months(months: int, empty_store: Path, tmp_path: Path):
    kept = sorted({f"{2015 + n // 12}-{n % 12 + 1:02}" for n in range(6, 6 + months)})
    lines = (RAW / "police-uk/monthly-by-ward.csv").read_text("utf-8").splitlines()
    short = "\n".join([lines[0], *(line for line in lines[1:] if line[:7] in kept)])
    store.create()
    upload = publish.Upload("monthly-by-ward.csv", short.encode(), "police-uk")
    publish.publish(publish.rehearse([upload]), access.person_here("officer"))
    app = opened(area="st-paul", offence="theft")
    assert not app.exception
    waits = "1 more is needed" in text(app)
    assert waits == (months == 11)
