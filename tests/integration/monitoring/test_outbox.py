"""The office sees what waits, what went and what did not, and tries again what failed."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.extensions import db
from portal.monitoring.outbox.actions import confirm_arrival, send_again
from portal.monitoring.outbox.presentation import masked_recipient, words_of_kind
from portal.monitoring.outbox.queries import events_of, standings
from portal.notifications.kinds import KINDS
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery, Unsent
from tests.arch.sources import python_files
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.messages import make_call
from tests.factories.referrals import make_person


@pytest.fixture
def message(session: Session) -> OutboxMessage:
    return make_call(make_person(phone="+821012345678"))


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


class TestSendingAgain:
    @pytest.mark.parametrize("why", [Unsent.REFUSED, Unsent.NO_ANSWER, Unsent.CUT_SHORT])
    def test_what_failed_waits_again(self, session: Session, why: Unsent) -> None:
        message = make_call(make_person(), why)
        send_again(message, actor=OFFICE, now=NOW)
        assert (message.state, message.why, message.attempts) == (Delivery.WAITING, None, 0)
        assert events_of(message)[0].by_name == OFFICE.name

    @pytest.mark.parametrize("why", [Unsent.NO_WAY, Unsent.SUPERSEDED, Unsent.DIED, Unsent.LATE])
    def test_what_never_will_go_does_not(self, session: Session, why: Unsent) -> None:
        with pytest.raises(Conflict):
            send_again(make_call(make_person(), why), actor=OFFICE, now=NOW)

    def test_what_is_late_by_now_does_not(self, message: OutboxMessage) -> None:
        message.not_after_at = NOW
        with pytest.raises(Conflict):
            send_again(message, actor=OFFICE, now=NOW)

    def test_a_secret_is_never_sent_twice(self, message: OutboxMessage) -> None:
        message.is_secret = True
        with pytest.raises(Conflict):
            send_again(message, actor=OFFICE, now=NOW)


class TestStandings:
    def test_count_by_state_and_reason(self, session: Session) -> None:
        for why in (Unsent.REFUSED, Unsent.REFUSED, Unsent.CUT_SHORT, Unsent.DIED):
            make_call(make_person(), why)
        assert [(each.state, each.why, each.number) for each in standings(OFFICE)] == [
            (Delivery.FAILED, Unsent.REFUSED, 2),
            (Delivery.UNKNOWN, Unsent.CUT_SHORT, 1),
            (Delivery.UNSENT, Unsent.DIED, 1),
        ]


class TestWords:
    @pytest.mark.parametrize(
        ("channel", "recipient", "shown"),
        [
            (Channel.TEXT, "+821012345678", "010-****-5678"),
            (Channel.CALL, "+82233334444", "02-****-4444"),
            (Channel.CALL, "", "-"),
            (Channel.MAIL, "hong@example.kr", "ho***@example.kr"),
        ],
    )
    def test_no_address_is_shown_in_full(self, channel: Channel, recipient: str, shown: str) -> None:
        assert masked_recipient(OutboxMessage(channel=channel, recipient=recipient)) == shown

    def test_every_kind_that_is_sent_has_words(self) -> None:
        written = re.compile(r'\bkind="([a-z_]+)"')
        sending = [path.read_text("utf-8") for path in python_files("portal") if path.name != "fields.py"]
        kinds = {kind for source in sending if "notifications.actions" in source for kind in written.findall(source)}
        assert kinds - KINDS.keys() - {"meeting"} == set()

    def test_a_reminder_is_named_without_its_days(self, message: OutboxMessage, client: PortalClient) -> None:
        message.kind = "visit_reminder_3"
        with client.application.test_request_context():
            assert words_of_kind(message) == "방문 알림"


@pytest.mark.usefixtures("now")
class TestArrival:
    def test_what_nobody_knew_of_has_arrived(self, session: Session) -> None:
        message = make_call(make_person(), Unsent.CUT_SHORT)
        confirm_arrival(message, actor=OFFICE, now=NOW)
        assert (message.state, message.why, message.sent_at) == (Delivery.SENT, None, NOW)
        assert events_of(message)[0].by_name == OFFICE.name

    def test_what_is_known_stays_as_it_is(self, message: OutboxMessage) -> None:
        with pytest.raises(Conflict):
            confirm_arrival(message, actor=OFFICE, now=NOW)

    def test_the_button_stands_where_it_is_not_known(self, client: PortalClient, session: Session) -> None:
        message = make_call(make_person(), Unsent.CUT_SHORT)
        office = make_staff()
        db.session.commit()
        client.sign_in(office.id)
        assert "받으셨음 적기" in client.get(f"/messages/{message.id}").get_data(as_text=True)
        page = client.post(f"/messages/{message.id}/arrival", follow_redirects=True).get_data(as_text=True)
        assert "받으신 것으로 적었습니다." in page
        assert "받으셨음 적기" not in page


class TestPages:
    def test_list_and_message_show_no_words_and_no_number(self, client: PortalClient, message: OutboxMessage) -> None:
        office = make_staff()
        db.session.commit()
        client.sign_in(office.id)
        listed = client.get("/messages?state=failed&why=refused").get_data(as_text=True)
        shown = client.get(f"/messages/{message.id}").get_data(as_text=True)
        for page in (listed, shown):
            assert "받을 수 없는 번호나 주소" in page
            assert "010-****-5678" in page
            assert "12월3일" not in page
            assert "1234-5678" not in page
        assert "다시 보내기" in shown

    def test_the_button_lets_it_wait_again(self, client: PortalClient, message: OutboxMessage) -> None:
        office = make_staff()
        db.session.commit()
        client.sign_in(office.id)
        page = client.post(f"/messages/{message.id}/again", follow_redirects=True).get_data(as_text=True)
        assert "다시 보낼 것으로 돌려놓았습니다." in page
        assert office.name in page

    def test_a_filter_that_does_not_exist_shows_all(self, client: PortalClient, message: OutboxMessage) -> None:
        office = make_staff()
        db.session.commit()
        client.sign_in(office.id)
        assert "방문 예약" in client.get("/messages?state=nonsense&why=x").get_data(as_text=True)

    def test_is_the_offices_alone(self, client: PortalClient, message: OutboxMessage) -> None:
        stranger = make_staff(Role.COORDINATOR)
        db.session.commit()
        client.sign_in(stranger.id)
        assert client.get("/messages").status_code == 403
