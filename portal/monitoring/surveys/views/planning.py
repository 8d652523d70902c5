"""Planning a survey: its dongs, its team, the lists that are brought along, and how far it is."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.sheets import csv_file
from portal.documents.views import attached
from portal.monitoring.surveys import actions, queries
from portal.monitoring.surveys.forms import ListForm, SurveyDongsForm, SurveyPlanForm, TeamForm, plan_values
from portal.monitoring.surveys.importing import ADDRESS, DETAIL, DONG, MAX_BYTES, Listed, read_list
from portal.monitoring.surveys.models import Survey
from portal.monitoring.surveys.presentation import sample_rows, total_of
from portal.monitoring.surveys.scope import counted_for, walked_dongs
from portal.monitoring.surveys.states import SURVEY_STATES, SurveyVerb
from portal.monitoring.surveys.views.blueprint import bp
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.forms import ActionForm
from portal.web.handing import Inside, hands_out
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

DEEDS = {
    SurveyVerb.START: (N_("조사 시작하기"), "primary"),
    SurveyVerb.FINISH: (N_("조사 마치기"), "secondary"),
    SurveyVerb.CALL_OFF: (N_("그만두기"), "tertiary"),
}
"""The words and the kind of each button."""


def survey_at(survey_id: UUID) -> Survey:
    return queries.get_survey(survey_id, viewer=current_actor())


@bp.get("")
@requires(Permission.SURVEY_WORK)
def surveys() -> ResponseReturnValue:
    found = queries.surveys(current_actor(), page_number())
    counted = queries.counts_of(found.items, counted_for(current_actor()))
    totals = {survey.id: total_of(counted.get(survey.id, {})) for survey in found.items}
    return page("surveys/surveys.html", list=found, totals=totals)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def new() -> ResponseReturnValue:
    form = SurveyPlanForm()
    if form.validate_on_submit():
        with form.refusals():
            planned = actions.plan_survey(form.plan, actor=current_actor(), now=clock.now())
            return redirect(url_for(".survey", survey_id=planned.id))
    return page("surveys/plan.html", form=form, survey=None)


@bp.route("/<uuid:survey_id>/edit", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def edit(survey_id: UUID) -> ResponseReturnValue:
    found = locked(survey_at(survey_id))
    form = SurveyPlanForm(data=plan_values(found))
    if form.validate_on_submit():
        with form.refusals():
            actions.change_survey(found, form.plan, actor=current_actor(), now=clock.now())
            form.flash_saved(_("조사 계획을 고쳤습니다."))
            return redirect(url_for(".survey", survey_id=survey_id))
    return page("surveys/plan.html", form=form, survey=found)


@bp.get("/<uuid:survey_id>")
@requires(Permission.SURVEY_WORK)
def survey(survey_id: UUID) -> ResponseReturnValue:
    return _page(survey_at(survey_id), _team_form(survey_at(survey_id)))


def _team_form(found: Survey) -> TeamForm:
    form = TeamForm()
    form.offer(queries.may_join(found, may=actions.those_who_may()))
    return form


def _page(found: Survey, form: TeamForm) -> ResponseReturnValue:
    actor = current_actor()
    by_dong = queries.counts_by_dong(found, viewer=actor)
    return page(
        "surveys/survey.html",
        form=form,
        survey=found,
        act=ActionForm(),
        by_dong=by_dong,
        total=total_of(by_dong),
        by_person=queries.counts_by_person(found, viewer=actor),
        team=queries.team_of(found),
        lists=queries.lists_of(found),
        walked=walked_dongs(found, actor),
        walkers=queries.walkers_by_dong(found),
        deeds=[(verb, _(DEEDS[verb][0]), DEEDS[verb][1]) for verb in SURVEY_STATES.verbs(found.state)],
        is_open=found.state in actions.OPEN,
        steps=history(SURVEY_STATES, found.id),
    )


@bp.post("/<uuid:survey_id>/<any(start, finish, call_off):verb>")
@requires(Permission.SURVEY_MANAGE)
def step(survey_id: UUID, verb: str) -> ResponseReturnValue:
    found = actions.step_survey(survey_at(survey_id), SurveyVerb(verb), actor=current_actor(), now=clock.now())
    flash(_(SurveyVerb(verb).words))
    return redirect(url_for(".survey", survey_id=found.id))


@bp.post("/<uuid:survey_id>/team")
@requires(Permission.SURVEY_MANAGE)
def join(survey_id: UUID) -> ResponseReturnValue:
    found = survey_at(survey_id)
    form = _team_form(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.join_team(found, UUID(form.user.data), actor=current_actor(), now=clock.now())
            flash(_("함께 조사할 분을 더했습니다."))
            return redirect(url_for(".survey", survey_id=survey_id))
    return _page(survey_at(survey_id), form)


@bp.post("/<uuid:survey_id>/team/<uuid:user_id>/leave")
@requires(Permission.SURVEY_MANAGE)
def leave(survey_id: UUID, user_id: UUID) -> ResponseReturnValue:
    actions.leave_team(survey_at(survey_id), user_id, actor=current_actor(), now=clock.now())
    flash(_("조사에서 뺐습니다. 지금부터 주소를 볼 수 없습니다."))
    return redirect(url_for(".survey", survey_id=survey_id))


@bp.route("/<uuid:survey_id>/team/<uuid:user_id>/dongs", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
def divide(survey_id: UUID, user_id: UUID) -> ResponseReturnValue:
    found = survey_at(survey_id)
    member = locked(queries.member_of(found, user_id))
    form = SurveyDongsForm(data={"dongs": list(member.dong_codes)})
    form.offer(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.divide_survey(found, user_id, form.dongs.data or [], actor=current_actor(), now=clock.now())
            form.flash_saved(_("맡은 동을 고쳤습니다. 지금부터 이 동의 주소만 보입니다."))
            return redirect(url_for(".survey", survey_id=survey_id))
    return page("surveys/charge.html", form=form, survey=found, member=member)


def _read(survey_id: UUID) -> list[Listed] | None:
    """Taking a workbook apart takes long."""
    current_actor().require(Permission.SURVEY_MANAGE)
    sent = request.files.get("file")
    if not sent or not sent.filename:
        return None
    return read_list(sent.stream.read(MAX_BYTES + 1), survey_at(survey_id).dong_codes)


@bp.route("/<uuid:survey_id>/list", methods=["GET", "POST"])
@requires(Permission.SURVEY_MANAGE)
@prepares(_read)
def bring(survey_id: UUID) -> ResponseReturnValue:
    found, form = survey_at(survey_id), ListForm()
    if form.validate_on_submit():
        with form.refusals():
            listed = prepared()
            brought = actions.Brought(listed, form.source.data, form.why.data)
            kept = actions.bring_list(found, brought, actor=current_actor(), now=clock.now())
            flash(
                _(
                    "%(added)d곳을 더했습니다. 이미 있던 %(there)d곳은 그대로 두었습니다.",
                    added=kept.added,
                    there=len(listed) - kept.added,
                )
            )
            return redirect(url_for(".survey", survey_id=survey_id))
    return page("surveys/bring.html", form=form, survey=found, most_kilobytes=MAX_BYTES // 1000)


@bp.get("/<uuid:survey_id>/list/sample.csv")
@requires(Permission.SURVEY_MANAGE)
@hands_out(Inside.NOBODY, "an empty table to fill in")
def sample(survey_id: UUID) -> ResponseReturnValue:
    rows = sample_rows(survey_at(survey_id))
    head = [_(ADDRESS), _(DETAIL), _(DONG)]
    return attached(csv_file([head, *rows]), "text/csv; charset=utf-8", _("조사 명단 견본") + ".csv")


def link_to_survey(survey_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_survey, survey_id)
    return links.Link(found.title, url_for("surveys.survey", survey_id=survey_id)) if found else None
