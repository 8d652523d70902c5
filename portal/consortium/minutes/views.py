"""The page on which somebody who was there reads and confirms minutes, and what the meeting's page tells of it."""

from functools import partial
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.persons import reads_without_persons
from portal.consortium.meetings.about import note_reading
from portal.consortium.meetings.models import AgendaItem, Attendee, Meeting
from portal.consortium.meetings.queries import seat_of
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.tabled import papers_on
from portal.consortium.minutes import actions, paper, queries
from portal.consortium.minutes.forms import AnswerForm, MinutesSearch, PassOnForm, SayForm
from portal.consortium.minutes.links import READ, READING, UNDER
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.rules import last_day, may_sign, opens_by_link, refuse_saying
from portal.consortium.minutes.searching import SHORTEST_NAME, SHOWN_AT_MOST, Hit, search_minutes
from portal.consortium.minutes.states import AmendmentOutcome, FoundPart, MinutesAnswer, MinutesState
from portal.core import clock
from portal.core.errors import DomainError, NotFound
from portal.core.permissions import Permission
from portal.core.searching import words_of
from portal.extensions import current_settings
from portal.web import links
from portal.web.access import current_actor, public, requires, works_here
from portal.web.forms import translated
from portal.web.labels import label
from portal.web.limits import searches
from portal.web.once import repeatable
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("minutes", __name__, url_prefix=UNDER)


@bp.route(READ, methods=["GET", "POST"])
@public("the link proves who was there")
def read(token: str) -> ResponseReturnValue:
    """Whoever has the link reads them while they are out and a while after; those about people whoever signs in."""
    reader = queries.reader_by_link(token)
    minutes = _shown_to(reader)
    if reader is None or minutes is None:
        return page("minutes/nobody.html")[0], 404
    seat = reader.seat
    if _is_shut(minutes, seat):
        is_out, reads_here = minutes.state is MinutesState.OUT, queries.reads_here(seat)
        return page("minutes/sign_in.html", is_staff=works_here(), is_out=is_out, reads_here=reads_here)
    note_reading([seat.meeting], actor=current_actor(), now=clock.now())
    form = SayForm()
    form.offer(seat.meeting)
    if form.validate_on_submit():
        with form.refusals():
            return _say(minutes, reader, form, token)
    confirmed = seat.id in queries.confirms_still(minutes)
    signs = may_sign(current_actor().user_id, queries.account_there(seat))
    context = {
        "said": [each for each in minutes.replies if each.seat_id == seat.id],
        "signs": signs,
        "confirmed": confirmed,
        "asks_again": not confirmed and seat.id in queries.confirmed_by(minutes),
        "answers": reader.may_answer(current_actor()),
        "pass_on_token": "" if reader.is_deputy or not queries.deputy_came(seat) else token,
        "refusal": _refusal(minutes),
        "is_staff": works_here(),
        **_said_of(minutes),
    }
    return page("minutes/read.html", form=form, seat=seat, minutes=minutes, meeting=seat.meeting, **context)


def _said_of(minutes: Minutes) -> dict[str, object]:
    """What minutes say beside what the meeting does, as their document says it."""
    days = current_settings().target.minutes_open_days
    return {
        "papers": papers_on(minutes.meeting) if minutes.meeting.names_papers else (),
        "amended": queries.of_item(queries.taken_in(minutes), None),
        "objections": [paper.objection_words(each) for each in queries.objections(minutes)],
        "confirmations": paper.confirmations(minutes) if minutes.number else (),
        "open_until": last_day(minutes.sealed_at, days) if minutes.sealed_at else None,
    }


@bp.route(f"{READ}/deputy", methods=["GET", "POST"])
@public("the link proves who sent a deputy")
def deputy(token: str) -> ResponseReturnValue:
    """Whoever sent a deputy says where to write to them."""
    reader = queries.reader_by_link(token)
    minutes = _shown_to(reader)
    if reader is None or minutes is None or reader.is_deputy or not queries.deputy_came(reader.seat):
        return page("minutes/nobody.html")[0], 404
    if _is_shut(minutes, reader.seat):
        return redirect(url_for(".read", token=token))
    form = PassOnForm()
    if form.validate_on_submit():
        with form.refusals():
            email = form.deputy_email.data or ""
            actions.pass_on(minutes, reader.seat, email, actor=current_actor(), now=clock.now())
            flash(_("회의록을 확인하실 주소를 대리인께 보냈습니다."))
            return redirect(url_for(".read", token=token))
    return page("minutes/deputy.html", form=form, seat=reader.seat, token=token, is_staff=works_here())


