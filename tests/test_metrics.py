"""Partners, measures and questions: whole, unique, of known kinds, and used."""

import pandas as pd
import pytest

from cspdata import areas, metrics, offences

MEASURES = metrics.every()
TOPICS = list(metrics.topics().values())

each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda one: one.topic)


def test_every_measure_says_what_it_is_in_the_shared_words() -> None:
    assert {one.kind for one in MEASURES} == set(metrics.KINDS)
    assert {one.better for one in MEASURES} == set(metrics.BETTER)
    assert {one.theme for one in MEASURES} == set(metrics.priorities())
    assert {one.partner for one in MEASURES} <= set(metrics.partners())
    assert {topic for one in MEASURES for topic in one.topics} == set(metrics.topics())
    silent = [one for one in MEASURES if not (one.name and one.definition and one.supplier)]
    assert not silent


def test_percentages_and_money_carry_their_units_and_nothing_else_does() -> None:
    own_units = {"percentage": "percent", "money": "pounds"}
    assert {one.kind: one.unit for one in MEASURES if one.kind in own_units} == own_units
    others = {one.unit for one in MEASURES if one.kind not in own_units}
    assert others
    assert not others & {"percent", "pounds", ""}


def test_names_of_measures_partners_and_questions_are_unique() -> None:
    for names in (
        [measure.name for measure in MEASURES],
        list(metrics.partner_names().values()),
        [topic.question for topic in TOPICS],
    ):
        assert len(set(names)) == len(names)


def test_no_code_means_two_things() -> None:
    codes = [*metrics.names(), *metrics.partners(), *areas.names(), *offences.names()]
    assert len(set(codes)) == len(codes)


@each_topic
def test_a_question_has_measures_and_known_offences_and_areas(topic: metrics.Topic) -> None:
    assert metrics.on_topic(topic.topic)
    assert topic.areas
    assert topic.offences
    assert all(map(areas.known, topic.areas))
    assert all(map(offences.known, topic.offences))


def test_every_partner_says_who_it_is() -> None:
    assert all(partner.about for partner in metrics.partners().values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Street Pastor patrols", True),
        ("PATROLS", True),
        ("pastors patrol", True),
        ("pastors submarine", False),
    ],
)
def test_a_search_finds_what_holds_all_its_words(text: str, found: bool) -> None:
    assert ("street-pastor-patrols" in {one.measure for one in metrics.matching(text)}) == found


def test_a_search_for_nothing_finds_everything() -> None:
    assert metrics.matching(" ") == MEASURES


def test_a_measure_is_known_by_its_code_and_its_name() -> None:
    spellings = metrics.spellings()
    assert spellings["fires attended"] == spellings["fires"] == "fires"


def test_the_catalogue_is_text_throughout() -> None:
    assert all(pd.api.types.is_string_dtype(kind) for kind in metrics.table().dtypes)
