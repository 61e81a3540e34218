"""What a publication brought is told in words."""

import pytest

from cspdata import brought, schemas


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"crimes": 280, "revised": 3}, "280 new counts, 3 counts revised"),
        ({"crimes": 1, "confirmed": 1}, "1 new count, 1 unusual figure confirmed"),
        ({"crimes": 0, "revised": 0}, ""),  # the same file again
        ({"crimes": 0, "revised": 1}, "1 count revised"),
        ({"activity": 1_234}, "1,234 new figures of the partners"),
        ({"restored": 3}, "all as in version 3"),
    ],
)
def test_it_is_told_as_a_person_would(changed: dict[str, int], said: str) -> None:
    assert brought.in_words(changed) == said


@pytest.mark.parametrize("table", sorted(schemas.TABLES))
def test_every_table_has_words_and_none_is_its_name(table: str) -> None:
    one, many = brought.WORDS[table]
    assert brought.in_words({table: 1}) == f"1 {one}"
    assert brought.in_words({table: 2}) == f"2 {many}"
    assert f"new in {table}" not in many
