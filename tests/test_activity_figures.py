"""Every figure that the committee report prints about the partners' work, checked one by one.

Left out on purpose: ages, dates, lengths of courses and service standards (72 hours, 48 hours),
the police tables of Appendix 2 and the case studies of Appendix 3.
"""

import csv
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
REFERENCE = DATA / "reference"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> list[str]:
    return [part for part in cell.split("; ") if part]


FIGURES = rows_of(DATA / "raw" / "committee-report-2018-01" / "activity.csv")
METRICS = rows_of(REFERENCE / "metrics.csv")
PARTNERS = rows_of(REFERENCE / "partners.csv")
TOPICS = rows_of(REFERENCE / "themes.csv")
MEASURES = {metric["measure"]: metric for metric in METRICS}

# The three priorities of the report; General is what stands outside Appendix 1's three parts.
PRIORITIES = {"People", "Partnership", "Community Impact", "General"}
KINDS = {"events", "people", "rate", "percentage", "money", "stock"}
BETTER = {"more", "fewer", "neither"}

BUDGET = "Paragraph 2.2"
PARTNERSHIP_WORK = "Paragraph 10.8"
REQUESTS = "Paragraph 10.10"
TEAM = "Paragraph 10.11"
POLICE = "Appendix 1, People: Hampshire Constabulary"
YOU_TRUST = "Appendix 1, People: YOU Trust"
TRINITY = "Appendix 1, People: Trinity Women's Service"
FIRE = "Appendix 1, People: Hampshire Fire & Rescue Service"
FAMILIES = "Appendix 1, People: Supporting Families"
HEALTH = "Appendix 1, People: West Hampshire Clinical Commissioning Groups"
PASTORS = "Appendix 1, People: Street Pastors"
SERVICE = "Appendix 1, Partnership: Hampshire Constabulary"
OVAL = "Appendix 1, Partnership: OVAL Group"
HOUSING = "Appendix 1, Partnership: WCC Housing"
FIRE_PLANS = "Appendix 1, Partnership: Hampshire Fire & Rescue Service"
RURAL = "Appendix 1, Community Impact: Hampshire Constabulary"
CONCLUSION = "Appendix 1, Conclusion, footnote 15"
TWICE = f"{PARTNERSHIP_WORK}; {OVAL}"

