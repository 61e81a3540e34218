"""How often our district is called different from the fifteen where nothing is, and is in fact."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.chance import percent
from benchmarks.chance.funnels import outside, reached
from cspdata import change, national, offences, publish, published
from cspdata.answers import peers
from cspdata.change import alike
from cspdata.change.funnel import Between, between

DRAWS, OUTLIERS = 2_000, 500
SEED = 20
OUTLYING = 3.0  # standard deviations of chance and spread, by which a real outlier is off
RATES = (
    "offence",
    "rate",
    "spread",
    "outside 95 %",
    "99.8 %",
    "spread taken as known: 95 %",
    "99.8 %",
    "off by 3 sd: outside 95 %",
    "99.8 %",
    "spread taken as known: 95 %",
    "99.8 %",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setenv("CSP_STORE", f"{folder}/store")
        publish.rebuild()
        at = published.at()
        draws = f"{DRAWS:,} draws an offence, {OUTLIERS} of an outlier"
        print(f"### Nothing differs beyond the measured spread ({draws})\n")
        _table(RATES, _rates(at))
        print("\n### Why too many lay outside: what is measured from the fifteen\n")
        _table(("measured, and taken as known", "outside 95 %", "outside 99.8 %"), _causes(at))
        print("\n### No change differs beyond the measured spread\n")
        _table(("offence", "count", "times chance", "possible or strong", "strong"), _changes(at))
        print("\n### Each district of England against its own fifteen, as published\n")
        _table(("offence", "districts", "outside 95 %", "outside 99.8 %"), _real(at))
        print("\n### What it costs\n")
        _table(("step", "seconds"), _costs(at))


def _rates(at: published.Published) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(SEED)
    for code in peers.shown():
        held = at.ask(peers.standing, code)
        assert held is not None
        people = np.r_[held.own["residents"], held.others["residents"]]
        chance = held.own["residents"] * held.between.typical / change.places.PER
        moved = np.exp(OUTLYING * np.hypot(held.between.tau, chance**-0.5))
        none, real = (
            [_drawn(rng, held.between, people, times) for _ in range(draws)]
            for times, draws in ((1.0, DRAWS), (moved, OUTLIERS))
        )
        yield (
            _name(code),
            f"{held.between.typical:.2f}",
            f"{held.between.tau:.2f}",
            *(percent(np.array(said)) for said in zip(*none, strict=True)),
            *(percent(np.array(said)) for said in zip(*real, strict=True)),
        )


def _drawn(
    rng: np.random.Generator, held: Between, people: np.ndarray, times: float
) -> tuple[bool, ...]:
    """Whether the first place, `times` what it would be, lies outside 95 % and 99.8 %.

    By the limits, and then by those that take what the group spreads as known.
    """
    own = held.typical * np.exp(held.tau * rng.standard_normal(len(people)))
    own[0] *= times
    counts = rng.poisson(people * own / change.places.PER).astype(float)
    found = between(counts[1:], people[1:])
    known = replace(found, places=10**6, unsure=0.0, typical=found.centre)
    return tuple(flag for each in (found, known) for flag in _outside(counts, people, each))


def _causes(at: published.Published) -> Iterator[tuple[str, ...]]:
    """What makes too many lie outside: all offences together, each thing unknown by itself."""
    rng = np.random.default_rng(SEED)
    found: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for code in peers.shown():
        held = at.ask(peers.standing, code)
        assert held is not None
        people = np.r_[held.own["residents"], held.others["residents"]]
        true = replace(held.between, places=10**6, unsure=0.0)
        for _ in range(DRAWS):
            own = true.typical * np.exp(true.tau * rng.standard_normal(len(people)))
            counts = rng.poisson(people * own / change.places.PER).astype(float)
            seen = between(counts[1:], people[1:])
            for words, each in (
                ("nothing: spread and middle are known", true),
                ("the middle", replace(true, typical=seen.typical)),
                ("the middle, put at the rate of all together", replace(true, typical=seen.centre)),
                ("the spread", replace(true, tau=seen.tau)),
                ("both", replace(seen, places=10**6, unsure=0.0)),
                ("both, allowed for (the limits)", seen),
            ):
                found[words].append(_outside(counts, people, each))
    for words, flags in found.items():
        yield (words, *(percent(np.array(each)) for each in zip(*flags, strict=True)))


def _outside(counts: np.ndarray, people: np.ndarray, held: Between) -> tuple[bool, bool]:
    """Whether the first place lies outside 95 % and 99.8 %."""
    where = reached(counts[:1], people[:1], held, among=False)
    return bool(outside(where, "95")[0]), bool(outside(where, "998")[0])


def _changes(at: published.Published) -> Iterator[tuple[str, ...]]:
    rng = np.random.default_rng(SEED)
    found, moved = at.ask(peers.compared), at.ask(peers.changes)
    assert found is not None and moved is not None
    totals = at.ask(peers.everything).total(found.months)
    for code in peers.shown():
        means = totals.loc[[found.own, *found.used], code].to_numpy() / 2
        times = float(moved.rows["dispersion"].loc[code])
        extra = np.sqrt((times - 1) / np.maximum(means, 1.0))
        rows = []
        for _ in range(DRAWS):
            now, before = (
                rng.poisson(means * np.exp(extra * rng.standard_normal(len(means)) - extra**2 / 2))
                for _ in range(2)
            )
            spread = alike.spread_of_changes(now[1:].astype(float), before[1:].astype(float))
            rows.append((now[0], before[0], now[1:].sum(), before[1:].sum(), spread))
        own, was, theirs, were, spreads = map(np.array, zip(*rows, strict=True))
        tested = change.against_rest(own, was, theirs, were, spreads, spreads)
        said = change.verdicts(tested)
        loud = int(said.str.contains("rise|fall").sum())
        strong = int(said.str.startswith("strong").sum())
        yield (_name(code), f"{means[0]:,.0f}", f"{times:.1f}", _share(loud), _share(strong))


def _real(at: published.Published) -> Iterator[tuple[str, ...]]:
    held = at.ask(peers.compared)
    assert held is not None
    totals = at.ask(peers.everything).total(held.months)
    people = national.alike()["residents"]
    features, weights = peers.features(), peers.weights()
    groups = {
        own: [each for each in alike.nearest(features, weights, own).index if each in totals.index]
        for own in totals.index
        if features.loc[own].notna().all()
    }
    groups = {own: group for own, group in groups.items() if len(group) >= 8}
    for code in peers.shown():
        found = []
        for own, group in groups.items():
            counts = totals.loc[[own, *group], code].to_numpy()
            residents = people.loc[[own, *group]].to_numpy(float)
            found.append(_outside(counts, residents, between(counts[1:], residents[1:])))
        shares = (percent(np.array(each)) for each in zip(*found, strict=True))
        yield (_name(code), f"{len(found)}", *shares)


def _costs(at: published.Published) -> Iterator[tuple[str, ...]]:
    for words, make in (
        ("read 44,967 counts of a year", lambda: at.table("districts")),
        ("whole months of all districts", lambda: at.ask(peers.everything)),
        ("one offence among the fifteen", lambda: at.ask(peers.standing, "burglary")),
    ):
        published._table.cache_clear()
        published._answer.cache_clear()
        start = time.perf_counter()
        make()
        yield (words, f"{time.perf_counter() - start:.2f}")


def _name(code: str) -> str:
    return offences.one(code).short


def _share(count: int) -> str:
    return f"{100 * count / DRAWS:.1f} %"


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    for line in (heads, ["---"] * len(heads), *rows):
        print("| " + " | ".join(line) + " |", flush=True)


if __name__ == "__main__":
    main()
