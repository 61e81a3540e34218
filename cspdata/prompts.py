"""What to ask when a series gives a signal: reviewed questions; nothing is judged here."""

from dataclasses import dataclass

from cspdata import settings
from cspdata.sites import of_place
from cspdata.vocabulary import items, read

SIGNALS = ("outside", "drift")
SIDES = ("above", "below")
MOST = 3


@dataclass(frozen=True)
class Prompt:
    """Empty `signals`, `sides` or `offences` mean any of them."""

    prompt: str
    signals: frozenset[str]
    sides: frozenset[str]
    offences: frozenset[str]
    question: str


@of_place
def every() -> tuple[Prompt, ...]:
    """Every question, in the order of the reviewed table."""
    rows = read(settings.table("prompts.csv"), "prompt").to_dict("records")
    return tuple(
        Prompt(
            prompt=row["prompt"],
            signals=frozenset(items(row["signals"])),
            sides=frozenset(items(row["sides"])),
            offences=frozenset(items(row["offences"])),
            question=row["question"],
        )
        for row in rows
    )


def asked(signal: str, side: str, offence: str) -> list[str]:
    """Two or three questions for a signal, those made for its offence first."""
    fitting = [
        prompt
        for prompt in every()
        if (not prompt.signals or signal in prompt.signals)
        and (not prompt.sides or side in prompt.sides)
        and (not prompt.offences or offence in prompt.offences)
    ]
    own = sorted(fitting, key=lambda prompt: not prompt.offences)
    return [prompt.question for prompt in own[:MOST]]
