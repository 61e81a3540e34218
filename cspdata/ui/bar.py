"""The one bar: area, offence, period, against, a search; what is chosen is kept in the address."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from cspdata import areas, offences
from cspdata.answers import find, head
from cspdata.answers.blocks import Link, Words
from cspdata.periods import Period, span
from cspdata.printers import html
from cspdata.published import Published
from cspdata.question import PARAMETERS, Against, Question, from_address
from cspdata.sums import basis
from cspdata.ui import frame, scripted

OTHER = "From month to month …"
AGAINST = {
    Against.YEAR: "A year before",
    Against.BEFORE: "Just before",
    Against.NOTHING: "Nothing",
}
OPEN = "months are chosen"
SIDE_BY_SIDE = 60


def asked() -> Question:
    """Draw the bar and give the question with its period chosen."""
    published = frame.published()
    question, faults = from_address(st.query_params)
    chosen = published.choose(question)
    with st.container(key="bar", horizontal=True, vertical_alignment="bottom", gap="small"):
        _line(published, chosen)
        _area(question)
        _offence(published, question)
        _period(published, question, chosen)
        _against(question)
        _search(published, question)
    for fault in faults:
        st.info(frame.plain(fault))
    return chosen


def option(label: str, name: str, options: Mapping[str, str], usual: str = "") -> str:
    """What is chosen under `name` in the address; the usual choice needs no place there."""
    first = usual or next(iter(options))
    value = st.query_params.get(name, first)
    chosen = value if value in options else first
    key = f"{name}-option"
    st.session_state[key] = chosen

    def write() -> None:
        picked = st.session_state[key]
        _write(name, "" if picked in (None, first) else picked)

    codes, spelt = list(options), options.__getitem__
    if sum(map(len, options.values())) <= SIDE_BY_SIDE:
        st.segmented_control(
            label, codes, format_func=spelt, key=key, required=True, on_change=write
        )
    else:
        st.selectbox(label, codes, format_func=spelt, key=key, on_change=write)
    if value != chosen and name not in PARAMETERS:
        st.info(
            f"The choice “{frame.plain(value[:40])}” of “{label}” cannot be shown here. "
            f"“{frame.plain(options[chosen])}” is shown instead."
        )
    return chosen


def options(asked: Mapping[str, tuple[str, Mapping[str, str]]]) -> dict[str, str]:
    """Several options in one row, each by name with its label and choices; what is chosen."""
    if not asked:
        return {}
    with st.container(key=f"options-{'-'.join(asked)}", horizontal=True):
        return {name: option(label, name, known) for name, (label, known) in asked.items()}


def several(label: str, name: str, options: Mapping[str, str], most: int) -> tuple[str, ...]:
    """What is chosen under `name`, at most so many, in the order of choice."""
    key = f"{name}-several"
    held = [code for code in st.query_params.get_all(name) if code in options]
    st.session_state[key] = list(dict.fromkeys(held))[:most]

    def write() -> None:
        st.query_params[name] = st.session_state[key]

    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key,
        max_selections=most,
        on_change=write,
    )
    return tuple(st.session_state[key])


def _line(published: Published, chosen: Question) -> None:
    """The question in one line, which folds the fields on a phone, and where figures come from."""
    short, words, links = head.line(published, chosen)
    _told("line", words, links, short)


def _told(key: str, words: str, links: Sequence[Link], folded: str = "") -> None:
    told = html.element(Words(words, "small", links=tuple(links)))
    button = html.fold(folded) if folded else ""
    scripted.blocks(key, f"{button}{told}")


def _area(question: Question) -> None:
    _picker("Area", "area", areas.offered(question.area), question.area, _indented, question)


def _offence(published: Published, question: Question) -> None:
    listed = published.ask(find.offences_counted)
    codes = listed if question.offence in listed else (*listed, question.offence)
    names = offences.names()
    _picker("Offence", "offence", codes, question.offence, names.__getitem__, question)


def _against(question: Question) -> None:
    options = list(AGAINST)
    _picker("Compare with", "against", options, question.against, AGAINST.__getitem__, question)


def _period(published: Published, question: Question, chosen: Question) -> None:
    """A window by name, a printed period, or from month to month."""
    named = {period: name for name, period in basis.windows(published.held).items()}
    own = chosen.period
    by_months = own is not None and own.whole_months and own not in named
    words_of = {str(period): _named(period, name) for period, name in named.items()}
    if own and own not in named:
        words_of[str(own)] = own.words
    options = [*words_of, OTHER] if basis.months_held(published.held) else [*words_of]
    if not options:
        return
    key = "period-picker"
    st.session_state[key] = str(own) if own else options[0]

    def write() -> None:
        picked = st.session_state[key]
        st.session_state[OPEN] = picked == OTHER
        if picked != OTHER:
            found = next(p for p in [*named, *([own] if own else [])] if str(p) == picked)
            frame.ask_for(question.at(period=found, source=None))

    st.selectbox(
        "Period", options, format_func=lambda o: words_of.get(o, o), key=key, on_change=write
    )
    if own and (by_months or st.session_state.get(OPEN)):
        _month_to_month(basis.months_held(published.held), question, own)


def _month_to_month(held: Sequence[Period], question: Question, own: Period) -> None:
    months = span([*held, *own.months]).months

    def pick(label: str, key: str, usual: Period) -> None:
        st.session_state[key] = usual
        st.selectbox(label, months[::-1], format_func=_month, key=key, on_change=write)

    def write() -> None:
        first, last = st.session_state["from-month"], st.session_state["to-month"]
        first, last = min(first, last), max(first, last)
        frame.ask_for(question.at(period=Period(first.start, last.end), source=None))

    pick("From", "from-month", own.months[0])
    pick("To", "to-month", own.months[-1])


def _search(published: Published, question: Question) -> None:
    """A street, a postcode, a village; what is typed is kept in no address and no log."""
    typed = st.text_input(
        "Find a place",
        placeholder="Street or postcode",
        key="find",
        max_chars=60,
    )
    if typed.strip():
        found = find.find(published, question, typed)
        _told("found", found.words, found.links)


def _picker(
    label: str,
    name: str,
    options: Sequence[Any],
    chosen: Any,
    spelt: Callable[[Any], str],
    question: Question,
) -> None:
    key = f"{name}-picker"
    st.session_state[key] = chosen

    def write() -> None:
        frame.ask_for(question.at(**{name: st.session_state[key]}))

    st.selectbox(label, options, key=key, format_func=spelt, on_change=write)


def _write(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _named(period: Period, name: str) -> str:
    """The days first, so that they are read where the name is cut off."""
    return name if period.words in name else f"{period.words}: {name[:1].lower()}{name[1:]}"


def _month(month: Period) -> str:
    return month.words


def _indented(area: str) -> str:
    return "\u2003" * (len(areas.path(area)) - 1) + areas.one(area).name
