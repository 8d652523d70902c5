"""Members and the office are told by mail before offers end."""

from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.members.tasks import ENDED, tell_of_ended_terms, warn_of_expiry
from portal.core.clock import SEOUL
from portal.db.job_runs import JobRun
from portal.notifications.models import OutboxMessage
from tests.factories.consortium import NOW, TODAY, make_agreement, make_organisation

DAY = timedelta(days=1)


def looked(session: Session, until: datetime) -> None:
    session.merge(JobRun(name=ENDED, started_at=until, looked_until=until))
    session.flush()


def recipients(session: Session) -> list[tuple[str, str]]:
    query = select(OutboxMessage).order_by(OutboxMessage.kind, OutboxMessage.recipient)
    return [(message.kind, message.recipient) for message in session.scalars(query)]


class TestWarnings:
    def test_are_sent_once_thirty_days_before_and_again_seven(self, session: Session) -> None:
        lead = make_organisation(is_lead=True, email="office@example.kr")
        member = make_organisation(agreed=False, email="aa@example.kr")
        make_agreement(member, ends_on=TODAY + 29 * DAY)
        assert [warn_of_expiry(NOW + n * DAY) for n in (0, 0, 1, 22, 23, 24)] == [1, 0, 0, 0, 1, 0]
        assert recipients(session) == [
            ("member_expiry_30", member.email),
            ("member_expiry_30", lead.email),
            ("member_expiry_7", member.email),
            ("member_expiry_7", lead.email),
        ]

    def test_are_sent_anew_of_another_last_day(self, session: Session) -> None:
        """Renewed for three weeks only, it is heard of again."""
        agreement = make_agreement(make_organisation(agreed=False), ends_on=TODAY + 29 * DAY)
        assert warn_of_expiry(NOW) == 1
        agreement.ends_on = TODAY + 50 * DAY
        assert [warn_of_expiry(NOW + n * DAY) for n in (1, 22, 23)] == [0, 1, 0]

    def test_are_not_lost_when_the_worker_slept_on_the_day(self, session: Session) -> None:
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY + 19 * DAY)
        assert warn_of_expiry(NOW) == 1

    def test_are_not_sent_to_those_who_need_none(self, session: Session) -> None:
        make_organisation()
        make_agreement(make_organisation(agreed=False), ends_on=TODAY - DAY)
        assert warn_of_expiry(NOW) == 0


class TestEndedTerms:
    def test_are_told_on_the_first_day_after_them_and_not_again(self, session: Session) -> None:
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY)
        told = []
        for days in (0, 1, 2):
            told.append(tell_of_ended_terms(NOW + days * DAY))
            looked(session, NOW + days * DAY)
        assert told == [0, 1, 0]

    def test_are_not_missed_when_nobody_looked_for_days(self, session: Session) -> None:
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY + DAY)
        looked(session, NOW)
        assert tell_of_ended_terms(NOW + 5 * DAY) == 1

    def test_nor_when_a_look_comes_a_little_late_each_day(self, session: Session) -> None:
        """Shortly before midnight, and the next time after the midnight that follows."""
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY)
        looked(session, datetime.combine(TODAY, time(23, 59, 59), SEOUL))
        assert tell_of_ended_terms(datetime.combine(TODAY + 2 * DAY, time(0, 0, 1), SEOUL)) == 1

    def test_of_a_clock_that_was_set_back_are_looked_for_from_today(self, session: Session) -> None:
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY - DAY)
        looked(session, NOW + 3 * DAY)
        assert tell_of_ended_terms(NOW) == 0
