"""A form sent twice acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.dongs import MAPO, dongs_of
from portal.db.one_time import OneTimeKey
from portal.monitoring.worries.models import Worry
from tests.client import PortalClient

KEY = "a-key-of-one-form-only"
FIELDS = {"what": "며칠째 불이 꺼져 있습니다.", "whereabouts": "시장 옆 2층", "dong": dongs_of(MAPO)[0].code}


def reports(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Worry)) or 0


class TestOneTimeKey:
    def test_the_same_form_sent_twice_acts_once_and_answers_alike(self, client: PortalClient, session: Session) -> None:
        first = client.post("/worry", data=FIELDS, form_key=KEY)
        second = client.post("/worry", data=FIELDS, form_key=KEY)
        assert (first.status_code, first.location) == (302, "/worry/reported")
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
        assert client.post("/worry", data=FIELDS, form_key=KEY).status_code == 302

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
            assert set(pool.map(send, range(10))) == {302}
        assert reports(session) == 1
