"""What is made of the same frames and words is made once and shared, so it is never changed.

A frame is known by its content, which is read once for as long as the frame lives: the answers of
`data.ask` live long, and hashing them anew was a sixth of a page's cost.
"""

import hashlib
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

_contents: dict[int, str] = {}


def once(make: Callable[..., Any], *given: Any) -> Any:
    """What `make(*given)` gives; `make` is a plain function of frames, numbers and words."""
    return _made(f"{make.__module__}.{make.__qualname__}", given, lambda: make(*given))


def content(rows: pd.DataFrame) -> str:
    """A digest that two frames share only if they are equal in every cell, name and type."""
    known = _contents.get(id(rows))
    if known is None:
        known = _contents[id(rows)] = hashlib.sha256(pickle.dumps(rows)).hexdigest()
        weakref.finalize(rows, _contents.pop, id(rows), None)
    return known


@st.cache_resource(max_entries=5000, show_spinner=False, hash_funcs={pd.DataFrame: content})
def _made(name: str, given: tuple[Any, ...], _make: Callable[[], Any]) -> Any:
    return _make()
