"""Every answer is protected, every form is guarded, every refusal is told in words."""

import gzip
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.core.permissions import Role
from portal.web.access import UndeclaredRoute, check_declared
from tests.client import PortalClient
from tests.factories.accounts import make_user

FOREIGN = "https://elsewhere.example"


class TestHeaders:
    def test_no_page_may_run_inline_script_or_be_framed(self, client: PortalClient) -> None:
        policy = client.get("/worry").headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy

    def test_a_page_that_sets_a_cookie_is_not_kept(self, client: PortalClient) -> None:
        assert client.get("/worry").headers["Cache-Control"] == "no-store"

    def test_a_static_file_of_known_content_is_kept(self, client: PortalClient) -> None:
        with client.get("/static/css/base.css?v=0123456789") as answer:
            assert "immutable" in answer.headers["Cache-Control"]

    @pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "gzip"), ("br", None)])
    def test_a_packed_file_is_sent_to_whom_can_unpack_it(
        self, client: PortalClient, accepted: str, sent: str | None
    ) -> None:
        with client.get("/static/kit/portal.css", headers={"Accept-Encoding": accepted}) as answer:
            body = gzip.decompress(answer.data) if sent else answer.data
            assert (answer.headers.get("Content-Encoding"), answer.mimetype) == (sent, "text/css")
            assert "Accept-Encoding" in answer.headers["Vary"]
        assert b"@font-face" in body


class TestForgedRequests:
    def test_a_form_without_protection_is_refused(self, client: PortalClient) -> None:
        answer = client.post("/worry", data={"csrf_token": "forged", "what": "x"})
        assert answer.status_code == 400

    def test_a_host_that_is_not_ours_is_refused(self, client: PortalClient) -> None:
        assert client.get("/worry", headers={"Host": "elsewhere.example"}).status_code == 400


class TestAccess:
    def test_a_visitor_is_led_to_sign_in_and_back(self, client: PortalClient) -> None:
        answer = client.get("/worries?show=all")
        assert answer.status_code == 302
        assert answer.location == "/sign-in?next=/worries?show%3Dall"

    def test_an_undeclared_route_stops_the_start(self) -> None:
        app = Flask("undeclared", static_folder=None)
        app.add_url_rule("/open", "open", lambda: "")
        with pytest.raises(UndeclaredRoute, match="open"):
            check_declared(app)


class TestDisplay:
    def test_text_size_and_contrast_are_kept_apart(self, client: PortalClient) -> None:
        client.post("/display", data={"text_size": "larger"})
        client.post("/display", data={"contrast": "high"})
        page = client.get("/worry").get_data(as_text=True)
        assert 'data-text-size="larger"' in page
        assert 'data-krds-mode="high-contrast"' in page

    @pytest.mark.parametrize("target", [FOREIGN, "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"])
    def test_it_never_leads_to_another_site(self, client: PortalClient, target: str) -> None:
        answer = client.post("/display", data={"text_size": "large", "next": target})
        assert answer.location == "/"


class TestFailures:
    def test_a_page_that_is_not_there_says_so(self, client: PortalClient) -> None:
        answer = client.get("/nowhere")
        assert answer.status_code == 404
        assert "찾" in answer.get_data(as_text=True)

    @pytest.mark.parametrize(
        ("role", "sizes"), [(Role.OFFICE, "staff"), (Role.RESIDENT, "resident"), (None, "resident")]
    )
    def test_a_page_of_what_went_wrong_is_read_in_the_sizes_of_who_reads(
        self, client: PortalClient, session: Session, role: Role | None, sizes: str
    ) -> None:
        if role:
            client.sign_in(make_user(role).id)
        posted = {"what": "가" * 5_000_000}
        for answer in (client.get("/nowhere"), client.get("/sign-out"), client.post("/worry", data=posted)):
            page = answer.get_data(as_text=True)
            assert re.findall(r'<body class="(\w+)', page) == [sizes], answer.status
            assert ('href="/home"' in page) is (role is Role.OFFICE)

    def test_a_body_over_the_limit_is_refused(self, client: PortalClient) -> None:
        answer = client.post("/worry", data={"what": "가" * 5_000_000})
        assert answer.status_code == 413

    def test_a_resident_number_is_refused_wherever_it_is_typed(self, client: PortalClient) -> None:
        for field in ("what", "whereabouts", "reporter_name", "reporter_phone"):
            answer = client.post("/worry", data={field: "900101-1234567"})
            assert answer.status_code == 422
            assert "주민등록번호는 적을 수 없습니다" in answer.get_data(as_text=True)


class TestHealth:
    def test_the_process_answers(self, client: PortalClient) -> None:
        assert client.get("/healthz").json == {"status": "ok"}

    def test_a_database_without_migrations_is_not_ready(self, client: PortalClient) -> None:
        assert client.get("/readyz").status_code == 503
