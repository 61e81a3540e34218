"""Every figure the committee report prints about the partners is exported, and no other.

Left out on purpose: ages, dates, lengths of courses and service standards (72 hours, 48 hours),
the police tables of Appendix 2 and the case studies of Appendix 3.
"""

from pathlib import Path

import pandas as pd
import pytest

from cspdata import exports, metrics
from cspdata import published as door

REPORT = "Committee report of 4 January 2018, "
HALF_YEAR = ("2017-04-01", "2017-09-30")
BUDGET = "paragraph 2.2"
PARTNERSHIP_WORK = "paragraph 10.8"
REQUESTS = "paragraph 10.10"
TEAM = "paragraph 10.11"
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

WHOLES = [
    "fly-tip-cases",
    "online-asb-reports",
    "asb4-victims",
    "outreach-people-found",
    "outreach-workers",
]


@pytest.fixture
def figures(published: Path) -> pd.DataFrame:
    """The exported figures, values as text without decimals."""
    rows = exports.frames(door.at())["activity"]
    days = {name: rows[name].dt.strftime("%Y-%m-%d") for name in ("period_start", "period_end")}
    return rows.assign(value=rows["value"].astype(int), **days)


def places(figures: pd.DataFrame, status: str) -> list[tuple[str, str, int, str]]:
    rows = figures[figures["status"] == status]
    return sorted(
        zip(rows["measure"], rows["breakdown"], rows["value"], rows["reference"], strict=True)
    )


def listed(expected: list[tuple[str, str, int, str]]) -> list[tuple[str, str, int, str]]:
    return sorted((*figure, REPORT + place) for *figure, place in expected)


def values(figures: pd.DataFrame, measure: str) -> dict[str, int]:
    rows = figures[(figures["measure"] == measure) & (figures["status"] == "published")]
    return dict(zip(rows["breakdown"], rows["value"], strict=True))


def test_each_printed_figure_is_exported_with_its_place_and_nothing_is_invented(
    figures: pd.DataFrame,
) -> None:
    assert places(figures, "published") == listed(PRINTED)
    assert places(figures, "derived") == listed(DERIVED)
    assert set(figures["status"]) == {"published", "derived"}


def test_each_printed_comparison_is_kept_and_no_other(figures: pd.DataFrame) -> None:
    rows = figures[figures["comparison"].notna() | (figures["comparison_basis"] != "")]
    compared = zip(rows["comparison"].astype(int), rows["comparison_basis"], strict=True)
    assert dict(zip(rows["measure"], compared, strict=True)) == COMPARED


def test_a_figure_covers_the_half_year_unless_the_report_says_otherwise(
    figures: pd.DataFrame,
) -> None:
    days = zip(figures["period_start"], figures["period_end"], strict=True)
    named = zip(figures["measure"], figures["value"].astype(str), strict=True)
    assert list(days) == [OTHER_PERIODS.get(name, HALF_YEAR) for name in named]


def test_both_counts_of_operation_helicon_are_kept_and_no_other_statement_differs(
    figures: pd.DataFrame,
) -> None:
    key = ["measure", "breakdown", "period_start"]
    twice = figures[figures.duplicated(key, keep=False)]
    assert sorted(zip(twice["measure"], twice["value"], strict=True)) == [
        ("helicon-operations", 1),
        ("helicon-operations", 2),
    ]
    assert twice["note"].str.startswith("Conflict:").all()


@pytest.mark.parametrize("measure", WHOLES)
def test_the_parts_of_a_whole_add_up_to_it(figures: pd.DataFrame, measure: str) -> None:
    parts = values(figures, measure)
    assert parts.pop("") == sum(parts.values())


def test_the_derived_figures_follow_from_the_printed_ones(figures: pd.DataFrame) -> None:
    incidents, fires = (value for _, _, value, _ in DERIVED)
    now = values(figures, "fire-service-incidents")[""]
    assert fires == values(figures, "fires")[""] - values(figures, "fires-rise")[""]
    assert round(100 * (now - incidents) / incidents) == -6


def test_the_lost_charts_are_measures_without_a_figure(published: Path) -> None:
    catalogue = exports.frames(door.at())["metrics"]
    waiting = set(catalogue.loc[catalogue["waiting"] == "yes", "measure"])
    eleven = {code for code in metrics.names() if code.startswith("street-pastors-")}
    outreach = {code for code in metrics.names() if code.startswith("outreach-by-")}
    assert len(catalogue) == 88
    assert len(eleven) == 12
    assert len(outreach) == 5
    assert waiting == eleven | outreach | {
        "oval-referrals",
        "burglary-homes-alone",
        "trinity-attendance-by-month",
        "trinity-presenting-issues",
        "probation-offence-categories",
        "housing-enforcement",
    }