@bp.post(f"{READ}/consulted")
@requires(Permission.MEETING_MANAGE)
def note_consulted(token: str) -> ResponseReturnValue:
    """Somebody whom no mail reached was asked by telephone."""
    reader, minutes = _led_to(token)
    actions.note_consulted(minutes, reader.seat, actor=current_actor(), now=clock.now())
    flash(_("전화로 여쭌 것을 적었습니다."))
    return redirect(url_for("meetings.meeting", meeting_id=minutes.meeting_id, _anchor="confirmations"))


@bp.post(f"{READ}/deputy/removal")
@requires(Permission.MEETING_MANAGE)
def forget_deputy(token: str) -> ResponseReturnValue:
    """Where the deputy was reached was wrong: what was sent there opens nothing any more."""
    reader, minutes = _led_to(token)
    actions.forget_deputy(minutes, reader.seat, actor=current_actor(), now=clock.now())
    flash(_("주소를 지웠습니다. 그 주소로 보낸 링크는 이제 열리지 않습니다."))
    return redirect(url_for(".read", token=token))


def _led_to(token: str) -> tuple[queries.Reader, Minutes]:
    """Whoever a link belongs to, and the minutes; for the office, which knows that they are there."""
    reader = queries.reader_by_link(token)
    minutes = _shown_to(reader)
    if reader is None or minutes is None:
        raise NotFound
    return reader, minutes


def _shown_to(reader: queries.Reader | None) -> Minutes | None:
    """The minutes that a link is about, of somebody who was there."""
    if reader is None or reader.seat not in queries.who_was_there(reader.seat.meeting):
        return None
    return queries.find_minutes(reader.seat.meeting)


def _is_shut(minutes: Minutes, seat: Attendee) -> bool:
    """Those about people are for whoever was there; sealed ones, in time, for whoever reads of the meeting."""
    actor, is_about_people = current_actor(), seat.meeting.kind in RESTRICTED
    if actor.can(Permission.MEETING_MANAGE) or (actor.can(Permission.MEETING_READ) and not is_about_people):
        return False
    is_theirs = actor.user_id is not None and actor.user_id == seat.user_id and queries.reads_here(seat)
    days = current_settings().target.minutes_open_days
    return not is_theirs and (is_about_people or not opens_by_link(minutes.sealed_at, days, now=clock.now()))


def _say(minutes: Minutes, reader: queries.Reader, form: SayForm, token: str) -> ResponseReturnValue:
    seat, by_deputy = reader.seat, reader.is_deputy
    answer, about = MinutesAnswer(form.answer.data), form.about(seat.meeting)
    words, drawn = form.words.data or "", form.signature.data or ""
    said = partial(actions.say_of_minutes, minutes, seat, answer, words=words, item=about, signature=drawn)
    said(actor=current_actor(), now=clock.now(), as_deputy=by_deputy)
    flash(_("답을 적었습니다. 고맙습니다."))
    return redirect(url_for(".read", token=token))


def _refusal(minutes: Minutes) -> str:
    """Why nothing is said any more; "" while something may be."""
    try:
        refuse_saying(minutes.state, minutes.until, now=clock.now())
    except DomainError as error:
        return translated(error)
    return ""