PRINTED = [
    ("community-safety-outturn", "", 281_000, BUDGET),
    ("community-safety-net-budget", "", 297_000, BUDGET),
    ("encampment-tents", "Nuns Walk", 3, PARTNERSHIP_WORK),
    ("helicon-operations", "", 2, PARTNERSHIP_WORK),
    ("asb4-victims", "", 7, PARTNERSHIP_WORK),
    ("asb4-victims", "Medium risk", 6, PARTNERSHIP_WORK),
    ("asb4-victims", "High risk", 1, PARTNERSHIP_WORK),
    ("cpn-warning-letters", "", 6, PARTNERSHIP_WORK),
    ("cpns-issued", "", 1, PARTNERSHIP_WORK),
    ("cpns-breached", "", 1, PARTNERSHIP_WORK),
    ("online-asb-reports", "", 43, TWICE),
    ("online-asb-reports", "Location unknown", 4, TWICE),
    ("online-asb-reports", "Rural", 16, TWICE),
    ("online-asb-reports", "City", 23, TWICE),
    ("stakeholder-events", "", 3, PARTNERSHIP_WORK),
    ("support-requests", "", 154, REQUESTS),
    ("fly-tip-cases", "", 19, TEAM),
    ("fly-tip-cases", "No further action", 14, TEAM),
    ("fly-tip-cases", "Fixed penalty notice", 1, TEAM),
    ("fly-tip-cases", "Prosecution pending", 3, TEAM),
    ("fly-tip-cases", "Warning letter", 1, TEAM),
    ("fly-tip-prosecutions", "", 1, TEAM),
    ("fly-tip-people-prosecuted", "", 2, TEAM),
    ("fly-tip-fines", "First amount", 695, TEAM),
    ("fly-tip-fines", "Second amount", 535, TEAM),
    ("fly-tip-hotspots", "", 3, TEAM),
    ("fly-tip-hotspot-reduction", "", 87, TEAM),
    ("student-homes-visited", "", 555, TEAM),
    ("publicity-updates", "Facebook", 6, TEAM),
    ("publicity-updates", "Twitter", 19, TEAM),
    ("campaigns-planned", "", 5, TEAM),
    ("trade-waste-sites", "", 14, TEAM),
    ("trade-waste-businesses", "", 29, TEAM),
    ("drug-site-visits", "", 11, TEAM),
    ("drug-litter-found", "Unused needles", 6, TEAM),
    ("drug-litter-found", "Used needles", 26, TEAM),
    ("drug-litter-found", "Other drug items", 45, TEAM),
    ("drug-litter-found", "Oxide canisters", 42, TEAM),
    ("domestic-arrest-rate", "", 44, POLICE),
    ("repeat-domestic-victims", "", 118, POLICE),
    ("repeat-domestic-offenders", "", 17, POLICE),
    ("county-lines-priorities", "", 2, POLICE),
    ("you-trust-referrals", "", 64, YOU_TRUST),
    ("you-trust-attendance", "", 346, YOU_TRUST),
    ("you-trust-move-ons", "", 45, YOU_TRUST),
    ("trinity-counselling", "", 10, TRINITY),
    ("trinity-women-attending", "", 78, TRINITY),
    ("trinity-programme-completed", "", 30, TRINITY),
    ("fire-service-incidents", "", 848, FIRE),
    ("fire-service-incidents-change", "", -6, FIRE),
    ("fires", "", 239, FIRE),
    ("fires-rise", "", 25, FIRE),
    ("co-responder-calls", "", 412, FIRE),
    ("safe-and-well-visits", "", 349, FIRE),
    ("supporting-families-target", "", 5_560, FAMILIES),
    ("italk-referrals", "", 4_933, HEALTH),
    ("italk-decided-to-enter", "", 3_706, HEALTH),
    ("italk-entered-treatment", "", 3_642, HEALTH),
    ("italk-discharged", "", 1_730, HEALTH),
    ("italk-recovery-rate", "", 50, HEALTH),
    ("italk-reliable-improvement", "", 63, HEALTH),
    ("mental-health-referrals", "Working age", 650, HEALTH),
    ("mental-health-contacts", "Working age", 58_642, HEALTH),
    ("mental-health-bed-days", "Working age", 17_251, HEALTH),
    ("mental-health-referrals", "Older people", 201, HEALTH),
    ("mental-health-contacts", "Older people", 17_552, HEALTH),
    ("mental-health-bed-days", "Older people", 7_003, HEALTH),
    ("psychosis-within-two-weeks", "", 98, HEALTH),
    ("street-pastor-patrols", "", 986, PASTORS),
    ("street-pastor-patrols", "", 1_089, PASTORS),
    ("burglary-victim-satisfaction", "", 100, SERVICE),
    ("violence-victim-satisfaction", "", 74, SERVICE),
    ("high-demand-people", "", 6, f"{SERVICE}, footnote 7"),
    ("oval-locations", "", 13, OVAL),
    ("oval-locations", "Operation Helicon", 1, OVAL),
    ("helicon-operations", "", 1, OVAL),
    ("asb-warning-letters", "", 3, OVAL),
    ("supporting-families-flagged", "", 4, OVAL),
    ("ycp-referrals", "", 2, OVAL),
    ("outreach-times-a-week", "", 4, HOUSING),
    ("outreach-times-a-week", "Planned from January 2018", 5, HOUSING),
    ("outreach-workers", "", 2, HOUSING),
    ("outreach-workers", "Winchester City Council", 1, HOUSING),
    ("outreach-workers", "A2", 1, HOUSING),
    ("outreach-people-found", "", 51, HOUSING),
    ("outreach-people-found", "Once", 19, HOUSING),
    ("outreach-people-found", "2 to 5 times", 23, HOUSING),
    ("outreach-people-found", "7 to 14 times", 5, HOUSING),
    ("outreach-people-found", "18 to 35 times", 4, HOUSING),
    ("site-risk-plans", "", 12, FIRE_PLANS),
    ("burglaries-admitted", "", 50, RURAL),
    ("fly-tip-partner-authorities", "", 3, CONCLUSION),
]

