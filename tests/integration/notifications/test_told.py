"""What a screen says about a message is made of what was queued."""

from datetime import time

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.core.clock import at
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.residents.households.telling import promise_to
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, make_accepted, make_scene, make_visit
from tests.pages import words_of

LANDLINE = "+82233334444"
NIGHT = at(TODAY, time(21))


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def without_mobile(scene: Scene, email: str | None = None) -> None:
    scene.person.phone, scene.person.email = LANDLINE, email


def signed_in(client: PortalClient, scene: Scene, *, as_worker: bool = False) -> None:
    user_id = (scene.worker if as_worker else scene.coordinator).user_id
    assert user_id is not None
    db.session.commit()
    client.sign_in(user_id)


class TestBooking:
    def book(self, client: PortalClient, scene: Scene) -> str:
        referral = make_accepted(scene, scene.another_slot(days=5))
        signed_in(client, scene)
        return client.post(f"/visits/book/{referral.id}", follow_redirects=True).get_data(as_text=True)

    @time_machine.travel(NOW, tick=False)
    def test_says_that_a_text_goes_where_one_goes(self, client: PortalClient, scene: Scene) -> None:
        page = self.book(client, scene)
        assert "예약했습니다. 이용자께 문자를 보냅니다. 협동조합에 메일을 보냅니다." in page

    @time_machine.travel(NIGHT, tick=False)
    def test_says_when_a_text_waits_for_the_morning(self, client: PortalClient, scene: Scene) -> None:
        page = self.book(client, scene)
        assert "이용자께 2026. 11. 24.(화) 09:00에 문자를 보냅니다." in words_of(page)

    @time_machine.travel(NOW, tick=False)
    def test_says_that_a_mail_goes_where_there_is_only_an_address(self, client: PortalClient, scene: Scene) -> None:
        without_mobile(scene, "hong@example.kr")
        assert "이용자께 메일을 보냅니다." in self.book(client, scene)

    @time_machine.travel(NOW, tick=False)
    def test_asks_for_a_call_where_nothing_goes(self, client: PortalClient, scene: Scene) -> None:
        without_mobile(scene)
        page = self.book(client, scene)
        assert "이용자께 문자를 보낼 번호가 없습니다. 전화로 알려 주십시오." in page
        assert "이용자께 문자를 보냅니다" not in page


class TestDeclining:
    @time_machine.travel(NOW, tick=False)
    def test_promises_no_mail_that_is_not_queued(self, client: PortalClient, scene: Scene) -> None:
        referral = make_accepted(scene)
        signed_in(client, scene, as_worker=True)
        mails = db.session.query(OutboxMessage).count()
        sent = {"reason": "no_capacity"}
        page = client.post(f"/referrals/{referral.id}/decline", data=sent, follow_redirects=True).get_data(as_text=True)
        db.session.expire_all()
        queued = db.session.query(OutboxMessage).count() - mails
        assert ("코디네이터에게 메일을 보냅니다." in page) is (queued > 0)


class TestClosing:
    @time_machine.travel(NOW, tick=False)
    def test_the_dead_are_promised_nothing(self, client: PortalClient, scene: Scene) -> None:
        make_visit(scene, scene.another_slot(days=5))
        signed_in(client, scene)
        address = f"/households/{scene.person.household_id}/closure"
        assert "돌아가셔서 마치면 아무것도 보내지 않습니다." in client.get(address).get_data(as_text=True)
        page = client.post(address, data={"reason": "died", "note": "가족이 알려 주셨습니다."}, follow_redirects=True)
        assert "돌아가신 분께는 아무것도 보내지 않습니다." in page.get_data(as_text=True)
        assert "이용자께 문자를 보냅니다" not in page.get_data(as_text=True)


class TestPromises:
    @pytest.mark.parametrize(
        ("phone", "email", "moment", "said"),
        [
            ("+821012345678", None, NOW, "이용자께 문자를 보냅니다."),
            ("+821012345678", None, NIGHT, "이용자께 2026. 11. 24.(화) 09:00에 문자를 보냅니다."),
            (LANDLINE, "hong@example.kr", NIGHT, "이용자께 메일을 보냅니다."),
            (LANDLINE, None, NOW, "이용자께 문자를 보낼 번호가 없습니다. 전화로 알려 주십시오."),
            (None, None, NOW, "이용자께 문자를 보낼 번호가 없습니다. 전화로 알려 주십시오."),
        ],
    )
    def test_a_page_says_beforehand_what_will_be_sent(
        self, app: Flask, scene: Scene, phone: str | None, email: str | None, moment: object, said: str
    ) -> None:
        scene.person.phone, scene.person.email = phone, email
        with app.test_request_context(), time_machine.travel(moment, tick=False):  # type: ignore[arg-type]
            assert promise_to(scene.person) == said


class TestOneself:
    """Who acts on 내 돌봄 is who is told."""

    @time_machine.travel(NOW, tick=False)
    def test_is_not_spoken_of_as_somebody_else(self, client: PortalClient, scene: Scene) -> None:
        page = self.cancel(client, scene)
        assert "본인께 문자를 보냅니다." in page
        assert "이용자께" not in page

    @time_machine.travel(NOW, tick=False)
    def test_is_not_asked_to_telephone_oneself(self, client: PortalClient, scene: Scene) -> None:
        without_mobile(scene)
        assert "전화로 알려 주십시오" not in self.cancel(client, scene)

    def cancel(self, client: PortalClient, scene: Scene) -> str:
        visit = make_visit(scene)
        db.session.commit()
        assert scene.resident.user_id is not None
        client.sign_in(scene.resident.user_id)
        return client.post(f"/my/visits/{visit.id}/cancel", follow_redirects=True).get_data(as_text=True)
