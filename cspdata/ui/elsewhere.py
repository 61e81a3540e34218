"""For officers of several places: the same files rehearsed and published for the others too."""

from collections.abc import Sequence

import streamlit as st

from cspdata import kept, publish, settings, sites
from cspdata.errors import CspError
from cspdata.publish import Elsewhere, Outcome, Rehearsal
from cspdata.ui.frame import plain
from cspdata.ui.visitor import visitor

FOUND, TOLD = "rehearsed elsewhere", "published elsewhere"


def offered(shown: Rehearsal) -> None:
    """Offer the other places where this officer may publish, where there are any."""
    others = publish.others(visitor)
    if not others:
        return
    found = _found(shown)
    with st.expander("The same files for other places", expanded=found is not None):
        if found is None:
            number = "the other place" if len(others) == 1 else f"{len(others)} other places"
            st.markdown(
                "Each place checks them by its own rules, and each publication can be undone at "
                "that place's own desk."
            )
            if st.button(f"Rehearse for {number}"):
                _rehearse(shown, others)
            return
        _told()
        _listed(found, len(others))


def _found(shown: Rehearsal) -> list[Elsewhere] | None:
    of, found = st.session_state.get(FOUND, (None, None))
    return found if of is shown else None


def _rehearse(shown: Rehearsal, others: Sequence[sites.Site]) -> None:
    st.session_state.pop(TOLD, None)
    with st.status("Rehearsing") as status:
        try:
            found = publish.rehearsed_at(
                others, shown.uploads, lambda words: status.update(label=plain(words))
            )
        except CspError as fault:
            status.update(label="They could not be rehearsed", state="error")
            st.error(plain(str(fault)))
            return
    st.session_state[FOUND] = (shown, found)
    st.rerun()


def _listed(found: Sequence[Elsewhere], asked: int) -> None:
    if len(found) < asked:
        st.markdown(f"They are about {len(found)} of {asked} other places.")
    st.markdown("\n".join(_line(each) for each in found))
    ready = [each for each in found if each.is_ready]
    if ready and st.button(f"Publish for {_names(ready)}"):
        outcomes = publish.publish_at(ready, visitor, st.session_state.get("reason", ""))
        _announce(outcomes)
        st.session_state[TOLD] = outcomes
        done = {each.place.there.name for each in outcomes if each.version is not None}
        left = [each for each in found if each.there.name not in done]
        st.session_state[FOUND] = (st.session_state[FOUND][0], left)
        st.rerun()


def _line(each: Elsewhere) -> str:
    head = f"- **{plain(each.title)}** — {plain(each.rehearsal.located)}"
    if each.waits:
        return f"{head} It waits at [its own desk]({_desk(each)}): {each.waits}."
    if each.rehearsal.changes_nothing:
        return f"{head} These figures are already published there."
    with sites.within(each.there):
        return f"{head} {plain(' '.join(publish.effect(each.rehearsal)))}"


def _desk(each: Elsewhere) -> str:
    with sites.within(each.there):
        own = settings.address()
    alone = each.there.own.get("address") or not settings.prefix()
    return f"{own if alone and own else f'/{each.there.name}'}/upload"


def _names(ready: Sequence[Elsewhere]) -> str:
    return plain(ready[0].title) if len(ready) == 1 else f"{len(ready)} places"


def _told() -> None:
    outcomes: list[Outcome] = st.session_state.get(TOLD, [])
    for each in outcomes:
        title = plain(each.place.title)
        if each.version is None:
            st.error(f"{title}: {plain(each.refusal)}")
        else:
            st.success(f"{title}: published as version {each.version}.")


def _announce(outcomes: Sequence[Outcome]) -> None:
    for each in outcomes:
        if each.version is not None:
            with sites.within(each.place.there):
                kept.announce_apart(each.version)
