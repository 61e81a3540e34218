"""What a screen reader is told once a choice has changed the page: its title and all choices."""

from cspdata.ui import data
from cspdata.ui.component import ours


def told() -> None:
    """Tell it, where the container of that key was drawn before the page."""
    words = [f"{label}: {chosen}" if label else chosen for label, chosen in data.said()]
    ours("heard", "<p role='status'></p>")(key="heard-status", data={"words": ". ".join(words)})
