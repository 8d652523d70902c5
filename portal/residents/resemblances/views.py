"""The office judges whether two files are about one person."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.residents.applications.queries import applications_of
from portal.residents.resemblances import actions, queries
from portal.residents.resemblances.forms import JoinForm, ReasonForm
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.presentation import compared
from portal.residents.resemblances.rules import proposed_to_keep
from portal.residents.resemblances.states import RESEMBLANCE_STATES
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("resemblances", __name__, url_prefix="/people")


@bp.get("/alike")
@requires(Permission.PERSON_JOIN)
def waiting() -> ResponseReturnValue:
    return page("resemblances/waiting.html", page=queries.waiting_pairs(page_number()), judged=queries.judged_pairs())


@bp.get("/alike/<uuid:resemblance_id>")
@requires(Permission.PERSON_JOIN)
def compare(resemblance_id: UUID) -> ResponseReturnValue:
    """Both files side by side, in full; that somebody read them is recorded for both."""
    pair = _pair(resemblance_id)
    for one in (pair.other, pair.person):
        record_read(actor=current_actor(), now=clock.now(), subject=("household", one.household_id), fields="alike")
    return page(
        "resemblances/compare.html",
        pair=pair,
        files=[(one, applications_of(one.id)) for one in (pair.other, pair.person)],
        facts=compared(pair),
        steps=history(RESEMBLANCE_STATES, pair.id),
    )


@bp.route("/alike/<uuid:resemblance_id>/join", methods=["GET", "POST"])
@requires(Permission.PERSON_JOIN)
def join(resemblance_id: UUID) -> ResponseReturnValue:
    pair, now = _pair(resemblance_id), clock.now()
    form = JoinForm()
    form.offer(pair, proposed_to_keep(pair.other, pair.person, queries.is_in_care))
    if form.validate_on_submit():
        with form.refusals():
            actions.join_people(
                pair,
                form.chosen(pair),
                facts=form.chosen_facts,
                reason=form.reason.data,
                actor=current_actor(),
                now=now,
            )
            flash(_("한 분으로 합쳤습니다. 잘못 합쳤으면 되돌릴 수 있습니다."))
            return redirect(url_for(".compare", resemblance_id=pair.id))
    return page("resemblances/join.html", form=form, pair=_pair(resemblance_id))


@bp.route("/alike/<uuid:resemblance_id>/apart", methods=["GET", "POST"])
@requires(Permission.PERSON_JOIN)
def keep_apart(resemblance_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.keep_apart(_pair(resemblance_id), form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("다른 분으로 두었습니다. 다시 묻지 않습니다."))
            return redirect(url_for(".waiting"))
    words = {
        "title": _("다른 분으로 두기"),
        "hint": _("예: 부부가 전화기 하나를 함께 씀"),
        "button_words": _("따로 두기"),
    }
    return page("resemblances/reason.html", form=form, pair=_pair(resemblance_id), **words)


@bp.route("/alike/<uuid:resemblance_id>/undo", methods=["GET", "POST"])
@requires(Permission.PERSON_JOIN)
def undo(resemblance_id: UUID) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.undo_join(_pair(resemblance_id), form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("합친 것을 되돌렸습니다. 두 파일이 다시 따로 있습니다."))
            return redirect(url_for(".compare", resemblance_id=resemblance_id))
    return _judging(form, resemblance_id, _("합친 것 되돌리기"), _("예: 통화해 보니 동명이인이었음"), _("되돌리기"))


@bp.post("/alike/<uuid:resemblance_id>/again")
@requires(Permission.PERSON_JOIN)
def look_again(resemblance_id: UUID) -> ResponseReturnValue:
    pair = _pair(resemblance_id)
    actions.look_again(pair, actor=current_actor(), now=clock.now())
    flash(_("다시 확인할 두 분에 두었습니다."))
    return redirect(url_for(".compare", resemblance_id=pair.id))


def _judging(form: ReasonForm, resemblance_id: UUID, title: str, hint: str, button_words: str) -> ResponseReturnValue:
    """Where the office says how it knows."""
    pair = _pair(resemblance_id)
    return page("resemblances/reason.html", form=form, pair=pair, title=title, hint=hint, button_words=button_words)


def _pair(resemblance_id: UUID) -> Resemblance:
    return queries.get_resemblance(resemblance_id, viewer=current_actor())


def badge(_viewer: Actor) -> Select[int]:
    return queries.WAITING
