"""What a reader asks: a frozen value, read from an address and written to one; it answers nothing.

An address may leave out anything; `None` then says that the reader did not choose. `sums.held`
fills in what was left out. Addresses of the first version (`figures=police-uk/2017-04-01/…`) are
read as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cspdata import areas, offences, residents, sources
from cspdata.periods import Period, day_in_words, month, same_length_before
from cspdata.residents import HOUSEHOLDS, RESIDENTS

LONGEST = 40


class Against(StrEnum):
    """What the counts of a period are set beside."""

    YEAR = "year"
    BEFORE = "before"
    NOTHING = "none"


@dataclass(frozen=True)
class Question:
    """An area and an offence over a period, against another, as published on a day.

    `period`, `source` and `on` are None where the reader left them open. `per` is what rates are
    per: RESIDENTS, or HOUSEHOLDS where the offence allows it.
    """

    area: str
    offence: str = offences.ALL_CRIME
    period: Period | None = None
    against: Against = Against.YEAR
    on: date | None = None
    source: str | None = None
    per: str = RESIDENTS

    def at(self, **changes: object) -> "Question":
        """The same question with some of it changed; rates are per residents where they must."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        if changed.per in residents.choosable(changed.offence):
            return changed
        return replace(changed, per=RESIDENTS)

    @property
    def before(self) -> Period | None:
        """The days that the period is set beside, None where there are none."""
        if self.period is None or self.against == Against.NOTHING:
            return None
        if self.against == Against.YEAR:
            return self.period.years_before()
        return same_length_before(self.period)

    @property
    def words(self) -> str:
        """ "Burglary in St Paul, June to August 2017 against June to August 2016, police.uk"."""
        what = f"{offences.one(self.offence).name} in {areas.one(self.area).name}"
        when = f", {self.period.words}" if self.period else ""
        against = f" against {self.before.words}" if self.before else ""
        by = f", {sources.one(self.source).short}" if self.source else ""
        on = f", as published on {day_in_words(self.on)}" if self.on else ""
        per = f", rates {residents.per_thousand(self.per)}" if self.per != RESIDENTS else ""
        return f"{what}{when}{against}{by}{per}{on}"

    def to_address(self) -> dict[str, str]:
        """The parameters that `from_address` reads back; what is usual needs no place there."""
        found = {
            "area": self.area if self.area != areas.root() else "",
            "offence": self.offence if self.offence != offences.ALL_CRIME else "",
            **(_days(self.period) if self.period else {}),
            "against": self.against if self.against != Against.YEAR else "",
            "source": self.source or "",
            "per": self.per if self.per != RESIDENTS else "",
            "on": self.on.isoformat() if self.on else "",
        }
        return {name: str(value) for name, value in found.items() if value}


PARAMETERS = ("area", "offence", "from", "to", "against", "source", "per", "on", "figures")


def from_address(asked: Mapping[str, str]) -> tuple[Question, tuple[str, ...]]:
    """The question of an address, and a sentence for each part that could not be understood.

    What is not understood is left open, and everything else of the question is kept.
    """
    faults: list[str] = []
    figures, period = _figures(asked.get("figures", ""), faults)
    offence = _known("offence", asked, offences.ALL_CRIME, offences.names(), faults)
    question = Question(
        area=_known("area", asked, areas.root(), areas.names(), faults),
        offence=offence,
        period=_period(asked, faults) or period,
        against=_against(asked.get("against", ""), faults),
        on=_day(asked.get("on", ""), faults),
        source=_source(asked.get("source", ""), faults) or figures,
        per=_per(asked.get("per", ""), offence, faults),
    )
    return question, tuple(faults)


def _days(period: Period) -> dict[str, str]:
    if not period.whole_months:
        return {"from": period.start.isoformat(), "to": period.end.isoformat()}
    return {"from": f"{period.start:%Y-%m}", "to": f"{period.end:%Y-%m}"}


def _known(
    name: str,
    asked: Mapping[str, str],
    usual: str,
    names: Mapping[str, str],
    faults: list[str],
) -> str:
    value = asked.get(name, "") or usual
    if value in names:
        return value
    faults.append(
        f"The address asks for an {name} that is not here (“{_short(value)}”). "
        f"This is {names[usual]}."
    )
    return usual


def _period(asked: Mapping[str, str], faults: list[str]) -> Period | None:
    first, last = asked.get("from", ""), asked.get("to", "")
    if not first and not last:
        return None
    try:
        start = _bound(first or last).start
        end = _bound(last or first).end
        return Period(start, end)
    except ValueError:
        faults.append(
            f"The address asks for days that cannot be read (“{_short(first)}” to "
            f"“{_short(last)}”): write months as 2017-06, the first before the last."
        )
        return None


def _bound(text: str) -> Period:
    if len(text) == 7 and text[4] == "-":
        return month(int(text[:4]), int(text[5:]))
    day = date.fromisoformat(text)
    return Period(day, day)


def _figures(text: str, faults: list[str]) -> tuple[str | None, Period | None]:
    """Source and period of an address of the first version."""
    if not text:
        return None, None
    source, first, last = (*text.split("/"), "", "")[:3]
    try:
        days_asked = Period(date.fromisoformat(first), date.fromisoformat(last))
        return sources.one(source).source, days_asked
    except (KeyError, ValueError):
        faults.append(f"The address asks for figures that are not here (“{_short(text)}”).")
        return None, None


def _against(text: str, faults: list[str]) -> Against:
    if not text:
        return Against.YEAR
    try:
        return Against(text)
    except ValueError:
        faults.append(f"“{_short(text)}” cannot be compared with: against is year, before or none.")
        return Against.YEAR


def _source(text: str, faults: list[str]) -> str | None:
    if not text or text in sources.SOURCES:
        return text or None
    faults.append(f"The address asks for a source that is not here (“{_short(text)}”).")
    return None


def _per(text: str, offence: str, faults: list[str]) -> str:
    """What rates are per, or residents and why it cannot be what was asked for."""
    if not text or text in residents.choosable(offence):
        return text or RESIDENTS
    shown = f"Rates are {residents.per_thousand(RESIDENTS)}."
    if text != HOUSEHOLDS:
        faults.append(f"“{_short(text)}” is no base of rates: per is residents or households.")
    elif residents.every(HOUSEHOLDS):
        name = offences.one(offence).name
        faults.append(
            f"Only burglary is shown per household, not {name[:1].lower()}{name[1:]}. {shown}"
        )
    else:
        faults.append(f"No number of households is held for this place. {shown}")
    return RESIDENTS


def _day(text: str, faults: list[str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(
            f"“{_short(text)}” in the address is not a day: write it as 2018-01-31. "
            "The newest figures are shown."
        )
        return None
    return day


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
