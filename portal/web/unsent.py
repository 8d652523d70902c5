"""What was typed when a session ended is put aside, and given back on the same page to the same account.

A page says in each form whose it is, so that it is known even where the cookie is gone. Accounts keep what was typed,
sealed and for a short while; the address of the page names it.
"""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from flask import flash, g, request
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.web.once import NOT_IN_FINGERPRINT
from portal.web.words import gettext

Typed = list[tuple[str, str]]

MARK_OF_ACCOUNT: Socket[Callable[[], str]] = Socket("the mark of who is signed in", Takes.ONE)
PUT_ASIDE: Socket[Callable[[str, Typed], UUID | None]] = Socket("keeps what was typed for its account", Takes.ONE)
GIVE_BACK: Socket[Callable[[UUID, str], Typed | None]] = Socket("gives back what was typed", Takes.ONE)

WHOSE = "whose"
ASIDE = "aside"
"""The name in the address of what was put aside."""
HIDDEN = NOT_IN_FINGERPRINT | {"back", "next"}
"""What a form carries that nobody typed."""
SECRET = frozenset({"password", "present", "code"})
WITH_SECRETS = frozenset({"accounts"})
"""Fields that hold what opens a door, and the features that have them; such a thing is typed again."""
LONGEST = 200_000
"""Characters; a form of ours is far shorter."""
KEPT_ASIDE = N_("적으시던 내용은 보관했습니다. 같은 계정으로 다시 로그인하시면 그 화면에 돌려 드립니다.")
GIVEN_BACK = N_("적으시던 내용을 되돌려 놓았습니다. 아직 저장되지 않았으니 확인하고 다시 보내 주십시오.")


def mark_of_account() -> str:
    """For a page to say whose form it shows; empty for visitors."""
    return MARK_OF_ACCOUNT.only()()


def put_aside(page: str) -> str:
    """The address of `page` on which what was sent is given back; `page` itself where there is nothing to give.

    A button without fields says not whose it is: what it carries nobody typed.
    """
    if WHOSE not in request.form:
        return page
    left_out = HIDDEN | SECRET if request.blueprint in WITH_SECRETS else HIDDEN
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in left_out]
    by_script = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    if not page or by_script or not typed or sum(len(value) for _name, value in typed) > LONGEST:
        return page
    parts = urlsplit(page)
    kept = PUT_ASIDE.only()(parts.path, typed)
    if kept is None:
        return page
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != ASIDE]
    return parts._replace(query=urlencode([*query, (ASIDE, str(kept))])).geturl()


def given_back(form: Form) -> MultiDict[str, str] | None:
    """What belongs into the fields of `form` on the page that is asked for, where something was put aside for it."""
    typed = _asked_for()
    own = {name for name, field in form._fields.items() if name not in HIDDEN}
    if not any(_head(name) in own for name, _value in typed):
        return None
    if not g.get("told_given_back"):
        g.told_given_back = True
        flash(gettext(GIVEN_BACK), "info")
    return MultiDict(typed)


def _asked_for() -> Typed:
    if request.method != "GET" or ASIDE not in request.args:
        return []
    if "given_back" not in g:
        wanted = request.args.get(ASIDE, type=UUID)
        g.given_back = (GIVE_BACK.only()(wanted, request.path) if wanted else None) or []
    found: Typed = g.given_back
    return found


def _head(name: str) -> str:
    """Of a row's field, "lines-0-note", the name of the rows."""
    return name.partition("-")[0]
