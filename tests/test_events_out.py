"""Known events measured and taken out, and left alone where they drive nothing."""

import numpy as np
import pandas as pd
import pytest

from cspdata import areas, store
from cspdata.change.events import compared_without, event_months, without

ABOVE = {"valley": "rural", "rural": "district", "city": "district"}
DAYS = pd.date_range("2016-04-01", periods=18, freq="MS")
AUGUSTS = pd.DatetimeIndex(["2016-08-01", "2017-08-01"])
FESTIVAL = pd.DataFrame({"area": "valley", "month": AUGUSTS})
NOW, BEFORE = (pd.date_range(f"{year}-04-01", periods=6, freq="MS") for year in (2017, 2016))


def months(august: dict[str, tuple[int, int]], usual: int = 1) -> pd.DataFrame:
    """The valley counts `usual` a month and what is given in its Augusts; the city ten a month."""
    rows = []
    for offence, counts in august.items():
        held = dict(zip(AUGUSTS, counts, strict=True))
        valley = [held.get(day, usual) for day in DAYS]
        for area, extra in (("valley", 0), ("rural", 2), ("district", 12)):
            rows += [(area, offence, day, n + extra) for day, n in zip(DAYS, valley, strict=True)]
        rows += [("city", offence, day, 10) for day in DAYS]
    return pd.DataFrame(rows, columns=["area", "offence", "month", "count"])


def figures(rows: pd.DataFrame) -> pd.DataFrame:
    sums = [
        rows[rows["month"].isin(span)].groupby(["area", "offence"])["count"].sum().rename(name)
        for name, span in (("now", NOW), ("before", BEFORE))
    ]
    return pd.concat(sums, axis=1).reset_index()


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    found = event_months(rows, FESTIVAL, ABOVE)
    return compared_without(figures(rows), found, NOW, BEFORE).set_index("area")


def test_an_event_is_taken_out_of_its_area_and_of_all_that_hold_it() -> None:
    found = compared(months({"drugs": (124, 43)}))
    assert found["driven"].to_dict() == {
        "valley": True,
        "rural": True,
        "district": True,
        "city": False,
    }
    district = found.loc["district"]
    assert (district["taken_now"], district["taken_before"]) == (43, 124)
    assert (district["now_without"], district["before_without"]) == (5 * 13 + 12, 5 * 13 + 12)


def test_an_event_does_nothing_where_it_drives_nothing() -> None:
    found = compared(months({"shoplifting": (0, 1)}))
    assert not found["driven"].any()
    assert (found["now_without"] == found["now"]).all()
    assert found[["taken_now", "taken_before", "lost_now", "lost_before"]].eq(0).all(axis=None)


def test_a_month_that_only_chance_made_full_is_no_event() -> None:
    # four against a usual two is twice as many, and one month in seven is as full by chance
    rows = months({"burglary": (4, 4)}, usual=2)
    assert not event_months(rows, FESTIVAL, ABOVE)["driven"].any()


def test_a_month_without_others_beside_it_is_no_event() -> None:
    rows = months({"drugs": (124, 43)})
    assert not event_months(rows[rows["month"].isin(AUGUSTS)], FESTIVAL, ABOVE)["driven"].any()


def test_both_sides_lose_the_same_month_when_one_of_them_is_driven() -> None:
    # 3 is nothing odd, but the other August is an event: like is compared with like
    found = compared(months({"violence": (3, 25)})).loc["district"]
    assert (found["taken_now"], found["taken_before"]) == (25, 3)


def test_a_figure_that_hardly_rests_on_the_event_keeps_it() -> None:
    rows = months({"drugs": (8, 8)})
    rows.loc[rows["area"] == "district", "count"] += 100
    found = compared(rows)
    assert found["driven"].to_dict() == {
        "valley": True,
        "rural": True,
        "district": False,
        "city": False,
    }


def test_the_days_go_with_the_event_in_its_area_and_in_part_above() -> None:
    # the valley is 1 of the 3 that its region usually counts
    found = compared(months({"drugs": (124, 43)}))
    assert found.loc["valley", "lost_now"] == 31
    assert found.loc["rural", "lost_now"] == pytest.approx(31 / 3)


def test_the_watched_months_lose_what_the_event_counted() -> None:
    rows = months({"drugs": (124, 43), "shoplifting": (0, 1)})
    left = without(rows, event_months(rows, FESTIVAL, ABOVE)).set_index(
        ["offence", "area", "month"]
    )
    august = AUGUSTS[0]
    assert np.isnan(left.loc[("drugs", "valley", august), "count"])
    assert left.loc[("drugs", "district", august), "count"] == 12
    assert left.loc[("drugs", "city", august), "count"] == 10
    kept = left.loc["shoplifting"]["count"].to_numpy()
    assert (kept == rows[rows["offence"] == "shoplifting"]["count"].to_numpy()).all()


def test_no_event_leaves_all_months_as_they_are() -> None:
    rows = months({"drugs": (124, 43)})
    none = event_months(rows, FESTIVAL[:0], ABOVE)
    assert none.empty
    assert without(rows, none)["count"].tolist() == rows["count"].tolist()
    assert not compared_without(figures(rows), none, NOW, BEFORE)["driven"].any()


def test_the_festival_of_itchen_valley(published) -> None:
    # drug offences of the district, April to September: 136 against 200, without it 93 against 76
    crimes = store.read("crimes")
    rows = crimes[(crimes["source"] == "police-uk") & (crimes["offence"] == "drugs")]
    parishes = rows.rename(columns={"period_start": "month"})[["area", "offence", "month", "count"]]
    above = {area.area: area.parent for area in map(areas.one, areas.order())}
    whole = parishes.groupby(["offence", "month"], as_index=False)["count"].sum()
    monthly = pd.concat([parishes, whole.assign(area="winchester")])
    august = pd.to_datetime(["2015-08-01", "2016-08-01", "2017-08-01"])
    festival = pd.DataFrame({"area": "itchen-valley", "month": august})
    found = event_months(monthly, festival, above)
    district = compared_without(figures(monthly), found, NOW, BEFORE).set_index("area")
    row = district.loc["winchester"]
    assert (row["now"], row["before"]) == (136, 200)
    assert (row["now_without"], row["before_without"]) == (93, 76)