DERIVED = [
    ("fire-service-incidents", "", 902, FIRE),
    ("fires", "", 214, FIRE),
]

COMPARED = {
    "community-safety-outturn": (297_000, "net budget"),
    "domestic-arrest-rate": (22, "a year before"),
    "burglary-victim-satisfaction": (83, "force average"),
    "violence-victim-satisfaction": (68, "force average"),
    "street-pastor-patrols": (1_089, "a year before"),
}

OTHER_PERIODS = {
    ("community-safety-outturn", "281000"): ("2016-04-01", "2017-03-31"),
    ("community-safety-net-budget", "297000"): ("2016-04-01", "2017-03-31"),
    ("fire-service-incidents", "902"): ("2016-04-01", "2016-09-30"),
    ("fires", "214"): ("2016-04-01", "2016-09-30"),
    ("street-pastor-patrols", "1089"): ("2016-04-01", "2016-09-30"),
    ("burglary-victim-satisfaction", "100"): ("2017-08-01", "2017-11-30"),
    ("violence-victim-satisfaction", "74"): ("2017-08-01", "2017-11-30"),
    ("burglaries-admitted", "50"): ("2017-04-01", "2017-05-31"),
}


def label(figure: dict[str, str]) -> str:
    return " ".join(filter(None, (figure["measure"], figure["breakdown"], figure["value"])))


def place(figure: dict[str, str]) -> tuple[str, str, int, str]:
    return figure["measure"], figure["breakdown"], int(figure["value"]), figure["reference"]


def with_status(status: str) -> list[tuple[str, str, int, str]]:
    return sorted(place(figure) for figure in FIGURES if figure["status"] == status)


def values(measure: str) -> dict[str, int]:
    return {
        figure["breakdown"]: int(figure["value"])
        for figure in FIGURES
        if figure["measure"] == measure and figure["status"] == "published"
    }


each_figure = pytest.mark.parametrize("figure", FIGURES, ids=label)
each_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric["measure"])


@pytest.mark.parametrize("expected", PRINTED, ids=lambda expected: f"{expected[0]} {expected[2]}")
def test_a_printed_figure_is_found_once_in_its_place(expected):
    assert with_status("published").count(expected) == 1


def test_no_figure_is_called_published_that_the_report_does_not_print():
    assert with_status("published") == sorted(PRINTED)


def test_the_only_other_figures_are_derived_and_listed():
    assert with_status("derived") == sorted(DERIVED)
    assert {figure["status"] for figure in FIGURES} == {"published", "derived"}


def test_each_printed_comparison_is_kept_and_no_other():
    compared = {
        figure["measure"]: (int(figure["comparison"]), figure["comparison_basis"])
        for figure in FIGURES
        if figure["comparison"] or figure["comparison_basis"]
    }
    assert compared == COMPARED


@each_figure
def test_a_figure_covers_the_half_year_unless_the_report_says_otherwise(figure):
    usual = ("2017-04-01", "2017-09-30")
    expected = OTHER_PERIODS.get((figure["measure"], figure["value"]), usual)
    assert (figure["period_start"], figure["period_end"]) == expected


@each_figure
def test_the_period_of_a_figure_does_not_end_before_it_starts(figure):
    start = date.fromisoformat(figure["period_start"])
    assert start <= date.fromisoformat(figure["period_end"])


@each_figure
def test_a_figure_agrees_with_its_measure(figure):
    metric = MEASURES[figure["measure"]]
    for column in ("partner", "unit", "theme"):
        assert figure[column] == metric[column]


@each_figure
def test_the_breakdown_of_a_figure_is_one_its_measure_allows(figure):
    assert figure["breakdown"] in ["", *parts(MEASURES[figure["measure"]]["breakdowns"])]


@each_figure
def test_a_figure_outside_the_usual_period_says_why(figure):
    own_period = (figure["measure"], figure["value"]) in OTHER_PERIODS
    assert figure["note"] or not own_period


