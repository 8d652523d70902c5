"""Asking somebody: question by question on a phone, or the whole from paper; and what was answered over time."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import case_of_household
from portal.coordinators.caseload.states import CaseState
from portal.core import clock
from portal.core.dates import format_day
from portal.core.errors import Conflict, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.screening import actions, queries
from portal.monitoring.screening.editions import questionnaire_in_force, used_editions
from portal.monitoring.screening.forms import CheckForm, PaperForm, QuestionForm
from portal.monitoring.screening.presentation import course_of, side_by_side
from portal.monitoring.screening.states import ScreenedBy
from portal.monitoring.screening.views.blueprint import bp
from portal.residents.consents.actions import agree_again
from portal.residents.consents.states import ConsentKind
from portal.residents.consents.texts import shipped_text
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

CHANGED = N_("그사이 점검지의 새 판이 나왔습니다. 바뀐 문항으로 처음부터 다시 여쭈어 주십시오.")


def _case(household_id: UUID) -> CareCase:
    """The household's case; seeing what somebody answered is a recorded read."""
    actor = current_actor()
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=("household", household_id), fields="screening")
    return case


def _may_ask(case: CareCase) -> bool:
    return case.state is not CaseState.CLOSED and queries.has_agreed(case.person_id)


@bp.get("/households/<uuid:household_id>/screening")
@requires(Permission.SCREENING_WRITE)
def household(household_id: UUID) -> ResponseReturnValue:
    case, today = _case(household_id), clock.day_of(clock.now())
    answered = queries.screenings_of(case.person_id)
    edition = questionnaire_in_force()
    draft = queries.draft_of(case.person_id, current_actor().user_id)
    return page(
        "screening/household.html",
        case=case,
        latest=queries.latest_screening(case.person_id, today),
        answered=answered,
        course=course_of(answered),
        table_of=side_by_side(answered),
        is_begun=bool(actions.replies_kept(draft, edition.number)),
        has_agreed=queries.has_agreed(case.person_id),
        is_over=case.state is CaseState.CLOSED,
        consent=shipped_text(ConsentKind.SENSITIVE),
        act=ActionForm(),
    )


@bp.post("/households/<uuid:household_id>/screening/agree")
@requires(Permission.SCREENING_WRITE)
def agree(household_id: UUID) -> ResponseReturnValue:
    """Staff read the text to the person, who agreed."""
    case = _case(household_id)
    person = case.application.person
    agree_again(person, ConsentKind.SENSITIVE, actor=current_actor(), now=clock.now())
    flash(_("동의하신 것으로 적었습니다."))
    return redirect(carrying(url_for(".household", household_id=household_id)))


@bp.route("/households/<uuid:household_id>/screening/questions/<int:place>", methods=["GET", "POST"])
@requires(Permission.SCREENING_WRITE)
def question(household_id: UUID, place: int) -> ResponseReturnValue:
    case, edition = _case(household_id), questionnaire_in_force()
    if not 1 <= place <= len(edition.questions):
        raise NotFound
    if not _may_ask(case):
        return redirect(carrying(url_for(".household", household_id=household_id)))
    actor = current_actor()
    kept = actions.replies_kept(queries.draft_of(case.person_id, actor.user_id), edition.number)
    form = QuestionForm(reply=kept.get(place - 1), edition=str(edition.number))
    if form.is_submitted() and form.edition_shown != edition.number:
        flash(_(CHANGED), "warning")
        return redirect(carrying(url_for(".question", household_id=household_id, place=1)))
    if form.validate_on_submit():
        with form.refusals():
            actions.keep_reply(case, edition.number, place - 1, form.reply.data, actor=actor, now=clock.now())
            return redirect(carrying(_after(household_id, place, len(edition.questions))))
    return page(
        "screening/question.html",
        form=form,
        case=case,
        place=place,
        before=place - 1,
        total=len(edition.questions),
        asked=edition.questions[place - 1],
    )


def _after(household_id: UUID, place: int, total: int) -> str:
    if place < total:
        return url_for(".question", household_id=household_id, place=place + 1)
    return url_for(".check", household_id=household_id)


@bp.route("/households/<uuid:household_id>/screening/check", methods=["GET", "POST"])
@requires(Permission.SCREENING_WRITE)
def check(household_id: UUID) -> ResponseReturnValue:
    case, edition = _case(household_id), questionnaire_in_force()
    actor, now = current_actor(), clock.now()
    replies = actions.replies_kept(queries.draft_of(case.person_id, actor.user_id), edition.number)
    form = CheckForm(asked_on=clock.day_of(now), edition=str(edition.number))
    if form.validate_on_submit():
        with form.refusals():
            if form.edition_shown != edition.number:
                raise Conflict(CHANGED)
            return _record(case, _asked(form, edition.number, replies, form.asked_by.data))
    form.edition.data = str(edition.number)
    return page("screening/check.html", form=form, case=case, edition=edition, replies=replies)


@bp.route("/households/<uuid:household_id>/screening/paper", methods=["GET", "POST"])
@requires(Permission.SCREENING_WRITE)
def paper(household_id: UUID) -> ResponseReturnValue:
    """The edition is the one that the paper names; sent, the one whose questions were shown."""
    case, used = _case(household_id), used_editions()
    if not _may_ask(case):
        return redirect(carrying(url_for(".household", household_id=household_id)))
    form = PaperForm(edition=request.args.get("edition", str(used[0].number)))
    edition = next((each for each in used if each.number == form.edition_shown), None)
    if edition is None:
        raise NotFound
    form.ask(edition.questions)
    if form.validate_on_submit():
        with form.refusals():
            return _record(case, _asked(form, edition.number, form.by_place, ScreenedBy.PAPER))
    return page("screening/paper.html", form=form, case=case, edition=edition, others=[each.number for each in used])


def _asked(form: CheckForm | PaperForm, edition: int, replies: actions.Replies, asked_by: ScreenedBy) -> actions.Asked:
    return actions.Asked(
        edition=edition,
        replies=replies,
        asked_on=form.asked_on.data,
        asked_by=asked_by,
        note=form.note.data,
        next_on=form.next_on.data,
    )


def _record(case: CareCase, asked: actions.Asked) -> ResponseReturnValue:
    """Keep it, and say how much the person is in danger beside what was found before."""
    now = clock.now()
    before = queries.risk_of(case.person_id, asked.asked_on)
    screening = actions.record_screening(case, asked, actor=current_actor(), now=now)
    found = _(
        "점검을 저장했습니다. %(level)s, %(score)d점. 다음 점검은 %(day)s까지입니다.",
        level=label(screening.level),
        score=screening.score,
        day=format_day(screening.next_on),
    )
    flash(found if before is None else " ".join((found, _("지난번에는 %(level)s이었습니다.", level=label(before)))))
    return redirect(back_or(url_for(".household", household_id=screening.household_id)))


@bp.post("/households/<uuid:household_id>/screening/<uuid:screening_id>/strike")
@requires(Permission.SCREENING_WRITE)
def strike(household_id: UUID, screening_id: UUID) -> ResponseReturnValue:
    case = _case(household_id)
    found = queries.get_screening(case.person_id, screening_id)
    actions.strike_screening(found, case, actor=current_actor(), now=clock.now())
    flash(_("잘못 적은 점검으로 표시했습니다. 기록에는 남고 위험 수준에는 들어가지 않습니다."))
    return redirect(url_for(".household", household_id=household_id))