@bp.route("/amendments/<uuid:reply_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def amendment(reply_id: UUID) -> ResponseReturnValue:
    """Taken in or not."""
    actor = current_actor()
    reply = queries.get_amendment(reply_id, viewer=actor)
    note_reading([reply.minutes.meeting], actor=actor, now=clock.now())
    form = AnswerForm()
    if form.validate_on_submit():
        with form.refusals():
            outcome, reason = AmendmentOutcome(form.outcome.data), form.reason.data or ""
            actions.answer_amendment(reply, outcome, reason, actor=actor, now=clock.now())
            flash(_("답했습니다."))
            return redirect(url_for("meetings.meeting", meeting_id=reply.minutes.meeting_id))
    return page("minutes/amendment.html", form=form, reply=reply, meeting=reply.minutes.meeting)


@bp.route("/search", methods=["GET", "POST"])
@requires(Permission.MEETING_READ)
@searches
@repeatable("leads to the same list again")
def search() -> ResponseReturnValue:
    """Whoever reads without persons looks for none."""
    viewer = current_actor()
    form = MinutesSearch(with_persons=not reads_without_persons(viewer))
    if request.method == "POST":
        return redirect(form.found_at(".search"))
    sought = form.sought_for
    hits = search_minutes(sought, viewer=viewer)
    note_reading((hit.meeting for hit in hits), actor=viewer, now=clock.now())
    return page(
        "minutes/search.html",
        search=form,
        hits=hits,
        asks=bool(words_of(sought.words)) or sought.is_narrowed,
        now=clock.now(),
        is_short=bool(sought.words or 0 < len(sought.person) < SHORTEST_NAME),
        most=SHOWN_AT_MOST,
    )


_ANCHORS = {FoundPart.DECISION: "decisions", FoundPart.TASK: "tasks", FoundPart.REPLY: "confirmations"}


def place_in_minutes(hit: Hit) -> str:
    """Where on the page of the meeting it stands."""
    return _ANCHORS.get(hit.part) or f"item-{hit.item.position if hit.item else 1}"


def link_to_minutes(minutes_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_minutes, minutes_id)
    if found is None:
        return None
    name = _("제%(number)d차 %(kind)s 회의록", number=found.meeting.number, kind=label(found.meeting.kind))
    return links.Link(name, url_for("meetings.meeting", meeting_id=found.meeting_id))


def on_state(meeting: Meeting) -> str:
    """How the minutes stand, beside their title."""
    minutes = _minutes_of(meeting)
    return render_template("minutes/_on_state.html", minutes=minutes) if minutes else ""


def on_point(item: AgendaItem) -> str:
    """How what was said under a point was amended."""
    minutes = _minutes_of(item.meeting)
    amended = queries.of_item(queries.taken_in(minutes), item.id) if minutes else []
    return render_template("minutes/_on_point.html", amended=amended) if amended else ""


def on_meeting(meeting: Meeting) -> str:
    """Who confirmed, what objects and what is to be answered."""
    minutes = _minutes_of(meeting)
    if minutes is None:
        return ""
    actor, seats = current_actor(), queries.who_was_there(meeting)
    own, is_out = seat_of(meeting, actor.user_id), minutes.state is MinutesState.OUT
    own, said = (own if own is not None and queries.reads_here(own) else None), _said_of(minutes)
    return render_template(
        "minutes/_on_meeting.html",
        minutes=minutes,
        rows=[(seat, paper.name_of(seat), _word(minutes, seat), READING.token_of(seat.id)) for seat in seats],
        unheard=queries.unheard(minutes),
        signatures=paper.signatures(minutes),
        amended=said["amended"],
        objections=said["objections"],
        to_answer=queries.open_amendments(minutes),
        own_token=READING.token_of(own.id) if own is not None and own in seats and is_out else "",
        writes=actor.can(Permission.MEETING_MANAGE) and is_out,
    )


def _minutes_of(meeting: Meeting) -> Minutes | None:
    """Looked up once for a page."""
    known: dict[UUID, Minutes | None] = g.setdefault("minutes_of", {})
    if meeting.id not in known:
        known[meeting.id] = queries.find_minutes(meeting)
    return known[meeting.id]


def _word(minutes: Minutes, seat: Attendee) -> str:
    """What somebody has said; nothing counts for them while minutes are out."""
    said = seat.id in {each.seat_id for each in minutes.replies}
    return paper.word_of(minutes, seat) if said or minutes.state is MinutesState.SEALED else ""


def on_my_tasks() -> str:
    """What one has still to read and confirm."""
    user_id = current_actor().user_id
    waits = queries.minutes_to_confirm(user_id, clock.day_of(clock.now())) if user_id else []
    rows = [(minutes, READING.token_of(seat.id), queries.deputy_came(seat)) for minutes, seat in waits]
    return render_template("minutes/_on_my_tasks.html", rows=rows) if rows else ""