def test_figures_of_one_measure_breakdown_and_period_differ_only_where_the_report_conflicts():
    seen: dict[tuple[str, ...], int] = {}
    for figure in FIGURES:
        key = tuple(figure[column] for column in ("measure", "breakdown", "period_start"))
        seen[key] = seen.get(key, 0) + 1
    repeated = {key[0] for key, times in seen.items() if times > 1}
    assert repeated == {"helicon-operations"}


def test_both_counts_of_operation_helicon_are_kept_and_flagged():
    outings = [figure for figure in FIGURES if figure["measure"] == "helicon-operations"]
    assert sorted(figure["value"] for figure in outings) == ["1", "2"]
    assert all(figure["note"].startswith("Conflict:") for figure in outings)
    assert {figure["status"] for figure in outings} == {"published"}


@pytest.mark.parametrize(
    "measure",
    [
        "fly-tip-cases",
        "online-asb-reports",
        "asb4-victims",
        "outreach-people-found",
        "outreach-workers",
    ],
)
def test_the_breakdowns_of_a_whole_add_up_to_it(measure):
    whole = values(measure)
    total = whole.pop("")
    assert sum(whole.values()) == total


def test_the_derived_fires_are_those_counted_less_the_additional_ones():
    assert DERIVED[1][2] == values("fires")[""] - values("fires-rise")[""]


def test_the_derived_incidents_give_the_printed_fall_when_rounded():
    now, before = values("fire-service-incidents")[""], DERIVED[0][2]
    assert round(100 * (now - before) / before) == values("fire-service-incidents-change")[""]


@each_metric
def test_a_measure_has_figures_unless_it_waits_for_them(metric):
    has_figures = any(figure["measure"] == metric["measure"] for figure in FIGURES)
    assert metric["waiting"] == ("no" if has_figures else "yes")


@each_metric
def test_a_measure_speaks_the_shared_words(metric):
    assert metric["kind"] in KINDS
    assert metric["better"] in BETTER
    assert metric["theme"] in PRIORITIES


@each_metric
def test_a_measure_belongs_to_a_known_partner_and_known_topics(metric):
    assert metric["partner"] in {partner["partner"] for partner in PARTNERS}
    assert set(parts(metric["topics"])) <= {topic["topic"] for topic in TOPICS}


@each_metric
def test_a_measure_says_what_it_is(metric):
    for column in ("name", "unit", "definition", "supplier"):
        assert metric[column].strip()


@each_metric
def test_percentages_and_money_carry_their_units_and_nothing_else_does(metric):
    assert (metric["unit"] == "percent") == (metric["kind"] == "percentage")
    assert (metric["unit"] == "pounds") == (metric["kind"] == "money")


@each_metric
def test_every_breakdown_a_measure_with_figures_allows_is_used(metric):
    used = {f["breakdown"] for f in FIGURES if f["measure"] == metric["measure"]}
    assert metric["waiting"] == "yes" or set(parts(metric["breakdowns"])) <= used


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (METRICS, "measure"),
        (METRICS, "name"),
        (PARTNERS, "partner"),
        (PARTNERS, "name"),
        (TOPICS, "topic"),
        (TOPICS, "name"),
        (TOPICS, "question"),
    ],
)
def test_slugs_and_names_are_unique(table, column):
    cells = [row[column] for row in table]
    assert len(set(cells)) == len(cells)


each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic["topic"])


@each_topic
def test_a_topic_has_measures(topic):
    assert any(topic["topic"] in parts(metric["topics"]) for metric in METRICS)


@each_topic
@pytest.mark.parametrize("vocabulary", ["offences", "areas"])
def test_a_topic_names_known_offences_and_areas(topic, vocabulary):
    known = {row[vocabulary.removesuffix("s")] for row in rows_of(REFERENCE / f"{vocabulary}.csv")}
    named = parts(topic[vocabulary])
    assert named
    assert set(named) <= known


def test_the_street_pastors_list_of_eleven_waits_with_its_missing_sixth():
    listed = [
        row
        for row in METRICS
        if row["measure"].startswith("street-pastors-")
        and row["measure"][len("street-pastors-") :][:2].isdigit()
    ]
    assert len(listed) == 11
    assert {row["waiting"] for row in listed} == {"yes"}
