"""Members and the office are told by mail before offers end."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.members.tasks import warn_of_expiry
from portal.notifications.models import OutboxMessage
from tests.factories.consortium import NOW, TODAY, make_agreement, make_organisation

DAY = timedelta(days=1)


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

    def test_are_not_lost_when_the_worker_slept_on_the_day(self, session: Session) -> None:
        make_agreement(make_organisation(agreed=False), insurance_ends_on=TODAY + 19 * DAY)
        assert warn_of_expiry(NOW) == 1

    def test_are_not_sent_to_those_who_need_none(self, session: Session) -> None:
        make_organisation()
        make_agreement(make_organisation(agreed=False), ends_on=TODAY - DAY)
        assert warn_of_expiry(NOW) == 0
