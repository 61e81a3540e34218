"""Places beside each other: an additive funnel, and concentration beside a random spread."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import poisson, t

from benchmarks.chance.funnels import outside, reached
from cspdata import areas, store
from cspdata.change import concentration
from cspdata.change.funnel import Between, between, limits
from cspdata.change.places import funnel_limits

RANDOM = 20180104
RESIDENTS = np.geomspace(2000, 12_000, 20)


def test_places_that_differ_by_chance_alone_have_the_limits_of_chance() -> None:
    random = np.random.default_rng(RANDOM)
    held = between(random.poisson(RESIDENTS * 0.03), RESIDENTS)
    assert held.tau < 0.1
    assert not held.too_different
    even = Between(30.0, 1.0, 0.0, False, 20, 30.0, 0.05)
    assert limits(RESIDENTS, even).equals(funnel_limits(RESIDENTS, 30.0))


def test_the_spread_of_places_is_found_again() -> None:
    random = np.random.default_rng(RANDOM)
    found = [
        between(random.poisson(RESIDENTS * 0.03 * np.exp(0.4 * random.normal(size=20))), RESIDENTS)
        for _ in range(60)
    ]
    assert np.mean([held.tau for held in found]) == pytest.approx(0.4, abs=0.04)
    assert all(held.too_different == (held.dispersion > 5) for held in found)


def test_the_spread_is_that_of_slow_code() -> None:
    # the root of Cochran's Q less its degrees of freedom, place by place
    counts = np.random.default_rng(RANDOM).poisson(RESIDENTS * 0.004 * np.linspace(0.5, 1.6, 20))
    expected = RESIDENTS * counts.sum() / RESIDENTS.sum()
    above = [np.log((n + 0.5) / (e + 0.5)) for n, e in zip(counts, expected, strict=True)]

    def middle(squared: float) -> tuple[float, float]:
        weights = [1 / (1 / e + squared) for e in expected]
        return sum(w * y for w, y in zip(weights, above, strict=True)) / sum(weights), sum(weights)

    def spare(squared: float) -> float:
        mean, _ = middle(squared)
        squares = [
            (y - mean) ** 2 / (1 / e + squared) for y, e in zip(above, expected, strict=True)
        ]
        return sum(squares) - 19

    squared = brentq(spare, 0, 4)
    mean, weight = middle(squared)
    held = between(counts, RESIDENTS)
    assert held.tau == pytest.approx(np.sqrt(squared), rel=1e-6)
    assert held.typical == pytest.approx(held.centre * np.exp(mean), rel=1e-6)
    assert held.unsure == pytest.approx(weight**-0.5, rel=1e-6)


def test_the_limits_of_another_place_are_those_of_slow_code() -> None:
    # the count's law added up over two thousand equally likely rates, which follow t
    held = Between(23.0, 9.0, 0.3, True, 15, 20.0, 0.08)
    residents = np.array([200.0, 3000.0])
    own = t.ppf((np.arange(2000) + 0.5) / 2000, 14)
    rates = 20 * np.exp(np.sqrt(0.3**2 + 0.08**2) * own)
    found = limits(residents, held, among=False)
    assert found["centre"].tolist() == [23, 23]
    for row, people in enumerate(residents):
        for column, probability in (("low_95", 0.025), ("high_95", 0.975), ("high_998", 0.999)):
            count = found[column].iloc[row] * people / 1000
            around = [
                poisson.cdf(np.floor(count) + step, rates * people / 1000).mean()
                for step in (-1, 0, 1)
            ]
            assert around[0] - 2e-4 <= probability <= around[2] + 2e-4


@pytest.mark.slow
@pytest.mark.parametrize("places", [4, 8, 20])
def test_the_limits_of_one_of_the_places_are_those_of_drawn_groups(places: int) -> None:
    # so large that chance is nothing: how far the first of so many lies from their mean
    drawn = np.random.default_rng(RANDOM).normal(size=(200_000, places))
    away = (drawn[:, 0] - drawn.mean(axis=1)) / drawn.std(axis=1, ddof=1)
    held = Between(20.0, 9.0, 0.3, True, places, 20.0, 0.1)
    found = np.log(limits(1e8, held).iloc[0] / 20) / 0.3
    for column, probability in (("low_95", 0.025), ("high_95", 0.975), ("high_998", 0.999)):
        assert found[column] == pytest.approx(np.quantile(away, probability), abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("among", [True, False])
def test_a_rate_lies_outside_its_limits_where_its_count_lies_in_the_tails(among: bool) -> None:
    counts = np.random.default_rng(RANDOM).poisson(RESIDENTS * 0.006)
    held = between(counts, RESIDENTS)
    for people in (900.0, 12_000.0):
        tried = np.arange(200.0)
        rates, lines = 1000 * tried / people, limits(np.full(200, people), held, among=among)
        where = reached(tried, np.full(200, people), held, among=among)
        for name in ("95", "998"):
            beyond = (rates < lines[f"low_{name}"]) | (rates > lines[f"high_{name}"])
            assert beyond.tolist() == outside(where, name).tolist()


def test_two_places_alone_cannot_stand_out_from_each_other() -> None:
    held = between([40, 400], [10_000, 10_000])
    lines = limits([10_000, 10_000], held)
    assert held.tau > 1
    assert lines["low_95"].max() < 4 < 40 < lines["high_95"].min()


@pytest.mark.slow
@pytest.mark.parametrize(("tau", "rate"), [(0.0, 3), (0.2, 10), (0.5, 35)])
def test_where_nothing_differs_one_place_in_twenty_lies_outside(tau: float, rate: float) -> None:
    random = np.random.default_rng(RANDOM)
    inner, outer = zip(*(_outside(random, tau, rate) for _ in range(60)), strict=True)
    assert 0.02 < np.mean(inner) <= 0.055
    assert np.mean(outer) <= 0.005


@pytest.mark.slow
def test_a_place_that_is_far_off_does_not_hide_itself() -> None:
    # four standard deviations: beyond 99.8 % more than twice as often as by limits that take the
    # spread and its middle as known
    random = np.random.default_rng(RANDOM)
    found = []
    for _ in range(60):
        own = np.exp(0.5 * random.normal(size=20))
        own[0] = np.exp(2.0)
        counts = random.poisson(RESIDENTS * 0.01 * own)
        held = between(counts, RESIDENTS)
        known = replace(held, places=10**6, typical=held.centre)
        rate = 1000 * counts[0] / RESIDENTS[0]
        found.append([rate > limits(RESIDENTS, each)["high_998"].iloc[0] for each in (held, known)])
    now, before = np.mean(found, axis=0)
    assert now > 0.5
    assert now > 2 * before


def _outside(random: np.random.Generator, tau: float, rate: float) -> tuple[float, float]:
    """Shares of twenty places of one group outside 95 % and 99.8 %."""
    own = np.exp(tau * random.normal(size=20))
    counts = random.poisson(RESIDENTS * rate / 1000 * own)
    lines = limits(RESIDENTS, between(counts, RESIDENTS))
    rates = 1000 * counts / RESIDENTS
    inner, outer = (
        ((rates < lines[f"low_{name}"]) | (rates > lines[f"high_{name}"])).mean()
        for name in ("95", "998")
    )
    return float(inner), float(outer)


def test_a_place_can_be_low_and_a_city_need_not_be_far_above(published) -> None:
    # committee report, all crime: multiplied limits let nobody be low and put St Bartholomew
    # above 99.8 %; added ones do neither
    crimes = store.read("crimes")
    now = crimes[
        (crimes["source"] == "police-tables")
        & (crimes["offence"] == "all-crime")
        & (crimes["period_start"] == "2017-04-01")
    ].set_index("area")["count"]
    parishes = areas.table().set_index("area").loc[areas.at_level("parish")]
    centre = 1000 * now["winchester"] / areas.one("winchester").residents
    held = between(now[parishes.index].to_numpy(), parishes["residents"], centre)
    assert held.dispersion == pytest.approx(46, abs=1)
    assert held.tau == pytest.approx(0.59, abs=0.01)
    assert held.too_different
    lines = limits(parishes["residents"], held)
    rate = 1000 * now["st-bartholomew"] / parishes.loc["st-bartholomew", "residents"]
    assert rate < lines.loc["st-bartholomew", "high_998"]
    assert (lines["low_998"] > 0).all()


@pytest.mark.parametrize(
    ("counts", "residents"),
    [([], []), ([4], [1000]), ([0, 0], [1000, 2000]), ([4, np.nan], [1000, 2000])],
)
def test_too_few_places_or_crimes_have_no_spread(counts: list, residents: list) -> None:
    held = between(counts, residents)
    assert (held.tau, held.dispersion, held.too_different) == (0, 1, False)


def test_the_most_even_line_of_fewer_crimes_than_places_is_not_the_diagonal() -> None:
    assert concentration.evenest(4, 10)[:4] == pytest.approx([0.25, 0.5, 0.75, 1])
    assert concentration.evenest(100, 4) == pytest.approx([0.25, 0.5, 0.75, 1])
    assert np.isnan(concentration.evenest(0, 3)).all()


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        pytest.param(
            [1] * 5 + [0] * 5, 0, id="five crimes in five of ten places: as even as can be"
        ),
        pytest.param([5] * 4, 0, id="the same everywhere"),
        pytest.param([8, 0, 0, 0], 0.75, id="all in one of four"),
        pytest.param([3, 1, 0, 0], 0.5 + 1 / 8, id="worked by hand: 4 x 3/4 + 3 x 1/4 = 3.75"),
    ],
)
def test_concentration_is_measured_from_the_most_even(counts: list[int], found: float) -> None:
    assert concentration.concentration(counts) == pytest.approx(found)


def test_half_in_few_places_is_what_chance_does_too() -> None:
    # nineteen weapons in twenty places: half of a random spread lies in three to six of them
    low, high = concentration.random_holding(19, 20)
    assert (low, high) == (3, 6)
    assert concentration.holding([1] * 19 + [0]) == 10
    assert concentration.holding([5, 4, 3, 2, 1, 1, 1, 1, 1] + [0] * 11) == 3


def test_a_random_spread_is_that_of_slow_code() -> None:
    random = np.random.default_rng(1)
    slow = []
    for _ in range(2000):
        places = random.integers(0, 20, 60)
        fullest = sorted(np.bincount(places, minlength=20), reverse=True)
        slow.append(sum(fullest[:5]) / 60)
    found = concentration.random_spread(60, 20).loc[5]
    assert found["low"] == pytest.approx(np.quantile(slow, 0.025), abs=0.02)
    assert found["high"] == pytest.approx(np.quantile(slow, 0.975), abs=0.02)


def test_a_random_spread_follows_the_residents_where_they_are_given() -> None:
    even, city = (
        concentration.random_spread(500, 3, weights).loc[1, "middle"]
        for weights in (None, [8, 1, 1])
    )
    assert even < 0.4
    assert city == pytest.approx(0.8, abs=0.03)
    with pytest.raises(ValueError, match="not all of them 0"):
        concentration.random_spread(5, 2, [0, 0])


def test_a_change_of_concentration_has_its_range() -> None:
    random = np.random.default_rng(RANDOM)
    pattern = random.dirichlet(np.ones(20))
    before = random.multinomial(400, pattern)
    same, moved = (
        random.multinomial(400, pattern),
        random.multinomial(400, np.sort(pattern) ** 2 / (pattern**2).sum()),
    )
    few = [3, 5]
    assert not concentration.changed_concentration(same, before, few)["beyond"].any()
    found = concentration.changed_concentration(moved, before, few)
    assert found["beyond"].all()
    assert (found["low"] < 0).all() and (found["high"] > 0).all()
    wide = concentration.changed_concentration(moved, before, few, dispersion=4)
    assert ((wide["high"] - wide["low"]) > 1.5 * (found["high"] - found["low"])).all()


def test_few_crimes_change_no_concentration_and_none_have_no_range() -> None:
    assert not concentration.changed_concentration([20, 0], [0, 20], [1])["beyond"].item()
    assert np.isnan(concentration.changed_concentration([0, 0], [3, 2], [1])["low"].item())
    gone = concentration.changed_concentration([60, np.nan, 60], [60, 9, 60], [1, 2])
    assert gone["now"].tolist() == [0.5, 1]
