"""What a screen reader is told on the errands of docs/spoken-walk.md makes sense in its order."""

import pytest
from playwright.sync_api import Page

from docs import spoken
from docs.spoken import Node


@pytest.mark.parametrize("title", spoken.ERRANDS)
def test_an_errand_can_be_followed_by_ear(served: str, page: Page, title: str) -> None:
    for _, did, root in spoken.walk(page, served, title):
        assert spoken.nameless(root) == [], did
        levels = spoken.levels(root)
        assert levels.count(1) == 1, did
        assert levels[0] == 1, did
        assert all(down - up <= 1 for up, down in zip(levels, levels[1:], strict=False)), did
        assert not any("›" in line for line in spoken.heard(root)), did


def test_a_page_that_nobody_can_follow_is_told() -> None:
    """The test above sees what it looks for."""
    bare = Node("link", "", "", {}, [])
    top, deep = (Node("heading", "A", "", {"level": level}, []) for level in (1, 3))
    root = Node("RootWebArea", "A", "", {}, [top, deep, bare])
    assert spoken.nameless(root) == ["link"]
    assert spoken.levels(root) == [1, 3]
    assert list(spoken.heard(root)) == ["heading 1: A", "heading 3: A", "link: "]
