"""What staff were told of is dropped once it was seen to, whatever it was about."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, invite_staff, resend_invitation, withdraw_invitation
from portal.benefits.settlement.actions import hand_dispute_over, refuse_account, return_statement
from portal.benefits.settlement.states import MustAct
from portal.consortium.meetings.actions import change_meeting, close_meeting
from portal.consortium.members.tasks import warn_of_expiry
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.letters.actions import take_down_letter
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.actions import cancel_visit
from portal.core.permissions import Role
from portal.duty.actions import choose_pace
from portal.duty.models import StaffNotice
from portal.duty.states import Matter, Pace
from portal.duty.tasks import send_digests
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Channel, Unsent
from portal.notifications.truth import untruth
from tests.factories import meetings, settlement
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY, make_agreement, make_organisation
from tests.factories.referrals import make_scene, make_visit
from tests.factories.visiting import make_letter, messages
from tests.integration.notifications.occasions import MADE, make_dispute, make_meeting, make_override

pytestmark = pytest.mark.usefixtures("session")


def why_not(notice: StaffNotice) -> Unsent | None:
    about = {"subject_kind": notice.subject_kind, "subject_id": notice.subject_id, "says": notice.says}
    return untruth(OutboxMessage(**about, created_at=notice.at), NOW)


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


class TestWhoeverAsked:
    """Hears what came of it: what was sent back waits for them."""

    def test_to_go_over_a_cap(self) -> None:
        make_staff()
        make_override()()
        told = {notice.words for notice in db.session.scalars(select(StaffNotice))}
        assert "요청하신 한도 초과가 거절되었습니다." in told

    def test_for_a_bank_account(self) -> None:
        account = settlement.make_account(make_organisation(), confirmed=False)
        refuse_account(account, note="통장 사본과 다릅니다", actor=settlement.office("이확인"), now=NOW)
        (notice,) = db.session.scalars(select(StaffNotice))
        assert (notice.matter, notice.user_id) == (Matter.STATEMENT, account.proposed_by_id)
        assert why_not(notice) is None

    def test_for_a_statement_to_be_paid(self) -> None:
        statement = settlement.submit(settlement.make_draft())
        elsewhere = settlement.staff_of(make_organisation())
        return_statement(statement, reason="시간이 다릅니다", actor=settlement.office(), now=NOW)
        told = {notice.user_id for notice in db.session.scalars(select(StaffNotice))}
        assert told
        assert elsewhere.user_id not in told


class TestDigest:
    def test_leaves_out_what_had_a_mail_of_its_own(self, session: Session) -> None:
        asked = make_staff(Role.COORDINATOR)
        choose_pace(Pace.DAILY, actor=asked.actor, now=NOW)
        settle = make_meeting()[1]
        settle()
        assert send_digests(NOW + timedelta(days=1)) == 0
        (called,), (called_off,) = (
            [mail for mail in messages(kind) if mail.recipient == asked.email]
            for kind in ("meeting_invitation", "meeting_cancelled")
        )
        assert (untruth(called, NOW), untruth(called_off, NOW)) == (Unsent.ENDED, None)

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
        told = [*messages("meeting_invitation"), *messages("meeting_changed")]
        standing = {mail: untruth(mail, NOW) for mail in told}
        assert {mail.recipient for mail in told} == {mail.recipient for mail, why in standing.items() if why is None}
        assert all(("2층" in mail.body) == (why is None) for mail, why in standing.items())

    def test_nobody_is_asked_to_one_that_has_begun_or_is_over(self, session: Session) -> None:
        make_staff(Role.COORDINATOR)
        meeting, _settle = make_meeting()
        mail = messages("meeting_invitation")[0]
        assert untruth(mail, meeting.starts_at) is Unsent.LATE
        for attendee in meeting.attendees:
            db.session.refresh(attendee)
        office = make_staff().actor
        close_meeting(meetings.hold(meeting, office), actor=office, now=meeting.ends_at)
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
