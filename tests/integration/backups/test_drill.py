"""The drill restores the newest back-up for real and tells what is wrong with it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.backups.drills import drill
from portal.backups.models import Backup, Drill
from portal.backups.views import WAITS
from portal.config import Settings
from portal.core import clock
from portal.core.permissions import Role
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.integration.backups.conftest import Place
from tests.pages import parse, text_of


def problems(place: Place) -> list[str]:
    with place.app.app_context():
        return drill(place.settings, now=clock.now()).problems


def waiting(role: Role) -> list[str]:
    """What of back-ups waits for somebody of this role."""
    actor = make_user(role).actor
    return [item.what for item in WAITS.items(Desk(actor, clock.now()))] if actor.can(WAITS.permission) else []


class TestDrill:
    def test_a_good_back_up_has_no_problems_and_nothing_is_left(self, portal: Place) -> None:
        portal.backup()
        assert problems(portal) == []
        assert list(portal.settings.var_dir.glob(".drill-*")) == []

    def test_a_cut_back_up_is_told(self, portal: Place) -> None:
        source = portal.backup()
        source.write_bytes(source.read_bytes()[:-100])
        assert any("잘렸거나 바뀌었습니다" in problem for problem in problems(portal))

    def test_a_file_that_is_missing_in_it_is_told(self, portal: Place) -> None:
        portal.files()[0].unlink()
        portal.backup()
        assert any("파일이 없습니다: documents/" in problem for problem in problems(portal))

    def test_no_back_up_is_a_problem(self, portal: Place) -> None:
        assert problems(portal) == ["되살려 볼 백업이 없습니다."]


FRESH, OLD = timedelta(hours=1), timedelta(days=10)


def add(session: Session, made: timedelta | None, tried: timedelta | None, *found: str) -> None:
    """A back-up that was made so long ago, and when it was tried."""
    now = clock.now()
    if made:
        session.add(Backup(made_at=now - made, seconds=1, file_name="portal-x.age", size=1, files=1))
    if tried:
        session.add(Drill(started_at=now - tried, finished_at=now - tried, problems=list(found)))
    session.commit()


class TestOfficePage:
    @pytest.mark.parametrize(
        ("made", "tried", "found", "told"),
        [
            (FRESH, FRESH, [], []),
            (FRESH, FRESH, ["파일이 없습니다: a"], ["백업을 되살리는 연습이 실패했습니다"]),
            (FRESH, OLD, [], ["백업을 되살려 본 지 너무 오래되었습니다"]),
            (FRESH, None, [], ["백업을 되살려 본 지 너무 오래되었습니다"]),
            (OLD, FRESH, [], ["마지막 백업이 너무 오래되었습니다"]),
            (None, None, [], ["마지막 백업이 너무 오래되었습니다"]),
        ],
        ids=["well", "failed", "drill too old", "never drilled", "back-up too old", "no back-up"],
    )
    def test_what_is_not_well_waits_for_the_office(
        self,
        session: Session,
        backing_up: Flask,
        made: timedelta | None,
        tried: timedelta | None,
        found: list[str],
        told: list[str],
    ) -> None:
        add(session, made, tried, *found)
        with backing_up.test_request_context("/"):
            assert waiting(Role.OFFICE) == told
            assert waiting(Role.COORDINATOR) == []

    def test_a_portal_that_makes_none_has_nothing_waiting(self, session: Session, app: Flask) -> None:
        with app.test_request_context("/"):
            assert waiting(Role.OFFICE) == []

    def test_the_page_tells_the_problems(self, client: PortalClient, session: Session) -> None:
        add(session, FRESH, FRESH, "파일이 없습니다: documents/ab/cd.pdf")
        client.sign_in(make_user(Role.OFFICE).id)
        shown = text_of(parse(client.get("/backups").get_data(as_text=True)))
        assert "파일이 없습니다: documents/ab/cd.pdf" in shown
        assert "portal-x.age" in shown


@pytest.fixture
def backing_up(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a key for back-ups."""
    monkeypatch.setitem(app.extensions, "settings", settings.model_copy(update={"backup_key": "AGE-SECRET-KEY-1"}))
    return app
