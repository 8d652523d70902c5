"""Where somebody in care asks and reads the answer, and where the coordinator and the office answer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.requests import actions, lessons, notices, queries
from portal.coordinators.requests.forms import AnswerForm, AskForm
from portal.coordinators.requests.rules import answer_due
from portal.coordinators.requests.states import REQUEST_STATES, RequestKind
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.queries import working
from portal.extensions import current_settings
from portal.notifications.telling import flash_with_messages
from portal.residents.applications.choosing import askable_services
from portal.residents.applications.receipts import due_words
from portal.residents.households.models import Person
from portal.residents.households.queries import person_of_user
from portal.residents.households.telling import promise_to
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("requests", __name__)
DOORS = {
    "help": (RequestKind.MORE_HELP, N_("다른 도움 부탁하기")),
    "message": (RequestKind.MESSAGE, N_("코디네이터에게 쓰기")),
    "coordinator": (RequestKind.OTHER_COORDINATOR, N_("코디네이터를 바꾸고 싶어요")),
}


@bp.route("/my/requests/new/<any(help, message, coordinator):door>", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def ask(door: str) -> ResponseReturnValue:
    """Whoever is not in care is led to the application."""
    actor, now = current_actor(), clock.now()
    kind, title = DOORS[door]
    own = _own_case(actor.user_id)
    if own is None:
        return redirect(url_for("residents.apply"))
    person, case = own
    form = AskForm()
    wanted = kind is RequestKind.MORE_HELP
    form.offer(askable_services(clock.day_of(now), person.household.dong_code) if wanted else ())
    if form.validate_on_submit():
        with form.refusals():
            asked = actions.ask(person, kind, form.words.data, form.services.data or (), actor=actor, now=now)
            flash(_("부탁을 받았습니다. %(due)s 답을 드립니다.", due=due_words(asked.due_at, now=now)))
            return redirect(url_for(".own", request_id=asked.id))
    due = due_words(answer_due(now, current_settings().target, working()), now=now)
    charge = in_charge(case, clock.day_of(now))
    return page("requests/ask.html", form=form, kind=kind, title=_(title), charge=charge, due=due)


def _own_case(user_id: UUID | None) -> tuple[Person, CareCase] | None:
    person = person_of_user(user_id) if user_id else None
    case = open_case_of_person(person.id) if person else None
    return (person, case) if person and case else None


@bp.get("/my/requests/<uuid:request_id>")
@requires(Permission.MY_FILE)
def own(request_id: UUID) -> ResponseReturnValue:
    found, now = queries.own_request(request_id, viewer=current_actor()), clock.now()
    return page(
        "requests/own.html",
        asked=found,
        due=due_words(found.due_at, now=now),
        charge=in_charge(found.case, clock.day_of(now)),
        phone=notices.phone_for(found, clock.day_of(now)),
        is_private=notices.is_private(found),
        act=ActionForm(),
    )


@bp.post("/my/requests/<uuid:request_id>/withdraw")
@requires(Permission.MY_FILE)
def withdraw(request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.withdraw_request(queries.own_request(request_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("부탁을 거두었습니다."))
    return redirect(url_for("mycare.home"))


@bp.get("/requests")
@requires(Permission.REQUEST_ANSWER)
def requests() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.requests_for(current_actor(), page_number(), only_open=not show_all)
    return page("requests/requests.html", found=found, show_all=show_all, now=clock.now())


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@requires(Permission.REQUEST_ANSWER)
def care_request(request_id: UUID) -> ResponseReturnValue:
    actor, now, form = current_actor(), clock.now(), AnswerForm()
    found = queries.get_request(request_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            goes = actions.answer_request(found, form.answer.data, actor=actor, now=now)
            if goes or not notices.is_private(found):
                flash_with_messages(_("답을 적었습니다."))
            else:
                flash(_("답을 적었습니다. 문자를 보낼 번호가 없으니 전화로 알려 주십시오."), "warning")
            return redirect(back_or(url_for(".requests")))
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="request")
    return page(
        "requests/request.html",
        form=form,
        asked=found,
        is_private=notices.is_private(found),
        steps=history(REQUEST_STATES, found.id),
        promise=promise_to(found.person),
        act=ActionForm(),
        proposing=lessons.way_to_meeting(found, now=now) if actor.can(Permission.MEETING_MANAGE) else None,
        now=now,
    )


@bp.post("/requests/<uuid:request_id>/take-up")
@requires(Permission.REQUEST_ANSWER)
def take_up(request_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.take_up(queries.get_request(request_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("알아보는 중으로 바꾸었습니다. 이용자도 그렇게 보십니다."))
    return redirect(carrying(url_for(".care_request", request_id=request_id)))


def link_to_request(request_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_request, request_id)
    if found is None:
        return None
    return links.Link(_("이용자의 부탁"), url_for("requests.care_request", request_id=found.id))
