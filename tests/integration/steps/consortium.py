"""Manuals, meetings, worries and what calls left to do, and how they are led on."""

from typing import Any

from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingVerb
from portal.consortium.minutes.actions import seal_minutes
from portal.consortium.minutes.states import MinutesVerb
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals import actions as manuals
from portal.manuals.models import ManualEdition
from portal.manuals.states import ManualEditionVerb
from portal.monitoring.aid import actions as aids
from portal.monitoring.aid.actions import Answer
from portal.monitoring.aid.states import AidState, AidVerb, AmountBand
from portal.monitoring.calls import actions as calls
from portal.monitoring.calls.states import CallTaskVerb
from portal.monitoring.workplan import actions as workplans
from portal.monitoring.workplan.states import WorkPlanVerb
from portal.monitoring.worries import actions as worries
from portal.monitoring.worries.states import WORRY_STATES
from tests.factories import coordinators as people
from tests.factories import manuals as made_manuals
from tests.factories import meetings as made_meetings
from tests.factories.aid import make_aid
from tests.factories.calls import make_call_task, make_due
from tests.factories.consortium import MANGWON, NOW
from tests.factories.minutes import make_out
from tests.factories.workplan import make_work_plan
from tests.integration.steps.standing import LATER, Act, Maker, Standing

OFFICE = people.OFFICE


def manual_in(state: str) -> Maker:
    def make() -> Standing:
        author, reviewer = (made_manuals.make_actor(name, Role.COORDINATOR) for name in ("한지원", "이검토"))
        approver, now = made_manuals.make_actor("박승인", Role.OFFICE), made_manuals.MORNING
        returner = approver if state == "reviewed" else reviewer
        edition = made_manuals.make_draft(author)
        on = made_manuals.FIRST_DAY
        released_at = day_bounds(on)[0]

        def lead(row: ManualEdition, *, submitted: bool, reviewed: bool, approved: bool) -> None:
            if submitted:
                manuals.submit_edition(row, actor=author, now=now)
            if reviewed:
                manuals.review_edition(row, actor=reviewer, now=now)
            if approved:
                manuals.publish_edition(row, on, actor=approver, now=now)

        if state == "published":
            made_manuals.publish(edition, reviewer, approver)
            successor = manuals.draft_edition(edition.manual, "개정", actor=author, now=now)
            lead(successor, submitted=True, reviewed=True, approved=True)
            successor_id = successor.id
        lead(
            edition,
            submitted=state in ("in_review", "reviewed", "scheduled"),
            reviewed=state in ("reviewed", "scheduled"),
            approved=state == "scheduled",
        )

        def supersede(_row: ManualEdition) -> None:
            row = db.session.get_one(ManualEdition, successor_id)
            manuals.release_edition(row, actor=approver, now=released_at)

        return Standing(
            edition,
            {
                ManualEditionVerb.SUBMIT: lambda row: manuals.submit_edition(row, actor=author, now=now),
                ManualEditionVerb.REVIEW: lambda row: manuals.review_edition(row, actor=reviewer, now=now),
                ManualEditionVerb.RETURN: lambda row: manuals.return_edition(row, "고침", actor=returner, now=now),
                ManualEditionVerb.PUBLISH: lambda row: manuals.publish_edition(row, on, actor=approver, now=now),
                ManualEditionVerb.RELEASE: lambda row: manuals.release_edition(row, actor=approver, now=released_at),
                ManualEditionVerb.CALL_OFF: lambda row: manuals.call_edition_off(row, "미룸", actor=approver, now=now),
                ManualEditionVerb.SUPERSEDE: supersede,
                ManualEditionVerb.DISCARD: lambda row: manuals.discard_edition(row, "그만둠", actor=author, now=now),
            },
        )

    return make


def planned_meeting() -> Standing:
    office = made_meetings.make_office()
    return _meeting(made_meetings.make_held(office), office)


