"""Pages on which a worry is reported and looked into."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.accounts.rules import Limit
from portal.accounts.visitors import count_unproved
from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.permissions import Actor, Permission
from portal.core.series import Series
from portal.monitoring.worries import actions, queries
from portal.monitoring.worries.forms import HandleForm, WorryForm
from portal.monitoring.worries.states import WORRY_STATES
from portal.web import links
from portal.web.access import current_actor, found_by_search, public, requires
from portal.web.numbered import said
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("worries", __name__)
SENT = "worry_number"
REPORTS = Limit("worries reported", 20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
"""From one address, which may be a whole office; beyond it there is the telephone."""


@bp.route("/worry", methods=["GET", "POST"])
@public("a neighbour may report a worry without an account")
@found_by_search
def report() -> ResponseReturnValue:
    form = WorryForm()
    form.offer_dongs()
    if form.validate_on_submit():
        with form.refusals():
            count_unproved((REPORTS,), now=clock.now())
            worry = actions.report_worry(
                dong_code=form.dong.data,
                whereabouts=form.whereabouts.data,
                what=form.what.data,
                reporter_name=form.reporter_name.data or "",
                reporter_phone=form.reporter_phone.data or "",
                now=clock.now(),
            )
            session[SENT] = worry.number
            return redirect(url_for("worries.reported"))
    return page("worries/report.html", form=form)


@bp.get("/worry/reported")
@public("tells the reporter that the report arrived")
def reported() -> ResponseReturnValue:
    if SENT not in session:
        return redirect(url_for("worries.report"))
    return page("worries/reported.html", number=session[SENT])


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
            actions.handle_worry(found, form.chosen_verb, form.outcome.data, actor=current_actor(), now=clock.now())
            flash(_("기록하였습니다."))
            return redirect(back_or(url_for("worries.worries")))
    record_read(actor=current_actor(), now=clock.now(), subject=(actions.SUBJECT, found.id))
    return page("worries/worry.html", form=form, worry=found, steps=history(WORRY_STATES, found.id))


def link_to_worry(worry_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_worry, worry_id)
    if found is None:
        return None
    return links.Link(said(found.number, Series.WORRY), url_for("worries.worry", worry_id=worry_id))


def badge(_viewer: Actor) -> Select[int]:
    return queries.TO_LOOK_INTO
