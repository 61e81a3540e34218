"""What `make mutants` changes, and the tests that answer for it, exist and are named once."""

from collections import Counter

import pytest

from tests.mutants.rooms import ROOMS, ROOT, Room


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_each_declared_module_and_file_of_tests_exists(room: Room) -> None:
    empty = [each for each in room.modules if not list((ROOT / "cspdata").glob(each))]
    absent = [path.name for path in room.files() if not path.is_file()]
    assert (empty, absent) == ([], [])


def test_a_module_belongs_to_one_room_and_a_file_of_tests_is_named_once_in_each() -> None:
    modules = Counter(path for room in ROOMS for path in room.paths())
    named = Counter((room.name, path.name) for room in ROOMS for path in room.files())
    assert {each for each, times in (modules + named).items() if times > 1} == set()