def meeting_under_way() -> Standing:
    """Just begun, with nothing written; it is closed once it is known who came."""
    office = made_meetings.make_office()
    meeting = made_meetings.make_meeting(office)
    meetings.begin_meeting(meeting, actor=office, now=made_meetings.START)
    standing = _meeting(meeting, office)
    close = standing.acts[MeetingVerb.CLOSE]
    standing.acts[MeetingVerb.CLOSE] = lambda row: close(made_meetings.hold(row, office))
    return standing


def _meeting(meeting: Meeting, office: Actor) -> Standing:
    now = made_meetings.AFTER
    return Standing(
        meeting,
        {
            MeetingVerb.BEGIN: lambda row: meetings.begin_meeting(row, actor=office, now=now),
            MeetingVerb.TAKE_BACK: lambda row: meetings.take_begin_back(row, actor=office, now=now),
            MeetingVerb.CLOSE: lambda row: meetings.close_meeting(row, actor=office, now=now),
            MeetingVerb.CANCEL: lambda row: meetings.cancel_meeting(row, actor=office, now=now),
        },
    )


def minutes_out() -> Standing:
    office = made_meetings.make_office()
    out = make_out(office)
    over = day_bounds(out.until)[1]
    return Standing(out, {MinutesVerb.SEAL: lambda row: seal_minutes(row, actor=office, now=over)})


def reported_worry() -> Standing:
    worry = worries.report_worry(
        dong_code=MANGWON,
        whereabouts="골목 끝 집",
        what="우편물이 쌓였습니다",
        reporter_name="",
        reporter_phone="",
        now=NOW,
    )
    return Standing(worry, _worry_acts())


def worry_seen() -> Standing:
    standing = reported_worry()
    standing.acts["see"](standing.row)
    return standing


def worry_after(verb: str) -> Maker:
    def make() -> Standing:
        standing = reported_worry()
        standing.acts[verb](standing.row)
        return standing

    return make


def _worry_acts() -> dict[str, Act]:
    def act_by(verb: Any) -> Act:
        return lambda row: worries.handle_worry(row, verb, "전화함", actor=OFFICE, now=LATER)

    return {verb: act_by(verb) for verb in WORRY_STATES.verb_type}


def work_plan(*, running: bool) -> Maker:
    def make() -> Standing:
        user = people.make_office()
        office = user.actor
        acts: dict[str, Act] = {
            WorkPlanVerb.BEGIN: lambda row: workplans.begin_plan(row, actor=office, now=LATER),
            WorkPlanVerb.CLOSE: lambda row: workplans.close_plan(row, actor=office, now=LATER),
        }
        return Standing(make_work_plan(user, running=running), acts)

    return make


def aid_asked() -> Standing:
    return _aid()


def aid_after(verb: AidVerb) -> Maker:
    """Asked for, and answered or withdrawn."""

    def make() -> Standing:
        standing = _aid()
        standing.acts[verb](standing.row)
        return standing

    return make


def _aid() -> Standing:
    aid, office = make_aid(), people.make_office().actor

    def answer(state: AidState, band: AmountBand = AmountBand.UNANSWERED) -> Act:
        said = Answer(state, aid.asked_on, band, "답")
        return lambda row: aids.answer_aid(row, said, actor=office, now=LATER)

    return Standing(
        aid,
        {
            AidVerb.GRANT: answer(AidState.GRANTED, AmountBand.UP_TO_300),
            AidVerb.REFUSE: answer(AidState.REFUSED),
            AidVerb.WITHDRAW: lambda row: aids.withdraw_aid(row, actor=office, now=LATER),
            AidVerb.APPEAL: lambda row: aids.appeal_aid(row, actor=office, now=LATER),
            AidVerb.STRIKE: lambda row: aids.strike_aid(row, actor=office, now=LATER),
        },
    )


def call_task_open() -> Standing:
    task = make_call_task(make_due().household_id)
    do, drop = CallTaskVerb.DO, CallTaskVerb.DROP
    return Standing(
        task,
        {
            do: lambda row: calls.finish_task(row, actor=OFFICE, now=LATER),
            drop: lambda row: calls.end_task(row, drop, actor=OFFICE, now=LATER),
        },
    )
