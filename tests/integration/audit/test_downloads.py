"""A file that tells of others leaves only with a reason and is counted; a route that says nothing gives none."""

import ast
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.downloads import Why, record_download
from portal.audit.models import AuditEntry, Download
from portal.audit.states import DownloadReason
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.queries import persons_of
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.web.access import access_of, public
from portal.web.handing import Inside, UndeclaredFile, handing_of, hands_out
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, make_organisation
from tests.factories.referrals import make_user
from tests.factories.settlement import draw, make_charges

MAKERS = frozenset(
    {"attached", "document_response", "stored_file", "send_file", "send_from_directory", "Handout", "Response"}
)
"""What a view calls that answers with something else than a page."""


@pytest.fixture
def statement(session: Session) -> Statement:
    organisation = make_organisation()
    make_charges(organisation)
    return draw(organisation)


@pytest.fixture
def worker(session: Session, statement: Statement) -> User:
    return make_user(Role.COOPERATIVE, "오세라", organisation=statement.organisation)


def address(statement: Statement) -> str:
    return f"/settlement/statements/{statement.id}/file/xlsx"


class TestTheGate:
    def test_asks_before_a_file_leaves_and_counts_who_is_in_it(
        self, client: PortalClient, session: Session, statement: Statement, worker: User
    ) -> None:
        client.sign_in(worker.id)
        asked = client.get(address(statement))
        assert asked.location == f"/downloads/why?to={address(statement)}"
        page = client.get(asked.location).get_data(as_text=True)
        assert f"{persons_of(statement)}명의 개인정보가 들어 있습니다" in page
        assert session.scalars(select(Download)).all() == []
        answer = client.post(asked.location, data={"reason": "audit", "note": "구청 점검"})
        assert answer.location == address(statement)
        assert client.get(answer.location).get_data().startswith(b"PK")
        kept = session.scalars(select(Download)).one()
        assert (kept.user_id, kept.what, kept.persons, kept.reason, kept.note) == (
            worker.id,
            "정산 명세서",
            persons_of(statement),
            DownloadReason.AUDIT,
            "구청 점검",
        )
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "page.download")).one()
        assert (entry.actor_id, entry.details["persons"]) == (worker.id, persons_of(statement))

    def test_keeps_what_was_typed(self, client: PortalClient, statement: Statement, worker: User) -> None:
        client.sign_in(worker.id)
        form = f"/downloads/why?to={address(statement)}"
        answer = client.post(form, data={"reason": "", "note": "구청 점검"})
        assert answer.status_code == 422
        assert 'value="구청 점검"' in answer.get_data(as_text=True)
        told = client.post(form, data={"reason": "other", "note": ""})
        assert (told.status_code, "무엇에 쓰는지" in told.get_data(as_text=True)) == (422, True)
        assert client.get(address(statement)).location.startswith("/downloads/why")

    @pytest.mark.parametrize(
        "to", ["", "/households", "//evil.example/", "https://evil.example/x", "/nowhere", "/[", "x"]
    )
    def test_leads_to_files_alone(self, client: PortalClient, worker: User, to: str) -> None:
        client.sign_in(worker.id)
        assert client.get("/downloads/why", query_string={"to": to}).status_code == 404

    def test_gives_nothing_to_another_co_operative(self, client: PortalClient, statement: Statement) -> None:
        other = make_user(Role.COOPERATIVE, "이다른", organisation=make_organisation("다른돌봄"))
        client.sign_in(other.id)
        assert client.get(f"/downloads/why?to={address(statement)}").status_code == 404
        assert client.get(address(statement)).status_code == 404

    def test_refuses_as_any_page_whoever_may_not(self, client: PortalClient, statement: Statement) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get(address(statement)).status_code == 403
        assert client.get(f"/downloads/why?to={address(statement)}").status_code == 404


class TestTheRegister:
    def test_never_changes(self, session: Session, worker: User) -> None:
        kept = record_download("명세서", Why(DownloadReason.CHECK, ""), persons=3, actor=worker.actor, now=NOW)
        session.flush()
        kept.persons = 0
        with pytest.raises(FrozenRow):
            session.flush()

    def test_wants_words_for_another_reason(self, worker: User) -> None:
        with pytest.raises(DomainError):
            record_download("명세서", Why(DownloadReason.OTHER, ""), persons=3, actor=worker.actor, now=NOW)


def names_called(function: Callable[..., Any], seen: set[str]) -> Iterator[str]:
    """Every name that a view calls, and those that helpers of its own module call for it."""
    module = inspect.getmodule(function)
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield name
            helper = getattr(module, name, None) if isinstance(node.func, ast.Name) else None
            if inspect.isfunction(helper) and helper.__module__ == function.__module__ and name not in seen:
                seen.add(name)
                yield from names_called(helper, seen)


def gives_files(view: Callable[..., Any]) -> bool:
    return bool(MAKERS & set(names_called(inspect.unwrap(view), set())))


def undeclared(app: Flask) -> list[str]:
    views = ((name, view) for name, view in app.view_functions.items() if name != "static")
    return sorted(name for name, view in views if handing_of(view) is None and gives_files(view))


ANSWERS_NO_FILE = ("hsds.", "web.security_txt")
"""Routes that make their answer by hand: the public feed as JSON, the other as text."""


class TestEveryRoute:
    def test_that_gives_files_says_what_is_inside(self, app: Flask) -> None:
        assert [name for name in undeclared(app) if not name.startswith(ANSWERS_NO_FILE)] == []

    def test_with_persons_is_only_for_who_carries_a_permission(self, app: Flask) -> None:
        """Or the gate would ask nobody why."""
        handing = ((view, handing_of(view)) for view in app.view_functions.values())
        told = [view for view, of in handing if of is not None and of.inside is Inside.PERSONS]
        assert [view for view in told if (access := access_of(view)) is None or access.permission is None] == []
        assert len(told) > 1

    def test_the_guard_finds_one_that_says_nothing(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(app.view_functions, "web.healthz", everybody)
        assert "web.healthz" in undeclared(app)

    @pytest.mark.parametrize("disposition", ["", "attachment; filename=people.json"])
    def test_and_one_that_says_nothing_hands_out_nothing(
        self, app: Flask, client: PortalClient, monkeypatch: pytest.MonkeyPatch, disposition: str
    ) -> None:
        headers = {"Content-Disposition": disposition} if disposition else {}
        media = "application/json" if disposition else "text/csv"
        view = public("a test")(lambda: Response("홍길동", mimetype=media, headers=headers))
        monkeypatch.setitem(app.view_functions, "web.healthz", view)
        with pytest.raises(UndeclaredFile):
            client.get("/healthz")

    def test_persons_are_counted(self) -> None:
        with pytest.raises(ValueError, match="명단"):
            hands_out(Inside.PERSONS, "명단")


def everybody() -> Response:
    return _as_file("홍길동")


def _as_file(words: str) -> Response:
    return Response(words, mimetype="text/csv")
