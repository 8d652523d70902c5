"""What anybody sees of open events, and how they take a place and give it back without an account.

Programs open the links of mails, too: only a button gives a place back.
"""

from uuid import UUID

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.keys import keyed_digest
from portal.accounts.throttling import Counter, count_here
from portal.accounts.visitors import count_unproved
from portal.consortium.events import actions, queries
from portal.consortium.events.forms import GuestForm
from portal.consortium.events.rules import MAILS_TO_ONE, REGISTRATIONS, parse_programme
from portal.consortium.events.states import EventStanding
from portal.consortium.events.views.blueprint import bp
from portal.core import clock
from portal.core.keeping import Retention
from portal.notifications.telling import flash_with_messages
from portal.web.access import found_by_search, public
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

REGISTERED = "event_registered"
TAKES = (EventStanding.OPEN, EventStanding.FULL)


@bp.get("/events")
@public("tells of events that are open to everybody")
@found_by_search
def announced() -> ResponseReturnValue:
    now, past = clock.now(), "past" in request.args
    found = queries.announced_events(now, past=past, page=page_number())
    return page("events/announced.html", page=found, past=past, now=now)


@bp.route("/events/<uuid:event_id>", methods=["GET", "POST"])
@public("tells of an event, and takes whoever wants to come")
def event(event_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    found = queries.announced_event(event_id)
    form = GuestForm()
    if form.validate_on_submit():
        with form.refusals():
            count_unproved((REGISTRATIONS,), now=now)
            count_here(Counter(keyed_digest("event mails", form.email.data), MAILS_TO_ONE), now=now)
            given = {name: getattr(form, name).data or "" for name in ("name", "email", "home")}
            actions.register_guest(found, **given, now=now)
            session[REGISTERED] = str(event_id)
            return redirect(url_for(".registered"))
    standing = queries.standing_of(found, now)
    programme = parse_programme(found.programme)
    is_open = standing in TAKES
    return page(
        "events/event.html",
        form=form,
        event=found,
        standing=standing,
        programme=programme,
        is_open=is_open,
        mails_kept=label(Retention.MESSAGE),
    )


@bp.get("/events/registered")
@public("tells that the registration arrived; how it stands, only the mail says")
def registered() -> ResponseReturnValue:
    if REGISTERED not in session:
        return redirect(url_for(".announced"))
    return page("events/registered.html", event=queries.announced_event(UUID(session[REGISTERED])))


@bp.get("/events/place/<token>")
@public("the link proves whose place it is")
def place(token: str) -> ResponseReturnValue:
    guest = queries.guest_by_link(token)
    if guest is None:
        return page("events/place_nobody.html")[0], 404
    standing = queries.standing_of(guest.event, clock.now())
    return page("events/place.html", guest=guest, event=guest.event, token=token, is_open=standing in TAKES)


@bp.post("/events/place/<token>/withdrawal")
@public("the link proves whose place it is")
def withdraw(token: str) -> ResponseReturnValue:
    guest = queries.guest_by_link(token)
    if guest is None:
        return page("events/place_nobody.html")[0], 404
    actions.withdraw_guest(guest, now=clock.now())
    flash_with_messages(_("신청을 취소했습니다. 알려 주셔서 고맙습니다."))
    return redirect(url_for(".place", token=token))
