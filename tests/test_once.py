"""A frame is known by its content, not by its place in memory."""

import gc

import pandas as pd
from cspdata.ui.once import _contents, content, once

made: list[int] = []


def rows(*counts: int, name: str = "count") -> pd.DataFrame:
    return pd.DataFrame({name: counts})


def total(frame: pd.DataFrame, times: int) -> int:
    made.append(times)
    return int(frame["count"].sum()) * times


def test_equal_frames_share_what_was_made_of_them() -> None:
    made.clear()
    assert [once(total, rows(1, 2), 3), once(total, rows(1, 2), 3)] == [9, 9]
    assert len(made) == 1


def test_another_cell_word_or_maker_is_made_anew() -> None:
    made.clear()
    assert once(total, rows(1, 20), 5) == 105
    assert once(total, rows(1, 21), 5) == 110
    assert once(total, rows(1, 20), 6) == 126
    assert len(made) == 3
    assert once(len, rows(1, 20)) == 2


def test_a_digest_tells_names_types_and_order_apart() -> None:
    alike = [rows(1, 2), rows(2, 1), rows(1, 2, name="now"), rows(1, 2).astype(float)]
    assert len({content(frame) for frame in alike}) == len(alike)


def test_the_digest_of_a_frame_is_forgotten_with_the_frame() -> None:
    frame = rows(4, 5)
    content(frame)
    place = id(frame)
    assert place in _contents
    del frame
    gc.collect()
    assert place not in _contents
