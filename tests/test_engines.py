"""Other engines read the same sums from a store; those that are not installed are left out."""

import warnings
from pathlib import Path

import pytest

from cspdata import store
from docs.engines import ENGINES


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_reads_the_sums_that_are_published(name: str, published: Path) -> None:
    pytest.importorskip(name)
    crimes = store.read("crimes")
    expected = [
        (source, len(rows), int(rows["count"].sum())) for source, rows in crimes.groupby("source")
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert ENGINES[name](str(published / "figures")) == sorted(expected)
