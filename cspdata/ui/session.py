"""What this visitor may do, and the way in and out; nothing is remembered between runs."""

import streamlit as st
from streamlit.runtime import get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cspdata import access, place, senders
from cspdata.errors import NotAllowed
from cspdata.ui.frame import plain
from cspdata.ui.visitor import visitor, writer

WORDS_ONLY = (
    "You may publish words beside the figures, such as notes and matters of the committee, but no "
    "figures."
)
# The desk counts its publications under this name, and starts each with an empty list of files.
ROUND, FREED = "upload-round", "round whose files were freed"


def officer() -> str:
    """The officer's name, or "" for everybody else."""
    try:
        return access.officer(visitor())
    except NotAllowed:
        return ""


def only_writers() -> None:
    """Stop the page with the reason for anybody who may publish neither figures nor words."""
    try:
        access.writer(visitor())
    except NotAllowed as reason:
        st.title("Publish new figures", anchor=False)
        st.error(plain(str(reason)))
        st.stop()
    _let_send()
    if not officer():
        st.info(WORDS_ONLY)


def desk_exists() -> bool:
    """Whether the pages for officers are there at all for this visitor.

    Where nobody can sign in they are, to say why nobody can publish.
    """
    return bool(writer()) or not visitor().rules.sign_in


def only_signed_in() -> None:
    """Where the settings ask everybody to sign in, stop before anything else is shown."""
    if access.may_look(visitor()):
        return
    st.title(place.here().dashboard, anchor=False)
    st.markdown("Sign in to see the figures.")
    _sign_in_or_out()
    st.stop()


def sign_in() -> None:
    """In the menu, where sign-in is set up: in or out, and why somebody may not publish."""
    if visitor().rules.sign_in:
        with st.sidebar:
            _sign_in_or_out()


def _let_send() -> None:
    """Let this session send files; those of a publication that is made are freed."""
    context = get_script_run_ctx()
    if context is None:
        return
    senders.let_in(context.session_id, senders.Sender(visitor(), context.uploaded_file_mgr, _here))
    rounds = st.session_state.get(ROUND, 0)
    if st.session_state.get(FREED, rounds) != rounds:
        senders.forget(context.session_id)
    st.session_state[FREED] = rounds


def _here(session: str) -> bool:
    return bool(get_instance().is_active_session(session))


def _sign_in_or_out() -> None:
    claims = st.user.to_dict()
    if not claims.get("is_logged_in"):
        st.button("Sign in", on_click=st.login)
        return
    shown = claims.get("email") or claims.get("name") or "this account"
    st.markdown(f"Signed in as {plain(str(shown))}.")
    try:
        access.officer(visitor())
    except NotAllowed as reason:
        st.markdown(plain(str(reason)))
    st.button("Sign out", on_click=st.logout)
