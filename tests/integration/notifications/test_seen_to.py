"""What staff were told of is dropped once it was seen to, whatever it was about."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import (
    disable_user,
    enable_user,
    invite_staff,
    move_resident_contact,
    resend_invitation,
    withdraw_invitation,
)
from portal.accounts.proofs import tell_clash
from portal.accounts.queries import get_user
from portal.benefits.ledger.actions import Wanted, refuse_override, request_override
from portal.benefits.settlement.actions import hand_dispute_over, raise_dispute, withdraw_dispute
from portal.benefits.settlement.models import Dispute
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import MustAct
from portal.consortium.meetings.actions import cancel_meeting, change_meeting, close_meeting
from portal.consortium.meetings.models import Meeting
from portal.consortium.members.tasks import warn_of_expiry
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.letters.actions import take_down_letter
from portal.coordinators.referrals.actions import close_referral, decline_referral
from portal.coordinators.referrals.states import CancelledBy, DeclineReason
from portal.coordinators.visits.actions import cancel_visit
from portal.core.permissions import Role
from portal.duty.actions import News, choose_pace, tell_staff
from portal.duty.models import StaffNotice
from portal.duty.states import Matter, Pace
from portal.duty.tasks import send_digests
from portal.extensions import db
from portal.manuals.actions import return_edition, submit_edition
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.states import WorryVerb
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel, Unsent
from portal.notifications.truth import untruth
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.states import Urgency
from tests.factories import manuals, meetings, settlement
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, OFFICE, TODAY, make_agreement, make_organisation
from tests.factories.ledger import make_paying
from tests.factories.referrals import make_person, make_referral, make_scene, make_visit
from tests.factories.residents import make_application
from tests.factories.visiting import make_letter, messages

pytestmark = pytest.mark.usefixtures("session")
Settle = Callable[[], object]


def make_worry() -> Settle:
    told = {"dong_code": MANGWON, "whereabouts": "망원동", "what": "걱정", "reporter_name": "", "reporter_phone": ""}
    worry = report_worry(**told, now=NOW)
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


def make_clash() -> Settle:
    person = make_person(phone="+821012345678")
    assert person.user_id is not None
    tell_clash(person.user_id, now=NOW)
    user = get_user(person.user_id)
    return lambda: move_resident_contact(user, "+821099998888", None, actor=OFFICE, now=NOW)


MADE: dict[Matter, Callable[[], Settle]] = {
    Matter.URGENT_APPLICATION: make_urgent,
    Matter.WORRY: make_worry,
    Matter.DECLINED: make_decline,
    Matter.UNANSWERED: make_silence,
    Matter.VISIT: make_cancelled_visit,
    Matter.OVERRIDE: make_override,
    Matter.DISPUTE: make_open_dispute,
    Matter.MEETING: lambda: make_meeting()[1],
    Matter.MANUAL: make_manual,
    Matter.MEMBER: make_member_left_alone,
    Matter.NUMBER: make_clash,
}


def why_not(notice: StaffNotice) -> Unsent | None:
    asked = OutboxMessage(subject_kind=notice.subject_kind, subject_id=notice.subject_id, says=notice.says)
    return untruth(asked, NOW)


def test_every_occasion_of_staff_news_is_made_here() -> None:
    assert MADE.keys() == set(Matter)


@pytest.mark.parametrize("matter", Matter)
def test_what_was_seen_to_needs_no_look_any_more(matter: Matter) -> None:
    make_staff()
    make_staff(Role.COORDINATOR)
    settle = MADE[matter]()
    db.session.flush()
    notices = db.session.scalars(select(StaffNotice).where(StaffNotice.matter == matter)).all()
    assert notices
    assert {why_not(notice) for notice in notices} == {None}
    settle()
    db.session.flush()
    assert None not in {why_not(notice) for notice in notices}


class TestDigest:
    def test_says_once_that_a_meeting_was_called_off_and_not_that_it_was_called(self, session: Session) -> None:
        asked = make_staff(Role.COORDINATOR)
        choose_pace(Pace.DAILY, actor=asked.actor, now=NOW)
        settle = make_meeting()[1]
        settle()
        assert send_digests(NOW + timedelta(days=1)) == 1
        (mail,) = messages("staff_digest")
        assert "회의가 취소되었습니다" in mail.body
        assert "회의가 잡혔습니다" not in mail.body

    def test_is_empty_where_everything_was_decided(self, session: Session) -> None:
        office = make_staff()
        choose_pace(Pace.DAILY, actor=office.actor, now=NOW)
        make_override()()
        assert send_digests(NOW + timedelta(days=1)) == 0


class TestMeetings:
    def test_only_the_last_place_and_time_are_told(self, session: Session) -> None:
        make_staff(Role.COORDINATOR)
        meeting, _settle = make_meeting()
        office = make_staff().actor
        change_meeting(meeting, meetings.values(meeting.starts_at, place="1층"), actor=office, now=NOW)
        change_meeting(meeting, meetings.values(meeting.starts_at, place="2층"), actor=office, now=NOW)
        standing = {mail.subject: untruth(mail, NOW) for mail in messages("staff_meeting")}
        assert sorted(why is None for why in standing.values()) == [False, False, True]
        assert next(subject for subject, why in standing.items() if why is None).endswith("2층")

    def test_nobody_is_asked_to_one_that_has_begun_or_is_over(self, session: Session) -> None:
        make_staff(Role.COORDINATOR)
        meeting, _settle = make_meeting()
        mail = messages("staff_meeting")[0]
        assert untruth(mail, meeting.starts_at) is Unsent.LATE
        for attendee in meeting.attendees:
            db.session.refresh(attendee)
        close_meeting(meeting, actor=make_staff().actor, now=meeting.ends_at)
        assert untruth(mail, NOW) is Unsent.ENDED


class TestDisputes:
    def test_whoever_must_act_next_hears_and_whoever_had_to_no_more(self, session: Session) -> None:
        office = make_staff()
        dispute = make_dispute()
        other = make_staff(Role.COOPERATIVE, organisation_id=dispute.line.statement.organisation_id)
        db.session.flush()
        (first,) = [mail for mail in messages("staff_dispute") if mail.recipient == office.email]
        hand_dispute_over(dispute, MustAct.COOPERATIVE, actor=make_staff().actor, now=NOW)
        assert untruth(first, NOW) is Unsent.SUPERSEDED
        (second,) = [mail for mail in messages("staff_dispute") if mail.recipient == other.email]
        assert untruth(second, NOW) is None


class TestInvitations:
    def invite(self) -> OutboxMessage:
        self.office = make_staff().actor
        self.invitation = invite_staff("new@example.kr", "이새봄", Role.COORDINATOR, None, actor=self.office, now=NOW)
        return messages("staff_invitation")[0]

    def test_a_withdrawn_one_is_not_sent(self) -> None:
        mail = self.invite()
        assert untruth(mail, NOW) is None
        withdraw_invitation(self.invitation, actor=self.office, now=NOW)
        assert untruth(mail, NOW) is Unsent.ENDED

    def test_a_link_that_opens_no_more_is_not_sent(self) -> None:
        mail = self.invite()
        resend_invitation(self.invitation, actor=self.office, now=NOW + timedelta(hours=1))
        assert untruth(mail, NOW) is Unsent.SUPERSEDED


class TestOthers:
    def test_a_letter_that_was_taken_down_is_not_announced(self) -> None:
        scene = make_scene()
        letter = make_letter(scene.person, scene.slot.organisation)
        asked = OutboxMessage(subject_kind="letter", subject_id=letter.id, says="")
        assert untruth(asked, NOW) is None
        take_down_letter(letter, actor=scene.resident, now=NOW)
        assert untruth(asked, NOW) is Unsent.ENDED

    def test_a_member_that_renewed_in_time_is_not_warned(self) -> None:
        member = make_organisation(agreed=False, email="aa@example.kr")
        agreement = make_agreement(member, ends_on=TODAY + timedelta(days=29))
        warn_of_expiry(NOW)
        (mail,) = messages("member_expiry_30")
        assert untruth(mail, NOW) is None
        agreement.ends_on = date(2027, 12, 31)
        agreement.insurance_ends_on = date(2027, 12, 31)
        assert untruth(mail, NOW) is Unsent.SUPERSEDED

    def test_bookings_that_were_put_right_are_not_told(self) -> None:
        scene = make_scene()
        visit = make_visit(scene, scene.another_slot(days=10))
        scene.person.household.dong_code = "1144055500"
        tell_broken(now=NOW)
        mails = messages("bookings_broken")
        assert {untruth(mail, NOW) for mail in mails} == {None}
        cancel_visit(visit, CancelledBy.COORDINATOR, actor=scene.coordinator, now=NOW)
        assert {untruth(mail, NOW) for mail in mails} == {Unsent.ENDED}

    def test_whoever_left_is_written_to_no_more(self) -> None:
        gone, office = make_staff(Role.COORDINATOR), make_staff()
        mail = OutboxMessage(channel=Channel.MAIL, audience=Audience.STAFF, recipient=gone.email, subject_kind="")
        assert untruth(mail, NOW) is None
        disable_user(gone, actor=office.actor, now=NOW)
        assert untruth(mail, NOW) is Unsent.ENDED
