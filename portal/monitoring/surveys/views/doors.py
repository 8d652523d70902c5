"""Walking from door to door: the list of the team, one door in three taps, and what follows for those in need."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history
from portal.core import clock
from portal.core.dongs import dong as dong_of
from portal.core.permissions import Permission
from portal.monitoring.surveys import actions, queries
from portal.monitoring.surveys.forms import LedForm, NewDoorForm, ResultForm, WishForm, WordForm
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.presentation import total_of
from portal.monitoring.surveys.scope import walked_dongs
from portal.monitoring.surveys.states import DOOR_STATES, DoorState, SurveyState
from portal.monitoring.surveys.views.blueprint import bp
from portal.monitoring.surveys.views.planning import survey_at
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

LEFT, ALL = "", "all"


@bp.get("/<uuid:survey_id>/doors")
@requires(Permission.SURVEY_WORK)
def doors(survey_id: UUID) -> ResponseReturnValue:
    """Where somebody still has to go, by street; the addresses are shown to the team alone, which is noted."""
    actor, found = current_actor(), survey_at(survey_id)
    dong_code, show = request.args.get("dong", ""), request.args.get("show", LEFT)
    walked = walked_dongs(found, actor)
    sought = queries.Sought(dong_code=dong_code if dong_code in walked else "", only_left=show != ALL)
    shown = queries.doors(found, sought, page_number(), viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=(actions.SUBJECT, survey_id), fields="addresses")
    return page(
        "surveys/doors.html",
        survey=found,
        list=shown,
        sought=sought,
        known=queries.known_doors(shown.items, actor),
        walked=walked,
        dong_tabs=_dong_tabs(found, walked, sought),
        gone=queries.doors_without_address(found),
        here=request.full_path,
    )


def _dong_tabs(found: Survey, walked: Sequence[str], sought: queries.Sought) -> list[tuple[str, str, bool, int]]:
    """Each dong that the viewer walks with how many doors are left in it."""
    by_dong, show = queries.counts_by_dong(found, viewer=current_actor()), None if sought.only_left else ALL
    counts = {code: by_dong[code] for code in walked}
    told = [
        ("", _("모든 동") if len(walked) == len(found.dong_codes) else _("맡은 동 모두"), total_of(counts).left),
        *((code, dong_of(code).short_name, c.left) for code, c in counts.items()),
    ]
    return [
        (words, url_for(".doors", survey_id=found.id, dong=code or None, show=show), code == sought.dong_code, left)
        for code, words, left in told
    ]


def _door(survey_id: UUID, door_id: UUID) -> SurveyDoor:
    """One door of the team; that it was opened is noted."""
    actor = current_actor()
    found = queries.get_door(survey_id, door_id, viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=(actions.DOOR, door_id), fields="address")
    return found


@bp.route("/<uuid:survey_id>/doors/<uuid:door_id>", methods=["GET", "POST"])
@requires(Permission.SURVEY_WORK)
def door(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    """The second and the third tap: what was found, and keeping it."""
    found, form = _door(survey_id, door_id), ResultForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.record_result(found, form.verb.data, form.note.data, actor=current_actor(), now=clock.now())
            if found.state is DoorState.NEEDS_HELP:
                return redirect(url_for(".follow_up", survey_id=survey_id, door_id=door_id))
            flash(_("적었습니다. 다음 곳으로 가십시오."))
            return redirect(back_or(url_for(".doors", survey_id=survey_id, dong=found.dong_code)))
    return page(
        "surveys/door.html",
        form=form,
        door=found,
        act=ActionForm(),
        is_under_way=found.survey.state is SurveyState.UNDER_WAY,
        known=queries.known_doors([found], current_actor()).get(found.id),
        steps=history(DOOR_STATES, found.id),
    )


@bp.post("/<uuid:survey_id>/doors/<uuid:door_id>/again")
@requires(Permission.SURVEY_WORK)
def again(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    actions.look_again(_door(survey_id, door_id), actor=current_actor(), now=clock.now())
    flash(_("다시 찾아갈 곳으로 돌려놓았습니다."))
    return redirect(url_for(".door", survey_id=survey_id, door_id=door_id))


@bp.route("/<uuid:survey_id>/doors/new", methods=["GET", "POST"])
@requires(Permission.SURVEY_WORK)
def new_door(survey_id: UUID) -> ResponseReturnValue:
    found, form = survey_at(survey_id), NewDoorForm()
    form.offer(walked_dongs(found, current_actor()))
    if form.validate_on_submit():
        with form.refusals():
            added = actions.add_door(found, form.listed, actor=current_actor(), now=clock.now())
            return redirect(url_for(".door", survey_id=survey_id, door_id=added.id))
    return page("surveys/new_door.html", form=form, survey=found)


@bp.get("/<uuid:survey_id>/doors/<uuid:door_id>/help")
@requires(Permission.SURVEY_WORK)
def follow_up(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    """Somebody needs help: an application with their consent, or a word about it without a name."""
    return _follow_up_page(_door(survey_id, door_id), _led_form(), WordForm())


def _led_form() -> LedForm:
    form = LedForm()
    form.offer(queries.just_entered(current_actor(), now=clock.now()))
    return form


def _follow_up_page(
    found: SurveyDoor, led: LedForm, word: WordForm, wish: WishForm | None = None
) -> ResponseReturnValue:
    led_to = links.link_to("application", found.application_id) if found.application_id else None
    return page(
        "surveys/follow_up.html",
        form=next((form for form in (word, wish) if form and form.errors), led),
        led=led,
        wish=wish or WishForm(formdata=None),
        word=word,
        door=found,
        led_to=led_to,
        here=url_for(".follow_up", survey_id=found.survey_id, door_id=found.id),
        may_worry=current_actor().can(Permission.WORRY_HANDLE),
    )


@bp.post("/<uuid:survey_id>/doors/<uuid:door_id>/application")
@requires(Permission.SURVEY_WORK)
def led(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    found, form = _door(survey_id, door_id), _led_form()
    if form.validate_on_submit():
        with form.refusals():
            is_same = form.is_same_home.data
            actions.lead_to_application(
                found, form.number, is_same_home=is_same, actor=current_actor(), now=clock.now()
            )
            flash(_("받은 신청을 이어 적었습니다."))
            return redirect(back_or(url_for(".doors", survey_id=survey_id, dong=found.dong_code)))
    return _follow_up_page(_door(survey_id, door_id), form, WordForm(formdata=None))


@bp.post("/<uuid:survey_id>/doors/<uuid:door_id>/word")
@requires(Permission.SURVEY_WORK)
def word(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    found, form = _door(survey_id, door_id), WordForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_worry(found, form.what.data, actor=current_actor(), now=clock.now())
            flash(_("이름 없이 걱정 소식으로 남겼습니다."))
            return redirect(back_or(url_for(".doors", survey_id=survey_id, dong=found.dong_code)))
    empty = LedForm(formdata=None)
    empty.offer(queries.just_entered(current_actor(), now=clock.now()))
    return _follow_up_page(_door(survey_id, door_id), empty, form)


@bp.post("/<uuid:survey_id>/doors/<uuid:door_id>/wish")
@requires(Permission.SURVEY_WORK)
def wish(survey_id: UUID, door_id: UUID) -> ResponseReturnValue:
    """Somebody wants to apply, and whoever stands there takes no applications."""
    found, form = _door(survey_id, door_id), WishForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_wish(found, form.how.data, actor=current_actor(), now=clock.now())
            flash(_("사무국에 전했습니다. 사무국이나 코디네이터가 연락드려 신청을 받습니다."))
            return redirect(back_or(url_for(".doors", survey_id=survey_id, dong=found.dong_code)))
    return _follow_up_page(_door(survey_id, door_id), _led_form(), WordForm(formdata=None), form)
