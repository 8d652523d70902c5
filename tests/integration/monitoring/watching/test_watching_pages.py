"""What a resident and whoever accompanies them see of the watching, and what they say by hand."""

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.duty.models import StaffNotice
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import Rung
from portal.monitoring.alerts.tasks import escalate
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.models import LifeSign, Watch
from portal.monitoring.watching.states import HeardBy
from tests.client import PortalClient
from tests.factories.accounts import make_resident
from tests.factories.coordinators import make_paired
from tests.factories.devices import make_device, watch_of
from tests.factories.referrals import make_consents, make_person
from tests.factories.watching import after, levels, sweep
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite


class TestOwnPage:
    @pytest.fixture
    def resident(self, session: Session, coordinator: User) -> User:
        user = make_resident(name="이순자")
        person = make_person(user_id=user.id, name="이순자")
        make_consents(person)
        make_device(make_paired(coordinator, person), DeviceKind.MOTION)
        return user

    def test_one_tap_says_that_somebody_is_well(self, session: Session, client: PortalClient, resident: User) -> None:
        with time_machine.travel(after(3), tick=False):
            client.sign_in(resident.id)
            assert "오늘 잘 있습니다" in client.get("/my").get_data(as_text=True)
            assert client.post("/my/well").status_code == 303
            assert "오늘 12:00에 누르셨습니다" in client.get("/my").get_data(as_text=True)
        (sign,) = session.scalars(select(LifeSign)).all()
        assert (sign.how, sign.at) == (HeardBy.BUTTON, after(3))
        assert session.scalars(select(Watch.last_sign_at)).one() == after(3)

    def test_says_what_is_watched_and_until_when_somebody_looks(
        self, session: Session, client: PortalClient, resident: User
    ) -> None:
        with time_machine.travel(after(1), tick=False):
            client.sign_in(resident.id)
            page = words_of(client.get("/my/watching").get_data(as_text=True))
        for words in (
            "움직임 감지기",
            "24시간 동안 소식이 없으면",
            "24시간 관제 센터가 아닙니다",
            "2026. 11. 24.(화) 09:00",
        ):
            assert words in page

    def test_somebody_says_that_they_are_away_and_back(
        self, session: Session, client: PortalClient, resident: User
    ) -> None:
        with time_machine.travel(after(1), tick=False):
            client.sign_in(resident.id)
            sent = {"kind": "outing", "from_on": "2026-11-23", "until_on": "2026-11-25", "note": ""}
            assert client.post("/my/watching/absences/new", data=sent).status_code == 303
            page = client.get("/my/watching").get_data(as_text=True)
            assert "외출·여행" in page
            wrong = client.post("/my/watching/absences/new", data=sent | {"until_on": "2026-11-01"})
            assert wrong.status_code == 422
        sweep(after(40))
        assert levels(session) == []

    def test_an_absence_ends_no_alert_and_says_so(
        self, session: Session, client: PortalClient, coordinator: User, resident: User
    ) -> None:
        sweep(after(24))
        (alert,) = session.scalars(select(Alert)).all()
        going_on = "집 비움을 알리셔도 담당자와 연락이 될 때까지"
        with time_machine.travel(after(25), tick=False):
            client.sign_in(resident.id)
            for path in ("/my/watching", "/my/watching/absences/new"):
                assert going_on in client.get(path).get_data(as_text=True)
            sent = {"kind": "outing", "from_on": "2026-11-24", "until_on": "2026-11-25", "note": ""}
            assert client.post("/my/watching/absences/new", data=sent).status_code == 303
            (notice,) = session.scalars(select(StaffNotice).where(StaffNotice.subject_id == alert.id)).all()
            assert (notice.user_id, "본인이 알림" in notice.words) == (coordinator.id, True)
            client.sign_in(coordinator.id)
            page = words_of(client.get(f"/alerts/{alert.id}").get_data(as_text=True))
            assert "외출·여행, 2026. 11. 24.(화)부터 2026. 11. 25.(수)까지, 본인이 알림" in page
            assert "경보는 저절로 끝나지 않습니다" in page
            form = client.get(f"/households/{alert.household_id}/watching/absences/new").get_data(as_text=True)
            assert "집 비움을 적어도 경보는 끝나지 않습니다" in form
        due_at = alert.due_at
        escalate(due_at)
        assert (alert.ended_at, alert.rung) == (None, Rung.COORDINATOR)

    def test_shows_no_button_to_whoever_is_not_watched(
        self, session: Session, client: PortalClient, coordinator: User
    ) -> None:
        user = make_resident(name="박봄")
        make_consents(person := make_person(user_id=user.id, name="박봄"))
        make_paired(coordinator, person)
        client.sign_in(user.id)
        assert "오늘 잘 있습니다" not in client.get("/my").get_data(as_text=True)
        assert "지금은 기기로 안부를 살피지 않습니다" in client.get("/my/watching").get_data(as_text=True)


class TestStaffPages:
    def test_note_a_sign_and_an_absence(
        self, session: Session, client: PortalClient, coordinator: User, case: CareCase, device: Device
    ) -> None:
        home = f"/households/{case.household_id}/watching"
        with time_machine.travel(after(5), tick=False):
            client.sign_in(coordinator.id)
            sent = {"how": "spoke", "day": "2026-11-23", "at": "13:30", "note": "잘 지내심"}
            assert client.post(f"{home}/seen", data=sent).status_code == 303
            away = {"kind": "hospital", "from_on": "2026-11-23", "until_on": "2026-11-27", "note": "검사"}
            assert client.post(f"{home}/absences/new", data=away).status_code == 303
            assert client.post(f"{home}/weekends/off").status_code == 303
            page = client.get(home).get_data(as_text=True)
        for words in ("본인과 이야기함", "잘 지내심", "입원", "다음 근무일 아침에 살핍니다"):
            assert words in page
        assert watch_of(device).last_sign_at == after(4.5)
