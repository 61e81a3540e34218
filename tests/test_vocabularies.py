"""Every declared area, offence, caveat and source: whole, unique, well placed, and used."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from cspdata import areas, caveats, offences, schemas, sources, store, vocabulary
from cspdata.errors import BadReference
from cspdata.periods import parse

AREAS = areas.table().to_dict("records")
OFFENCES = offences.table().to_dict("records")
CAVEATS = caveats.every()
ABOVE = {"district": "", "region": "district", "parish": "region"}
SUMS = {"total", "group", "sub-type"}

each_area = pytest.mark.parametrize("area", AREAS, ids=lambda row: row["area"])
each_offence = pytest.mark.parametrize("offence", OFFENCES, ids=lambda row: row["offence"])
each_caveat = pytest.mark.parametrize("caveat", CAVEATS, ids=lambda one: one.caveat)
each_source = pytest.mark.parametrize("source", sources.SOURCES.values(), ids=lambda s: s.source)
each_table = pytest.mark.parametrize("table", schemas.TABLES.values(), ids=lambda t: t.name)


@pytest.fixture
def crimes(published: Path) -> pd.DataFrame:
    return store.read("crimes")


# Areas


@each_area
def test_an_area_lies_in_one_of_the_level_above(area: dict[str, str]) -> None:
    parent = area["parent"]
    assert (areas.one(parent).level if parent else "") == ABOVE[area["level"]]


@each_area
def test_the_way_up_from_an_area_ends_at_the_district(area: dict[str, str]) -> None:
    assert areas.path(area["area"])[0] == areas.root()


@each_area
def test_an_area_has_residents_and_a_kind_where_it_is_a_parish(area: dict[str, str]) -> None:
    assert int(area["residents"]) > 0
    assert (area["kind"] in areas.table()["kind"].unique()) and (
        bool(area["kind"]) == (area["level"] == "parish")
    )


@each_area
def test_a_parish_says_which_wards_it_has_and_how_that_is_known(area: dict[str, str]) -> None:
    held = areas.lsoas().loc[lambda rows: rows["area"] == area["area"], "ward"].unique()
    assert set(vocabulary.items(area["wards"])) == set(held)
    assert bool(area["membership"]) == (area["level"] == "parish")


@each_area
def test_an_area_is_counted(area: dict[str, str], crimes: pd.DataFrame) -> None:
    assert area["area"] in set(crimes["area"])


@pytest.mark.parametrize("level", areas.LEVELS)
def test_names_are_unique_in_a_level(level: str) -> None:
    names = [vocabulary.folded(row["name"]) for row in AREAS if row["level"] == level]
    assert names
    assert len(set(names)) == len(names)


@each_area
def test_the_residents_of_the_parts_are_those_of_the_whole(area: dict[str, str]) -> None:
    parts = areas.children(area["area"])
    if parts:
        assert sum(areas.one(part).residents for part in parts) == area["residents"]


def test_the_report_knows_three_regions_and_twenty_parishes() -> None:
    assert [len(areas.at_level(level)) for level in areas.LEVELS] == [1, 3, 20]
    assert sorted(areas.order()) == sorted(row["area"] for row in AREAS)


@pytest.mark.parametrize(
    ("spelling", "area"),
    [
        ("ST JOHN AND ALL SAINTS", "st-john-and-all-saints"),
        ("St. John & All Saints", "st-john-and-all-saints"),
        ("Bishop's Waltham and Soberton", "bishops-waltham-and-soberton"),
        ("winchester", "winchester"),
    ],
)
def test_a_spelling_forgives_case_accents_and_stops(spelling: str, area: str) -> None:
    assert areas.spellings()[vocabulary.folded(spelling)] == area


# Offences


@each_offence
def test_an_offence_is_of_a_known_kind_under_a_known_parent(offence: dict[str, str]) -> None:
    assert offence["kind"] in offences.KINDS
    assert not offence["parent"] or offences.known(offence["parent"])
    assert offence["offence"] not in offences.ancestors(offence["offence"])


@each_offence
def test_only_groups_and_kinds_lie_below_another_offence(offence: dict[str, str]) -> None:
    assert bool(offence["parent"]) == (offence["kind"] in {"group", "sub-type", "part"})


@each_offence
def test_an_offence_has_a_name_a_short_name_and_a_definition(offence: dict[str, str]) -> None:
    assert offence["name"]
    assert offence["short"]
    assert offence["definition"].endswith(".")


@pytest.mark.parametrize("column", ["name", "short"])
def test_names_of_offences_are_unique(column: str) -> None:
    names = offences.table()[column].map(vocabulary.folded)
    assert names.is_unique


@each_offence
def test_an_offence_is_counted_summed_or_explained(
    offence: dict[str, str], crimes: pd.DataFrame
) -> None:
    code = offence["offence"]
    explained = {named for caveat in CAVEATS for named in caveat.offences}
    summed = code == offences.EXCEPT_VIOLENCE or offences.children(code)
    assert code in set(crimes["offence"]) or summed or code in explained


def test_a_part_is_never_summed() -> None:
    assert not set(offences.of_kind("part")) & set(offences.children("burglary"))


def test_anti_social_behaviour_and_flags_are_in_no_sum() -> None:
    for code in [*offences.of_kind("incident", "flag")]:
        assert offences.ancestors(code) == []


@pytest.mark.parametrize("spelling", ["4 Theft Offences", "theft offences", "THEFT"])
def test_an_offence_is_known_with_its_printed_spelling(spelling: str) -> None:
    plain = spelling.removeprefix("4 ")
    assert offences.spellings()[vocabulary.folded(plain)] == "theft"


# Caveats


@each_caveat
def test_a_caveat_names_only_what_exists(caveat: caveats.Caveat) -> None:
    assert all(areas.known(area) for area in caveat.areas)
    assert all(offences.known(offence) for offence in caveat.offences)
    assert caveat.sources <= set(sources.SOURCES)
    assert caveat.effect in caveats.EFFECTS


@each_caveat
def test_a_caveat_is_a_sentence_with_its_reference(caveat: caveats.Caveat) -> None:
    assert caveat.title
    assert caveat.sentence.endswith(".")
    assert caveat.reference


@each_caveat
def test_a_break_is_one_day_and_offers_an_alternative(caveat: caveats.Caveat) -> None:
    if caveat.effect == "break":
        assert caveat.period.days == 1
        assert caveat.alternative.endswith(".")


@each_caveat
def test_a_caveat_is_shown_somewhere(caveat: caveats.Caveat) -> None:
    of_its_own = caveats.touching(
        next(iter(sorted(caveat.sources)), "police-tables"),
        [caveat.period, caveat.period.years_before()],
        caveat.areas or areas.order(),
        caveat.offences or offences.order(),
    )
    told_with_the_method = caveat.effect == "slip" and not caveat.offences
    assert caveat in of_its_own or told_with_the_method


def test_breaks_come_before_notes() -> None:
    spring = [parse("2017-04-01/2017-09-30"), parse("2016-04-01/2016-09-30")]
    found = caveats.touching("police-uk", spring, ["winchester"], ["all-crime"])
    effects = [caveats.EFFECTS.index(caveat.effect) for caveat in found]
    assert effects == sorted(effects)
    assert found[0].caveat == "violence-police-uk"


@pytest.mark.parametrize(
    ("source", "offence", "now", "broken"),
    [
        ("police-uk", "violence-and-sexual", "2017-04-01/2017-09-30", True),
        ("police-uk", "all-crime", "2017-03-01/2017-04-30", True),
        ("police-uk", "violence-and-sexual", "2018-04-01/2018-09-30", False),
        ("police-uk", "theft", "2017-04-01/2017-09-30", False),
        ("police-tables", "all-crime", "2017-04-01/2017-10-31", False),
        ("police-tables", "dwelling-burglary", "2017-04-01/2017-10-31", True),
    ],
)
def test_a_comparison_is_broken_only_across_the_first_day_of_a_break(
    source: str, offence: str, now: str, broken: bool
) -> None:
    period = parse(now)
    found = caveats.broken(source, offence, period, period.years_before())
    assert (found is not None) is broken


# Sources and tables


@each_source
def test_a_source_is_attributed_and_its_groups_sum_to_all_crime(source: sources.Source) -> None:
    assert source.attribution.endswith(".")
    assert all("all-crime" in offences.ancestors(group) for group in source.groups)
    assert sources.one(source.source) is source


@each_source
def test_a_source_is_used(source: sources.Source, crimes: pd.DataFrame) -> None:
    assert source.source in set(crimes["source"])


@each_source
def test_all_crime_is_the_sum_of_a_sources_groups(
    source: sources.Source, crimes: pd.DataFrame
) -> None:
    of_groups = {below for group in source.groups for below in offences.children(group)}
    counted = set(crimes.loc[crimes["source"] == source.source, "offence"])
    outside = {"all-crime", "asb", *offences.of_kind("flag")}
    assert counted <= set(source.groups) | of_groups | outside


@each_table
def test_a_table_is_keyed_by_its_own_columns_and_says_what_each_means(
    table: schemas.Table,
) -> None:
    assert set(table.key) <= set(table.names)
    assert len(set(table.names)) == len(table.names)
    assert all(column.meaning.endswith(".") for column in table.columns)
    assert all(column.kind in schemas.TYPES for column in table.columns)


def test_a_column_has_one_type_in_all_tables() -> None:
    kinds = {(c.name, c.kind) for table in schemas.TABLES.values() for c in table.columns}
    assert len({name for name, _ in kinds}) == len(kinds)


# The reading of a reference table


def test_a_missing_reference_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadReference, match=r"areas\.csv is not in"):
        vocabulary.read(tmp_path / "areas.csv", "area")


def test_a_code_that_stands_twice_is_named(tmp_path: Path) -> None:
    twice = tmp_path / "areas.csv"
    twice.write_text("area,name\na,A\na,B\n", "utf-8")
    with pytest.raises(BadReference, match="a more than once"):
        vocabulary.read(twice, "area")


def test_no_figure_is_newer_than_today(crimes: pd.DataFrame) -> None:
    assert crimes["period_end"].max().date() <= date.today()
