"""Each occasion on which staff hear of something, made, and how it is seen to."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from portal.accounts.actions import disable_user, enable_user, move_resident_contact
from portal.accounts.proofs import tell_clash
from portal.accounts.queries import get_user
from portal.benefits.ledger.actions import Wanted, refuse_override, request_override
from portal.benefits.programmes.actions import end_programme
from portal.benefits.settlement.actions import raise_dispute, return_statement, withdraw_dispute
from portal.benefits.settlement.models import Dispute
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import MustAct
from portal.consortium.meetings.actions import cancel_meeting
from portal.consortium.meetings.models import Meeting
from portal.coordinators.handovers.actions import give, take_over
from portal.coordinators.referrals.actions import close_referral, decline_referral
from portal.coordinators.referrals.states import CancelledBy, DeclineReason
from portal.coordinators.visits.actions import cancel_visit
from portal.core.permissions import Role
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.leave.actions import call_off
from portal.manuals.actions import return_edition, submit_edition
from portal.monitoring.alerts.actions import go_on
from portal.monitoring.devices.actions import step_device
from portal.monitoring.devices.states import DeviceKind, DeviceVerb
from portal.monitoring.duties.actions import finish_task as finish_duty
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.notices import tell_office, warn_coordinator
from portal.monitoring.duties.states import DutyAct, DutyOutcome
from portal.monitoring.teams.actions import see_to
from portal.monitoring.teams.states import Found
from portal.monitoring.watching.actions import note_seen
from portal.monitoring.watching.states import HeardBy
from portal.monitoring.watching.sweep import judge_due
from portal.monitoring.watching.unseen import tell_of_unseen
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.states import WorryVerb
from portal.notifications.actions import About
from portal.partners.requests.actions import withdraw_request
from portal.privacy.emergency.actions import review_access
from portal.privacy.emergency.states import EmergencyVerb
from portal.privacy.incidents.actions import close_incident, contain_incident, tell_people
from portal.privacy.requests.actions.answering import Reply, answer_request
from portal.privacy.requests.states import RightsKind, RightsVerb
from portal.privacy.reviews.actions import Judged, sign_review
from portal.privacy.reviews.states import Section
from portal.residents.applications.actions import mark_filed, reopen_application, withdraw_application
from portal.residents.applications.states import Urgency
from tests.factories import manuals, meetings, settlement
from tests.factories.accounts import make_staff
from tests.factories.alerts import end_as, make_alert
from tests.factories.body_requests import make_body_link, make_linked_request
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY, make_organisation
from tests.factories.coordinators import make_paired, make_referred
from tests.factories.devices import make_device
from tests.factories.duties import make_duty
from tests.factories.handovers import make_handover
from tests.factories.leave import make_leave
from tests.factories.ledger import choose, make_paying
from tests.factories.privacy import make_access, make_incident, make_review, make_rights_request
from tests.factories.referrals import make_person, make_referral, make_scene, make_visit
from tests.factories.residents import make_application
from tests.factories.teams import make_report
from tests.integration.notifications.occasions_of_care import OF_CARE

Settle = Callable[[], object]


def make_worry() -> Settle:
    told = {"dong_code": MANGWON, "whereabouts": "망원동", "what": "걱정", "reporter_name": "", "reporter_phone": ""}
    worry = report_worry(**told, may_ask=False, now=NOW)
    return lambda: handle_worry(worry, WorryVerb.LOOK_INTO, "전화함", actor=OFFICE, now=NOW)


def make_urgent() -> Settle:
    application = make_application(now=NOW, urgency=Urgency.URGENT)
    return lambda: withdraw_application(application, actor=OFFICE, now=NOW)


def make_decline() -> Settle:
    scene = make_scene()
    referral = make_referral(scene)
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
    return lambda: close_referral(referral, actor=scene.coordinator, now=NOW)


def make_cancelled_visit() -> Settle:
    """A wish that the coordinator has answered by cancelling needs no look any more."""
    scene = make_scene()
    visit = make_visit(scene, scene.another_slot(days=10))
    about = About("visit", visit.id, f"{visit.state} {visit.starts_at.isoformat()}")
    tell_staff([visit.referral.case.coordinator], News(Matter.VISIT, about, "살펴 주십시오", "/"), now=NOW)
    return lambda: cancel_visit(visit, CancelledBy.COORDINATOR, actor=scene.coordinator, now=NOW)


def make_silence() -> Settle:
    scene = make_scene()
    referral = make_referral(scene)
    about = About("referral", referral.id, f"{referral.state} {referral.slot.starts_at.isoformat()}")
    tell_staff([referral.case.coordinator], News(Matter.UNANSWERED, about, "답이 없습니다", "/"), now=NOW)
    return lambda: decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)


def make_override() -> Settle:
    scene = make_scene()
    programme = make_paying(scene.slot.service)
    wanted = Wanted(scene.person.id, programme, TODAY.year, 100_000)
    override = request_override(wanted, reason="모자랍니다.", actor=scene.coordinator, now=NOW)
    return lambda: refuse_override(override, note="안 됩니다.", actor=make_staff().actor, now=NOW)


def make_dispute(must_act: MustAct = MustAct.OFFICE) -> Dispute:
    statement = settlement.make_draft()
    worker = settlement.staff_of(statement.organisation)
    return raise_dispute(lines_of(statement)[0], reason="세 시간", must_act=must_act, actor=worker, now=NOW)


def make_open_dispute() -> Settle:
    dispute = make_dispute()
    worker = settlement.staff_of(dispute.line.statement.organisation)
    return lambda: withdraw_dispute(dispute, actor=worker, now=NOW)


def make_returned_statement() -> Settle:
    statement = settlement.submit(settlement.make_draft())
    return_statement(statement, reason="시간이 다릅니다", actor=settlement.office(), now=NOW)
    return lambda: settlement.submit(statement)


def make_meeting() -> tuple[Meeting, Settle]:
    office = make_staff().actor
    meeting = meetings.make_meeting(office, starts_at=NOW + timedelta(days=3))
    return meeting, lambda: cancel_meeting(meeting, actor=office, now=NOW)


def make_manual() -> Settle:
    author = manuals.make_actor("한지원", Role.COORDINATOR)
    edition = manuals.make_draft(author)
    submit_edition(edition, actor=author, now=NOW)
    reviewer = manuals.make_actor("김도움", Role.COORDINATOR)
    return lambda: return_edition(edition, "고쳐 주십시오", actor=reviewer, now=NOW)


def make_member_left_alone() -> Settle:
    member, office = make_organisation(), make_staff().actor
    worker = make_staff(Role.COOPERATIVE, organisation_id=member.id)
    disable_user(worker, actor=office, now=NOW)
    return lambda: enable_user(worker, actor=office, now=NOW)


def make_ending_programme() -> Settle:
    scene = make_scene()
    programme = make_paying(scene.slot.service)
    choose(scene.line, programme)
    end_programme(programme, TODAY, actor=make_staff().actor, now=NOW)
    return lambda: choose(scene.line, None, now=NOW + timedelta(hours=1))


def make_clash() -> Settle:
    person = make_person(phone="+821012345678")
    assert person.user_id is not None
    tell_clash(person.user_id, now=NOW)
    user = get_user(person.user_id)
    return lambda: move_resident_contact(user, "+821099998888", None, actor=OFFICE, now=NOW)


def make_leave_to_answer() -> Settle:
    away, deputy = make_staff(Role.COORDINATOR, name="한지원"), make_staff(Role.COORDINATOR, name="김이음")
    leave = make_leave(away, deputy)
    return lambda: call_off(leave, actor=away.actor, now=NOW)


def make_handed_over() -> Settle:
    handover = make_handover()

    def settle() -> None:
        give(handover, "열쇠는 옆집에 있습니다.", actor=handover.giver.actor, now=NOW)
        take_over(handover, actor=handover.taker.actor, now=NOW)

    return settle


def make_emergency() -> Settle:
    access = make_access()
    return lambda: review_access(access, EmergencyVerb.FIND_FINE, "통화해 확인함", actor=make_staff().actor, now=NOW)


def make_review_to_sign() -> Settle:
    review = make_review()
    judged = {section: Judged("확인함", "") for section in Section}
    return lambda: sign_review(review, judged, actor=make_staff().actor, now=NOW)


def make_leak_found() -> Settle:
    office = make_staff()
    incident = make_incident(office)

    def settle() -> None:
        contain_incident(incident, "계정을 막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        close_incident(incident, "마침", actor=office.actor, now=NOW)

    return settle


def make_alert_to_act_on() -> Settle:
    alert = make_alert()
    go_on(alert, actor=OFFICE, now=NOW)
    return lambda: end_as(alert)


def make_rights_asked() -> Settle:
    request = make_rights_request(RightsKind.ASK)
    reply = Reply(verb=RightsVerb.GRANT, words="살펴보았습니다.")
    return lambda: answer_request(request, reply, actor=make_staff().actor, now=NOW)


def make_duty_nearly_due() -> Settle:
    duty = make_duty(act=DutyAct.TASK, task="열쇠 확인")
    warn_coordinator(duty.coordinator, 1, NOW)

    def see_to_all() -> None:
        finish_duty(duty, actor=duty.coordinator.actor, now=NOW)
        db.session.execute(update(CareDuty).values(ended_at=NOW, outcome=DutyOutcome.DONE))

    return see_to_all


def make_duty_overdue() -> Settle:
    duty = make_duty(act=DutyAct.TASK, task="열쇠 확인", due_at=NOW - timedelta(hours=1))
    tell_office(duty.coordinator, 1, NOW)
    return lambda: finish_duty(duty, actor=duty.coordinator.actor, now=NOW)


def make_unseen() -> Settle:
    case, yesterday = make_paired(), NOW - timedelta(days=1)
    case.opened_at = yesterday
    device = make_device(case, DeviceKind.MOTION, now=yesterday)
    step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=NOW)
    judge_due(NOW)
    tell_of_unseen(NOW)
    return lambda: note_seen(case.household_id, HeardBy.SEEN, NOW, "", actor=OFFICE, now=NOW)


def make_neighbour_report() -> Settle:
    report = make_report(found=Found.NOBODY)
    return lambda: see_to(report, "전화로 안부를 여쭘", actor=OFFICE, now=NOW)


def make_dong_answer() -> Settle:
    sent = make_referred(make_staff(Role.CARE_MANAGER))
    mark_filed(sent, "", actor=OFFICE, now=NOW)
    return lambda: reopen_application(sent, actor=OFFICE, now=NOW)


def make_asking_body() -> Settle:
    request = make_linked_request(make_body_link(make_staff().actor))
    return lambda: withdraw_request(request, "거둠", actor=OFFICE, now=NOW)


MADE: dict[Matter, Callable[[], Settle]] = {
    Matter.URGENT_APPLICATION: make_urgent,
    Matter.WORRY: make_worry,
    Matter.DECLINED: make_decline,
    Matter.UNANSWERED: make_silence,
    Matter.VISIT: make_cancelled_visit,
    Matter.OVERRIDE: make_override,
    Matter.DISPUTE: make_open_dispute,
    Matter.STATEMENT: make_returned_statement,
    Matter.MEETING: lambda: make_meeting()[1],
    Matter.MANUAL: make_manual,
    Matter.NUMBER: make_clash,
    Matter.COVER: make_leave_to_answer,
    Matter.HANDOVER: make_handed_over,
    Matter.MEMBER: make_member_left_alone,
    Matter.PROGRAMME: make_ending_programme,
    Matter.EMERGENCY: make_emergency,
    Matter.REVIEW: make_review_to_sign,
    Matter.INCIDENT: make_leak_found,
    Matter.ALERT: make_alert_to_act_on,
    Matter.RIGHTS: make_rights_asked,
    Matter.DUTY: make_duty_nearly_due,
    Matter.BREACH: make_duty_overdue,
    Matter.NEIGHBOUR: make_neighbour_report,
    Matter.UNSEEN: make_unseen,
    Matter.DONG_OFFICE: make_dong_answer,
    Matter.BODY_REQUEST: make_asking_body,
    **OF_CARE,
}
