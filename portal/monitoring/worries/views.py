"""Pages on which a worry is reported and looked into."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.accounts.keys import keyed_digest
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, count_attempt, forgive
from portal.accounts.visitors import count_unproved, network
from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.monitoring.worries import actions, assigning, queries
from portal.monitoring.worries.agenda import look_by
from portal.monitoring.worries.forms import FollowForm, GiveForm, HandleForm, TaskResultForm, WorryForm
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.rules import new_code, said_code
from portal.monitoring.worries.states import WORRY_STATES, WorryTaskVerb, answer_to
from portal.notifications.telling import flash_with_messages
from portal.residents.applications.models import Application
from portal.web import links
from portal.web.access import current_actor, found_by_search, public, requires
from portal.web.forms import PortalForm
from portal.web.numbered import said
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("worries", __name__)
ENDINGS = {
    WorryTaskVerb.FINISH: assigning.finish_task,
    WorryTaskVerb.MISS: assigning.miss_task,
    WorryTaskVerb.CALL_OFF: assigning.call_task_off,
}
SENT, FOLLOWED = "worry_sent", "worry_followed"
FOLLOWED_LASTS = timedelta(minutes=30)
REPORTS = Limit("worries reported", 20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
"""From one address, which may be a whole office; beyond it there is the telephone."""
CODE_TRIES = Limit("worry code", 5, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1))
CODE_TRIES_A_DAY = Limit("worry code a day", 50, timedelta(hours=1), timedelta(days=1), timedelta(days=1))
ADDRESS_TRIES = Limit("worry code address", 20, timedelta(0), timedelta(0), timedelta(minutes=15))
"""An address is never locked: wrong guesses from it weigh more."""


@bp.route("/worry", methods=["GET", "POST"])
@public("a neighbour may report a worry without an account")
@found_by_search
def report() -> ResponseReturnValue:
    form = WorryForm()
    form.offer_dongs()
    if form.validate_on_submit():
        with form.refusals():
            count_unproved((REPORTS,), now=clock.now())
            code = new_code()
            worry = actions.report_worry(
                dong_code=form.dong.data,
                whereabouts=form.whereabouts.data,
                what=form.what.data,
                reporter_name=form.reporter_name.data or "",
                reporter_phone=form.reporter_phone.data or "",
                may_ask=form.may_ask,
                code=code,
                now=clock.now(),
            )
            session[SENT] = [worry.number, code]
            return redirect(url_for("worries.reported"))
    return page("worries/report.html", form=form)


@bp.get("/worry/reported")
@public("tells the reporter that the report arrived")
def reported() -> ResponseReturnValue:
    if SENT not in session:
        return redirect(url_for("worries.report"))
    number, code = session[SENT]
    return page("worries/reported.html", number=number, code=said_code(code))


@bp.route("/worry/follow", methods=["GET", "POST"])
@public("whoever told of a worry asks with the code whether somebody looked into it")
@repeatable("looks up the same report again, which the limit counts")
def follow() -> ResponseReturnValue:
    form = FollowForm()
    if form.validate_on_submit():
        with form.refusals():
            now = clock.now()
            worry = _look_up(form.number.data, form.code.data, now)
            session[FOLLOWED] = [str(worry.id), (now + FOLLOWED_LASTS).timestamp()]
            return redirect(url_for("worries.followed"))
    return page("worries/follow.html", form=form)


def _look_up(number: str, code: str, now: datetime) -> Worry:
    """The report that both name; raises the same `DomainError` whichever was wrong, and slows down guessing."""
    counters = (
        Counter(keyed_digest("worry code", network(), number), CODE_TRIES),
        Counter(keyed_digest("worry code a day", number), CODE_TRIES_A_DAY),
        Counter(keyed_digest("worry code address", network()), ADDRESS_TRIES, shared=True),
    )
    count_attempt(counters, now=now)
    worry = queries.worry_by_code(number, code)
    if worry is None:
        raise DomainError(N_("접수 번호와 확인 번호가 함께 맞는 소식이 없습니다. 두 번호를 다시 확인해 주십시오."))
    forgive(counters)
    return worry


@bp.get("/worry/followed")
@public("shows what was just looked up by number and code: whether somebody looked into it, never what they found")
def followed() -> ResponseReturnValue:
    worry_id, until = session.get(FOLLOWED, ("", 0))
    worry = queries.find_worry(UUID(worry_id)) if until > clock.now().timestamp() else None
    if worry is None:
        return redirect(url_for("worries.follow"))
    by = look_by(worry.since_at)
    return page(
        "worries/followed.html", worry=worry, answer=answer_to(worry.state), look_by=by, is_late=by < clock.now()
    )


@bp.get("/worries")
@requires(Permission.WORRY_HANDLE)
def worries() -> ResponseReturnValue:
    show_all = request.args.get("show") == "all"
    found = queries.worries(page_number(), viewer=current_actor(), only_open=not show_all)
    return page("worries/worries.html", worries=found, show_all=show_all)


@bp.route("/worries/<uuid:worry_id>", methods=["GET", "POST"])
@requires(Permission.WORRY_HANDLE)
def worry(worry_id: UUID) -> ResponseReturnValue:
    found = queries.get_worry(worry_id, viewer=current_actor())
    form = HandleForm()
    form.offer_verbs(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.handle_worry(
                found,
                form.chosen_verb,
                form.outcome.data,
                application_number=form.application_number.data or "",
                actor=current_actor(),
                now=clock.now(),
            )
            flash(_("기록하였습니다."))
            return redirect(back_or(url_for("worries.worries")))
    return _page(found, form)


def _page(found: Worry, form: PortalForm) -> ResponseReturnValue:
    """`form` is the one that was sent, else the one by which it is handled."""
    record_read(actor=current_actor(), now=clock.now(), subject=(actions.SUBJECT, found.id))
    handle, give = _blank_forms(found)
    return page(
        "worries/worry.html",
        form=form,
        handle=form if isinstance(form, HandleForm) else handle,
        give=form if isinstance(form, GiveForm) else give,
        worry=found,
        led_to=links.link_to("application", found.application_id) if found.application_id else None,
        tasks=queries.tasks_of(found),
        here=url_for(".worry", worry_id=found.id),
        is_to_be_asked=queries.is_to_be_asked(found),
        steps=history(WORRY_STATES, found.id),
    )


def _blank_forms(found: Worry) -> tuple[HandleForm, GiveForm]:
    handle, give = HandleForm(formdata=None), GiveForm(formdata=None)
    handle.offer_verbs(found)
    give.offer(assigning.those_who_may())
    return handle, give


@bp.post("/worries/<uuid:worry_id>/tasks")
@requires(Permission.WORRY_HANDLE)
def give(worry_id: UUID) -> ResponseReturnValue:
    """A visit or another task, for one of the staff."""
    found, form = queries.get_worry(worry_id, viewer=current_actor()), GiveForm()
    form.offer(assigning.those_who_may())
    if form.validate_on_submit():
        with form.refusals():
            assigning.give_task(found, form.given, actor=current_actor(), now=clock.now())
            flash_with_messages(_("맡겼습니다."))
            return redirect(url_for(".worry", worry_id=worry_id))
    return _page(queries.get_worry(worry_id, viewer=current_actor()), form)


@bp.route("/worries/<uuid:worry_id>/tasks/<uuid:task_id>/<any(finish, call_off):verb>", methods=["GET", "POST"])
@requires(Permission.WORRY_HANDLE)
def end_task(worry_id: UUID, task_id: UUID, verb: str) -> ResponseReturnValue:
    task, form = queries.get_task(worry_id, task_id, viewer=current_actor()), TaskResultForm()
    form.ask_about(task, WorryTaskVerb(verb))
    if form.validate_on_submit():
        with form.refusals():
            ending = WorryTaskVerb.MISS if form.is_missed else WorryTaskVerb(verb)
            ENDINGS[ending](task, form.result.data, actor=current_actor(), now=clock.now())
            home = url_for(".worry", worry_id=worry_id)
            if form.is_missed:
                flash(_("만나지 못한 것으로 적었습니다. 다시 찾아갈 분과 날을 정해 주십시오."), "warning")
                return redirect(home)
            flash(_("기록하였습니다."))
            return redirect(back_or(home))
    record_read(actor=current_actor(), now=clock.now(), subject=(actions.SUBJECT, worry_id))
    return page("worries/task.html", form=form, task=task, verb=WorryTaskVerb(verb))


def on_application(application: Application) -> str:
    """That a neighbour told of it first."""
    worry = queries.worry_behind(application.id, viewer=current_actor())
    return render_template("worries/_on_application.html", worry=worry) if worry else ""


def link_to_worry(worry_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_worry, worry_id)
    if found is None:
        return None
    return links.Link(said(found.number, Series.WORRY), url_for("worries.worry", worry_id=worry_id))


def badge(_viewer: Actor) -> Select[int]:
    return queries.TO_LOOK_INTO
