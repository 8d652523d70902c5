"""Who may open which route: declared beside the route, refused when not declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.core.actors import ANONYMOUS, Actor
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.web.pages import page_before
from portal.web.unsent import KEPT_ASIDE, WHOSE, mark_of_account, put_aside
from portal.web.words import gettext as _

F = TypeVar("F", bound=Callable[..., Any])
Gate = Callable[[str], ResponseReturnValue | None]
"""Called with the endpoint; what it returns is answered instead (a second factor to set up, say)."""

GATES: Socket[Gate] = Socket("gates before protected routes", Takes.MANY)


@dataclass(frozen=True)
class Access:
    """`permission` is None for a public route; `reason` says why it is public."""

    permission: Permission | None
    reason: str = ""


def requires(permission: Permission) -> Callable[[F], F]:
    """Declare that a route needs `permission`."""
    return _declare(Access(permission))


def public(reason: str) -> Callable[[F], F]:
    """Declare that a route is open to everybody, and why."""
    return _declare(Access(None, reason))


def _declare(access: Access) -> Callable[[F], F]:
    def mark(view: F) -> F:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def needs_proof(view: F) -> F:
    """Let the view open only to who has shown what proves them within the last minutes."""
    view.needs_proof = True  # type: ignore[attr-defined]
    return view


def wants_proof(endpoint: str) -> bool:
    return hasattr(current_app.view_functions[endpoint], "needs_proof")


def found_by_search(view: F) -> F:
    """Let search engines keep the page: it tells everybody the same."""
    view.found_by_search = True  # type: ignore[attr-defined]
    return view


def is_found_by_search(view: Callable[..., Any] | None) -> bool:
    return hasattr(view, "found_by_search")


def access_of(view: Callable[..., Any]) -> Access | None:
    return getattr(view, "access", None)


def current_actor() -> Actor:
    """Who is signed in, as rules and actions see them; nobody has no roles."""
    user = current_user._get_current_object()  # noqa: SLF001 documented by Werkzeug; a page asks dozens of times
    return cast(Actor, user.actor) if user.is_authenticated else ANONYMOUS


def current_account() -> Actor:
    """The same without those for whom they stand in, which takes a statement and permissions do not depend on."""
    user = current_user._get_current_object()  # noqa: SLF001 as above
    return cast(Actor, user.account) if user.is_authenticated else ANONYMOUS


def works_here() -> bool:
    """Whether whoever is signed in is staff, and reads in the sizes of staff."""
    return current_account().can(Permission.STAFF_OWN)


class UndeclaredRoute(Exception):
    """A route without `@requires` or `@public`: the application does not start."""


def check_declared(app: Flask) -> None:
    """Refuse to start with a route whose access nobody declared."""
    undeclared = sorted(name for name, view in app.view_functions.items() if access_of(view) is None)
    if undeclared:
        raise UndeclaredRoute(", ".join(undeclared))


def install(app: Flask) -> None:
    """Check every request against what its route declares, then ask the gates."""
    app.view_functions["static"] = public("style sheets, scripts and fonts")(app.view_functions["static"])

    @app.before_request
    def check_access() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        access = access_of(app.view_functions[request.endpoint])
        if access is None:
            abort(403)
        if access.permission is None:
            return None
        if not current_user.is_authenticated:
            return sign_in_and_come_back()
        return _pass_gates(request.endpoint, access.permission)


def sign_in_and_come_back() -> ResponseReturnValue:
    """To signing in, and from there to where the visitor was; what they had typed waits for them."""
    target = page_to_return_to()
    back = put_aside(target) if request.method != "GET" else target
    flash(_("로그인해 주십시오."), "info")
    if back != target:
        flash(_(KEPT_ASIDE), "info")
    return redirect(url_for("accounts.sign_in", next=back or None))


def come_back_with_what_was_typed() -> ResponseReturnValue | None:
    """For a form of an earlier session: to its page, by signing in where need be; None where nothing is to be kept."""
    target = page_to_return_to()
    back = put_aside(target)
    if back == target:
        return None
    is_own = current_user.is_authenticated and request.form.get(WHOSE) == mark_of_account()
    if not is_own:
        flash(_(KEPT_ASIDE), "info")
    return redirect(back if is_own else url_for("accounts.sign_in", next=back))


def page_to_return_to() -> str:
    """The page that was asked for; for a form that was sent, the page on which it stood."""
    rule = request.url_rule
    if request.method == "GET" or (rule is not None and "GET" in (rule.methods or ())):
        return request.full_path.rstrip("?")
    return page_before()


def _pass_gates(endpoint: str, permission: Permission) -> ResponseReturnValue | None:
    for gate in GATES:
        answer = gate(endpoint)
        if answer is not None:
            return answer
    if not current_account().can(permission):
        abort(403)
    return None
