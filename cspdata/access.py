"""Who may look and who may publish, as sums over claims and addresses; it draws and stores nothing.

Without a sign-in service the dashboard is for the one person at this computer, who opens the
address that the server printed. With one, officers are those whose verified e-mail is on a list, or
whom the service puts into a named group.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from cspdata import settings
from cspdata.errors import NotAllowed

COMMAND_LINE = "command line"
CLOCKS_DIFFER = 60
LOOK_ONLY = "look but not publish"
TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True)
class Rules:
    """What the settings say. `hours` is how long a sign-in lasts, 0 for as long as its token."""

    sign_in: bool = False
    everybody: bool = False
    officers: frozenset[str] = frozenset()
    writers: frozenset[str] = frozenset()
    group_claim: str = "groups"
    groups: frozenset[str] = frozenset()
    hours: float = 0


@dataclass(frozen=True)
class Visitor:
    """Somebody before the server: the claims of the identity token ({} before signing in),
    the address that the server listens on, the name it was called by and the page that called it,
    whether another server passed the request on, whether they opened the address that the server
    printed (`invited`), and whether the settings ask for none (`open_here`).
    """

    rules: Rules = field(default_factory=Rules)
    claims: Mapping[str, Any] = field(default_factory=dict)
    listens: str = ""
    called: str = ""
    origin: str = ""
    passed_on: bool = False
    invited: bool = False
    open_here: bool = False
    name: str = ""


def rules(secrets: Mapping[str, Any]) -> Rules:
    """The rules in the settings: [auth] turns sign-in on, [access] says who may do what."""
    access = secrets.get("access", {})
    return Rules(
        sign_in="auth" in secrets,
        everybody=bool(access.get("everybody_signs_in", False)),
        officers=_addresses(access.get("officers", [])),
        writers=_addresses(access.get("writers", [])),
        group_claim=str(access.get("group_claim", "groups")),
        groups=frozenset(str(group) for group in access.get("groups", [])),
        hours=float(access.get("hours", 0)),
    )


def _addresses(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(email.strip().casefold() for email in listed)


def refuse_without_page() -> None:
    """Raises NotAllowed where everybody must sign in: an address without a page cannot ask."""
    if rules(settings.secrets()).everybody:
        raise NotAllowed("The figures here are for people who sign in, so there is no open data.")


def person_here(name: str) -> Visitor:
    """The person at this computer's command line, who could write to the store anyway."""
    return Visitor(listens=COMMAND_LINE, name=name)


def officer(visitor: Visitor, now: datetime | None = None) -> str:
    """The name of an officer, for the history. Raises NotAllowed with the reason."""
    if visitor.listens == COMMAND_LINE:
        return visitor.name
    if visitor.rules.sign_in:
        return _signed_in_officer(visitor, now or datetime.now(UTC))
    return _at_this_computer(visitor)


def writer(visitor: Visitor, now: datetime | None = None) -> str:
    """The name of somebody who may write words beside the figures: an officer, or of the writers.

    Raises NotAllowed with the reason.
    """
    rules, email = visitor.rules, _email(visitor.claims)
    if not rules.sign_in or email not in rules.writers:
        return officer(visitor, now)
    _current(visitor, now or datetime.now(UTC))
    _refuse_unverified(visitor.claims, email)
    return email


def may_look(visitor: Visitor, now: datetime | None = None) -> bool:
    """Whether this visitor may see the pages: everybody, unless the settings ask for a sign-in."""
    if not visitor.rules.everybody:
        return True
    try:
        _current(visitor, now or datetime.now(UTC))
    except NotAllowed:
        return False
    return True


def loopback(address: str) -> bool:
    """Whether an address can be reached from this computer only."""
    host = address.strip().strip("[]")
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _at_this_computer(visitor: Visitor) -> str:
    if not loopback(visitor.listens):
        raise NotAllowed(
            f"Nobody can publish here: the server listens on {visitor.listens or 'every address'}, "
            "where others can reach it, and no sign-in is set up. Set server.address to localhost "
            "to publish alone on this computer, or set up sign-in."
        )
    if visitor.passed_on or not (visitor.called == "" or loopback(_host(visitor.called))):
        raise NotAllowed(
            "Nobody can publish here: the request came through another server or under another "
            "name than localhost, and no sign-in is set up. Open it as localhost on this "
            "computer, or set up sign-in."
        )
    if visitor.called and not _own_page(visitor):
        raise NotAllowed(
            "Nobody can publish here: the request does not come from this dashboard's own page. "
            "Open the dashboard itself in the browser."
        )
    if not (visitor.invited or visitor.open_here):
        raise NotAllowed(
            "To publish, open the address that the server printed when it was started. It is "
            "in the window where the server runs, and works once."
        )
    return visitor.name


def _signed_in_officer(visitor: Visitor, now: datetime) -> str:
    _current(visitor, now)
    claims, rules = visitor.claims, visitor.rules
    email = _email(claims)
    if rules.groups & _listed(claims.get(rules.group_claim)):
        return _vouched(claims, email)
    if email not in rules.officers or not email:
        shown = email or str(claims.get("name") or "This account")
        may = "write words but not publish figures" if email in rules.writers else LOOK_ONLY
        raise NotAllowed(f"{shown} may {may}: it is not among the officers.")
    _refuse_unverified(claims, email)
    return email


def _email(claims: Mapping[str, Any]) -> str:
    return str(claims.get("email", "")).strip().casefold()


def _refuse_unverified(claims: Mapping[str, Any], email: str) -> None:
    if not _verified(claims):
        raise NotAllowed(
            f"{email} may not publish: the sign-in service does not say that it has verified "
            "this e-mail address."
        )


def _own_page(visitor: Visitor) -> bool:
    """Whether the page that calls came from the very name and port that it calls."""
    return visitor.origin.partition("://")[2] == visitor.called


def _vouched(claims: Mapping[str, Any], email: str) -> str:
    """The name of somebody by what the service vouches for: people choose their other names."""
    if email and _verified(claims):
        return email
    if not claims.get("sub"):
        raise NotAllowed(
            "This account may not publish: the sign-in service verifies no e-mail address for it "
            "and gives it no identifier, so the history could not say who published."
        )
    return f"account {claims['sub']}"


def _current(visitor: Visitor, now: datetime) -> None:
    """Raises NotAllowed for those who are not signed in, or no longer."""
    claims = visitor.claims
    if claims.get("is_logged_in") is not True:
        raise NotAllowed("Sign in to go on.")
    hours = visitor.rules.hours
    since = _moment(claims.get("auth_time")) or _moment(claims.get("iat"))
    until = since + hours * 3600 if hours and since else _moment(claims.get("exp"))
    moment = now.timestamp()
    if until is None or moment >= until or (since or 0) > moment + CLOCKS_DIFFER:
        raise NotAllowed("The sign-in has expired. Sign out and in again to go on.")


def _moment(claim: Any) -> float | None:
    known = isinstance(claim, int | float) and not isinstance(claim, bool)
    return float(claim) if known and claim > 0 else None


def _verified(claims: Mapping[str, Any]) -> bool:
    """OpenID's own claim, or the one by which Entra ID says that the domain's owner is verified."""
    return claims.get("email_verified") in TRUE or claims.get("xms_edov") in TRUE


def _listed(claim: Any) -> frozenset[str]:
    if isinstance(claim, str):
        return frozenset([claim])
    return frozenset(map(str, claim)) if isinstance(claim, list | tuple) else frozenset()


def _host(called: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{called}").hostname or ""
    except ValueError:
        return ""
