"""Questions with a proposal each, and what was assumed without one; no table is known here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cspdata.errors import BadReference

YES, NO = "yes", "no"


@dataclass
class Conversation:
    """`takes_proposals` answers every question with its proposal; `say` and `hear` are the talk."""

    takes_proposals: bool = False
    say: Callable[[str], None] = print
    hear: Callable[[str], str] = input
    asked: int = 0
    assumed: list[str] = field(default_factory=list)

    def text(self, question: str, proposal: str = "") -> str:
        """The answer in words; the proposal where nothing is typed. Raises BadReference."""
        if self.takes_proposals:
            self.assumed.append(f"{question} {proposal or 'Nothing.'}")
            return proposal
        self.asked += 1
        shown = f" [{proposal}]" if proposal else ""
        try:
            return self.hear(f"{question}{shown} ").strip() or proposal
        except EOFError as fault:
            raise BadReference(
                f"Nobody answered “{question}”. Add --yes to take what is proposed."
            ) from fault

    def choice(self, question: str, options: Mapping[str, str], proposal: str) -> str:
        """The key of the chosen option, by its number or key; asked again until it is one."""
        if len(options) == 1:
            return next(iter(options))
        if self.takes_proposals:
            self.assumed.append(f"{question} {options[proposal]}")
            return proposal
        keys = list(options)
        for number, words in enumerate(options.values(), 1):
            self.say(f"  {number}  {words}")
        while True:
            answer = self.text(question, str(keys.index(proposal) + 1))
            if answer.isdecimal() and 0 < int(answer) <= len(keys):
                return keys[int(answer) - 1]
            if answer in options and not answer.isdecimal():
                return answer
            self.say(f"“{answer}” is none of them; type its number.")

    def agrees(self, question: str) -> bool:
        """Whether a proposal is taken; it is where nothing is typed."""
        return self.choice(question, {YES: "Yes.", NO: "No."}, YES) == YES
