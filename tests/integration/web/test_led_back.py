"""A button that acts at once and is refused leads back to its page, which tells why; whatever acted leads on by GET."""

import ast
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.coordinators.referrals.actions import accept_referral
from portal.core.permissions import Role
from portal.extensions import db
from tests.arch.sources import python_files
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW
from tests.factories.referrals import make_referral, make_scene

HOST = "http://localhost"


class TestRefusedButton:
    @pytest.fixture
    def address(self, client: PortalClient, session: Session) -> str:
        """Of a button to accept what was accepted meanwhile."""
        scene = make_scene()
        referral = make_referral(scene)
        accept_referral(referral, actor=scene.worker, now=NOW)
        db.session.commit()
        assert scene.worker.user_id is not None
        client.sign_in(scene.worker.user_id)
        return f"/referrals/{referral.id}/accept"

    def press(self, client: PortalClient, address: str, **headers: str) -> TestResponse:
        return client.post(address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def test_leads_back_to_its_page_which_tells_why_once(self, client: PortalClient, address: str) -> None:
        answer = self.press(client, address, Referer=f"{HOST}/referrals?state=x")
        assert (answer.status_code, answer.location) == (303, "/referrals?state=x")
        told = client.get("/referrals").get_data(as_text=True)
        assert "notice-warning flash" in told
        assert "notice-warning flash" not in client.get("/referrals").get_data(as_text=True)

    @pytest.mark.parametrize("referer", ["", "https://elsewhere.example/", f"{HOST}//elsewhere.example"])
    def test_without_a_page_of_ours_is_told_on_a_page_of_its_own(
        self, client: PortalClient, address: str, referer: str
    ) -> None:
        assert self.press(client, address, Referer=referer).status_code == 409

    def test_sent_by_a_script_is_answered_to_the_script(self, client: PortalClient, address: str) -> None:
        answer = self.press(client, address, Referer=f"{HOST}/referrals", Sec_Fetch_Mode="same-origin")
        assert answer.status_code == 409

    def test_that_is_not_theirs_stays_not_found(self, client: PortalClient, address: str) -> None:
        client.sign_in(make_user(Role.OFFICE).id)
        assert self.press(client, address, Referer=f"{HOST}/referrals").status_code == 403

    def test_says_nothing_of_what_did_not_come_true(self, app: Flask, client: PortalClient, address: str) -> None:
        with client.session_transaction() as kept:
            kept["_flashes"] = [("message", "수락했습니다.")]
        self.press(client, address, Referer=f"{HOST}/referrals")
        assert "수락했습니다." not in client.get("/referrals").get_data(as_text=True)


class TestAfterAChange:
    def test_the_way_on_is_asked_for_anew(self, client: PortalClient, session: Session) -> None:
        assert client.post("/display", data={"text_size": "large"}).status_code == 303
        assert client.post("/sign-out").status_code == 303
        assert client.get("/sign-in/authenticator").status_code == 302

    def test_no_view_says_so_itself(self) -> None:
        assert [found for path in python_files("portal") for found in codes_in(path.read_text("utf-8"), path)] == []

    @pytest.mark.parametrize("call", ["redirect(a, 303)", "redirect(a, code=307)", "flask.redirect(a, 302)"])
    def test_the_guard_finds_one_that_does(self, call: str) -> None:
        assert codes_in(call, Path("x.py"))


def codes_in(source: str, path: Path) -> list[str]:
    """The redirections of a module that name a status of their own."""
    return [
        f"{path}:{call.lineno}"
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and is_redirect(call.func) and (len(call.args) > 1 or call.keywords)
    ]


def is_redirect(called: Any) -> bool:
    name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
    owner = getattr(getattr(called, "value", None), "func", None)
    return bool(name == "redirect" and getattr(owner, "id", "") != "super")
