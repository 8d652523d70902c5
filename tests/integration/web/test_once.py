"""A form sent twice acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.dongs import dongs_of
from portal.db.one_time import OneTimeKey
from portal.jobs import JOBS
from portal.monitoring.worries.models import Worry
from portal.web.tasks import KEYS_KEPT
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.coordinators import make_assessed

KEY = "a-key-of-one-form-only"
FIELDS = {"what": "며칠째 불이 꺼져 있습니다.", "whereabouts": "시장 옆 2층", "dong": dongs_of("마포구")[0].code}


def reports(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Worry)) or 0


class TestOneTimeKey:
    def test_the_same_form_sent_twice_acts_once_and_answers_alike(self, client: PortalClient, session: Session) -> None:
        first = client.post("/worry", data=FIELDS, form_key=KEY)
        second = client.post("/worry", data=FIELDS, form_key=KEY)
        assert (first.status_code, first.location) == (303, "/worry/reported")
        assert (second.status_code, second.location) == (first.status_code, first.location)
        assert reports(session) == 1

    def test_the_same_key_with_another_body_is_refused(self, client: PortalClient, session: Session) -> None:
        client.post("/worry", data=FIELDS, form_key=KEY)
        answer = client.post("/worry", data={**FIELDS, "what": "다른 내용입니다."}, form_key=KEY)
        assert answer.status_code == 422
        assert reports(session) == 1

    @pytest.mark.parametrize("key", ["", "short", "with space in the key", "x" * 65])
    def test_a_form_without_a_proper_key_is_refused(self, client: PortalClient, session: Session, key: str) -> None:
        answer = client.post("/worry", data={**FIELDS, "form_key": key})
        assert answer.status_code == 422
        assert reports(session) == 0

    def test_a_form_with_errors_does_not_use_up_its_key(self, client: PortalClient, session: Session) -> None:
        assert client.post("/worry", data={**FIELDS, "what": ""}, form_key=KEY).status_code == 422
        assert session.scalar(select(func.count()).select_from(OneTimeKey)) == 0
        assert client.post("/worry", data=FIELDS, form_key=KEY).status_code == 303

    def test_ten_at_the_same_moment_act_once(self, app: Flask, client: PortalClient, session: Session) -> None:
        body = {**FIELDS, "form_key": KEY, "csrf_token": client.protection()}
        cookie = client.get_cookie("portal")
        assert cookie is not None

        def send(_number: int) -> int:
            browser = app.test_client()
            browser.set_cookie("portal", cookie.value)
            return browser.post("/worry", data=body).status_code

        session.rollback()
        with ThreadPoolExecutor(10) as pool:
            assert set(pool.map(send, range(10))) == {303}
        assert reports(session) == 1


class TestWhatIsKept:
    def test_is_never_a_page_because_pages_show_people(self, client: PortalClient, session: Session) -> None:
        case = make_assessed()
        client.sign_in(case.coordinator_id)
        address = f"/households/{case.household_id}/plan/draft"
        for _ in range(2):
            answer = client.post(address, data={"add": "1", "lines-0-need": "무릎이 아픔"}, form_key=KEY)
            assert answer.status_code == 200
            assert "무릎이 아픔" in answer.get_data(as_text=True)
        assert session.scalar(select(func.count()).select_from(OneTimeKey)) == 0

    def test_is_the_answer_of_who_sent_it_and_of_nobody_else(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_staff().id)
        assert client.post("/worry", data=FIELDS, form_key=KEY).status_code == 303
        client.sign_in(make_resident().id)
        answer = client.post("/worry", data=FIELDS, form_key=KEY)
        assert answer.status_code == 422
        assert "Location" not in answer.headers
        client.post("/sign-out")
        assert client.post("/worry", data=FIELDS, form_key=KEY).status_code == 422
        assert reports(session) == 1

    def test_is_forgotten_after_two_days(self, client: PortalClient, session: Session) -> None:
        (forget,) = [job.run for job in JOBS if job.name == "web.forget_keys"]
        client.post("/worry", data=FIELDS, form_key=KEY)
        forget(clock.now())
        assert session.scalars(select(OneTimeKey.key)).all() == [KEY]
        forget(clock.now() + KEYS_KEPT)
        assert session.scalars(select(OneTimeKey.key)).all() == []
