"""The pack on reviews, downloads, leaks, the edition that runs, and the plan, each counted a second time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdf
import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.audit.downloads import Why, record_download
from portal.audit.states import DownloadReason
from portal.coordinators.outside.actions import withdraw_link
from portal.coordinators.outside.states import WithdrawnFor
from portal.core.permissions import Role
from portal.core.providers import SignInProvider
from portal.extensions import current_settings
from portal.leave.actions import enter_leave
from portal.leave.states import LeaveKind
from portal.privacy.evidence import of_keeping, of_release
from portal.privacy.evidence.items import PackItem
from portal.privacy.evidence.packing import make_pack
from portal.privacy.evidence.released import OF_RELEASE, Release, code_digest, recorded_release
from portal.privacy.incidents.actions import close_incident, contain_incident, report_incident, tell_people
from portal.privacy.reviews.actions import Judged, sign_review
from portal.privacy.reviews.states import Section
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.workforce.training.actions import Result, enrol, write_results
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, make_organisation
from tests.factories.coordinators import make_coordinator
from tests.factories.leave import wanted
from tests.factories.manuals import make_actor, make_draft, publish
from tests.factories.outside import add_linked_line, make_link
from tests.factories.privacy import make_incident, make_review
from tests.factories.referrals import make_person, make_referral, make_scene
from tests.factories.training import make_course, make_session
from tests.factories.workers import make_worker
from tests.integration.privacy.packs import PERIOD, count_again, figures, rows, told

pytestmark = pytest.mark.on_sqlite

CANARY = "카나리아"
MADE = Release(
    made_at=datetime(2026, 11, 2, 3, 4, tzinfo=UTC),
    commit="e5270936",
    code="0" * 64,
    components=70,
    bill="b" * 64,
    asked=90,
    answered=88,
    weak=("pillow 1.0: PYSEC-2026-1",),
)
Pack = Callable[[], Path]


def test_processors_are_every_machine_of_others_that_the_settings_name(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = SignInProvider(
        key="office", name="기관", issuer="https://login.example.kr/a", client_id="x", client_secret=SecretStr("y" * 16)
    )
    changed = current_settings().model_copy(
        update={"sentry_dsn": SecretStr("https://key@errors.example.kr/1"), "sign_in_providers": (provider,)}
    )
    monkeypatch.setattr(of_keeping, "current_settings", lambda: changed)
    (listing,) = of_keeping.processors(PERIOD).listings
    assert {("오류 알림", "errors.example.kr"), ("종사자의 로그인 확인", "login.example.kr")} <= set(listing.rows)


@pytest.fixture
def pack(session: Session, tmp_path: Path) -> Pack:
    """Makes one of what the test has committed."""

    def made() -> Path:
        session.commit()
        folder = tmp_path / "pack"
        folder.mkdir()
        make_pack(PERIOD, folder, by="박사무", now=NOW)
        return folder

    return made


def agrees(session: Session, folder: Path, item: PackItem, again: dict[str, str]) -> None:
    """`again` are statements without their first word."""
    packed = figures(folder, item)
    assert {name: packed[name] for name in again} == {
        name: count_again(session.connection(), f"SELECT {sql}") for name, sql in again.items()
    }


class TestReviews:
    def test_tell_what_was_counted_and_signed_and_not_what_was_written(self, session: Session, pack: Pack) -> None:
        office, review = make_staff(Role.OFFICE, name="박사무"), make_review()
        judged = dict.fromkeys(Section, Judged(CANARY)) | {Section.VOLUME: Judged(CANARY, CANARY)}
        sign_review(review, judged, actor=office.actor, now=NOW)
        make_review(PERIOD.first.replace(month=9, day=1), now=NOW - timedelta(days=60))
        folder = pack()
        assert figures(folder, PackItem.REVIEW) == {
            "reviews": 1,
            "signed": 1,
            "late": 0,
            "stand_out": 0,
            "measures": 1,
        }
        (row,) = rows(folder, PackItem.REVIEW, "reviews")
        assert (row[0], row[2], row[5]) == ("2026-10", "서명함", "박사무")
        assert CANARY not in json.dumps(told(folder, PackItem.REVIEW), ensure_ascii=False)
        within = "prepared_at >= :begins AND prepared_at < :ends"
        agrees(
            session,
            folder,
            PackItem.REVIEW,
            {
                "reviews": f"count(*) FROM access_review WHERE {within}",
                "signed": f"count(*) FROM access_review WHERE signed_at IS NOT NULL AND {within}",
                "measures": "count(*) FROM review_finding f JOIN access_review r ON r.id = f.review_id"
                f" WHERE f.measure <> '' AND {within}",
            },
        )


class TestLeaks:
    def test_tell_whether_people_heard_in_time_and_name_nobody(self, session: Session, pack: Pack) -> None:
        office, person = make_staff(Role.OFFICE, name="박사무"), make_person(CANARY)
        seen = ("household", person.household_id)
        record("household.read", actor=office.actor, now=NOW - timedelta(hours=1), subject=seen)
        session.flush()
        leak, late = make_incident(office, is_sensitive=True), NOW + timedelta(hours=73)
        contain_incident(leak, CANARY, actor=office.actor, now=NOW)
        tell_people(leak, CANARY, actor=office.actor, now=late)
        report_incident(leak, "2026-17", actor=office.actor, now=late)
        folder = pack()
        assert figures(folder, PackItem.INCIDENTS) == {
            "incidents": 1, "touched": 1, "told": 1, "late": 1, "reported": 1,
        }  # fmt: skip
        (row,) = rows(folder, PackItem.INCIDENTS, "incidents")
        assert (row[0], row[1], row[7], row[9]) == ("노트북을 잃음", "신고함", "예", "2026-17")
        assert CANARY not in json.dumps(told(folder, PackItem.INCIDENTS), ensure_ascii=False)
        known = "i.detected_at < :ends AND (i.closed_at IS NULL OR i.closed_at >= :begins)"
        of_people = f"count(*) FROM touched_person t JOIN incident i ON i.id = t.incident_id WHERE {known}"
        agrees(
            session,
            folder,
            PackItem.INCIDENTS,
            {
                "incidents": f"count(*) FROM incident i WHERE {known}",
                "touched": of_people,
                "told": f"{of_people} AND t.told_at IS NOT NULL",
            },
        )

    def test_that_ended_before_the_period_are_left_out(self, session: Session, pack: Pack) -> None:
        office, then = make_staff(Role.OFFICE), NOW - timedelta(days=90)
        leak = make_incident(
            office, now=then, detected_at=then, since=then - timedelta(days=1), until=then - timedelta(hours=1)
        )
        contain_incident(leak, "막음", actor=office.actor, now=then)
        tell_people(leak, "편지", actor=office.actor, now=then)
        close_incident(leak, "마침", actor=office.actor, now=then)
        assert figures(pack(), PackItem.INCIDENTS)["incidents"] == 0


class TestDownloads:
    def test_are_told_by_reason_without_what_was_typed(self, session: Session, pack: Pack) -> None:
        office = make_staff(Role.OFFICE, name="박사무").actor
        for reason, persons, days in (
            (DownloadReason.PAYMENT, 7, 1),
            (DownloadReason.PAYMENT, 5, 2),
            (DownloadReason.OTHER, 3, 3),
            (DownloadReason.OTHER, 100, 60),
        ):
            moment = NOW - timedelta(days=days)
            record_download("가구 목록", Why(reason, CANARY), persons=persons, actor=office, now=moment)
        folder = pack()
        assert figures(folder, PackItem.DOWNLOADS) == {"downloads": 3, "persons": 15, "accounts": 1}
        assert sorted(rows(folder, PackItem.DOWNLOADS, "by-reason")) == [["다른 까닭", 1, 3], ["지급하려고", 2, 12]]
        assert rows(folder, PackItem.DOWNLOADS, "downloads")[0][1:] == ["박사무", "가구 목록", 3, "다른 까닭"]
        assert CANARY not in json.dumps(told(folder, PackItem.DOWNLOADS), ensure_ascii=False)
        within = "FROM download WHERE at >= :begins AND at < :ends"
        again = {"downloads": f"count(*) {within}", "persons": f"sum(persons) {within}"}
        agrees(session, folder, PackItem.DOWNLOADS, again)


class TestPlan:
    def test_tells_manuals_and_days_of_training_and_says_what_is_not_here(self, session: Session, pack: Pack) -> None:
        writer, reviewer, approver = (make_actor(name, Role.OFFICE) for name in ("한쓰기", "두검토", "세승인"))
        publish(make_draft(writer), reviewer, approver)
        away, deputy = make_coordinator("남나무"), make_coordinator("박바다")
        days = wanted(deputy, first=-1, last=1)
        enter_leave(away.id, replace(days, kind=LeaveKind.TRAINING), actor=away.actor, now=NOW)
        enter_leave(deputy.id, wanted(away, first=2, last=3), actor=deputy.actor, now=NOW)
        folder = pack()
        assert figures(folder, PackItem.PLAN) == {
            "editions": 1, "in_force": 1, "training_days": 2, "trained": 1,
            "sessions": 0, "passed": 0, "absent": 0,
        }  # fmt: skip
        assert len(told(folder, PackItem.PLAN)["missing"]) == 2
        text = "".join(page.extract_text() for page in pypdf.PdfReader(folder / "evidence.pdf").pages)
        assert "이 자료에 없는 것" in text
        agrees(
            session,
            folder,
            PackItem.PLAN,
            {
                "editions": "count(*) FROM manual_edition WHERE published_at >= :begins AND published_at < :ends",
                "training_days": "count(*) FROM leave_day d JOIN leave l ON l.id = d.leave_id"
                " WHERE l.kind = 'training' AND d.on_day >= :first AND d.on_day <= :last",
            },
        )


class TestTraining:
    def test_names_who_of_the_staff_and_workers_was_taught(self, session: Session, pack: Pack) -> None:
        office, staff = make_staff(Role.OFFICE).actor, make_coordinator("남나무")
        worker = make_worker(make_organisation("마포돌봄").id)
        taught = make_session(make_course(), starts_at=NOW - timedelta(days=3))
        booked = enrol(taught, [worker.id], [staff.id], actor=office, now=NOW - timedelta(days=5))
        came = {each.id: Result(came=each.worker_id is not None, score=None) for each in booked}
        write_results(taught, came, actor=office, now=NOW)
        make_session(make_course(name="나중"), starts_at=NOW + timedelta(days=9))
        folder = pack()
        packed = figures(folder, PackItem.PLAN)
        assert (packed["sessions"], packed["passed"], packed["absent"]) == (1, 1, 1)
        learners = {row[2]: row[3:5] for row in rows(folder, PackItem.PLAN, "learners")}
        assert learners == {worker.name: ["마포돌봄", "이수"], "남나무": ["", "오지 않음"]}


class TestThirdParties:
    def test_tell_on_which_consent_households_were_told_of(self, session: Session, pack: Pack) -> None:
        scenes = [make_scene() for _ in range(3)]
        for scene in scenes:
            make_referral(scene, now=NOW - timedelta(days=2))
        withdrawn_at = (NOW - timedelta(days=1), NOW - timedelta(days=3), None)
        for scene, moment in zip(scenes, withdrawn_at, strict=True):
            of_them = select(Consent).where(Consent.person_id == scene.person.id)
            (consent,) = session.scalars(of_them.where(Consent.kind == ConsentKind.THIRD_PARTY))
            consent.confirmed_at, consent.withdrawn_at = NOW - timedelta(days=9), moment
        gone = make_link(add_linked_line(scenes[2].line))
        make_link(add_linked_line(scenes[1].line), body="망원1동 주민센터")
        withdraw_link(gone, WithdrawnFor.TAKEN_BACK, actor=gone.case.coordinator.actor, now=NOW)
        folder = pack()
        packed = figures(folder, PackItem.THIRD_PARTIES)
        assert (packed["bodies"], packed["to-tell"]) == (2, 1)
        bodies = rows(folder, PackItem.THIRD_PARTIES, "by-body")
        assert bodies == [["마포구보건소", 1, 1, 1, 1, 1], ["망원1동 주민센터", 1, 1, 1, 0, 0]]
        assert (packed["referrals"], packed["agreed"], packed["without"]) == (3, 2, 1)
        listed = rows(folder, PackItem.THIRD_PARTIES, "by-organisation")
        assert [sum(row[place] for row in listed) for place in (1, 2, 3, 4)] == [3, 3, 2, 1]


class TestRelease:
    def test_that_nobody_recorded_is_told_as_such(
        self, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(of_release, "recorded_release", lambda: recorded_release(tmp_path / "none.json"))
        folder = pack()
        packed = figures(folder, PackItem.RELEASE)
        assert (packed["bill"], packed["checked_at"], packed["code"]) == ("기록 없음", "기록 없음", code_digest())
        assert "make release" in told(folder, PackItem.RELEASE)["missing"][0]

    @pytest.mark.parametrize(
        ("record", "first_missing"),
        [
            (MADE, "지금 움직이는 코드는 기록된 판과 다릅니다."),
            (replace(MADE, code=code_digest()), "구성 요소 목록(SBOM) 파일은"),
            (replace(MADE, code=code_digest(), answered=0, weak=()), "취약점을 알려 주는 곳이 답하지 않아"),
        ],
    )
    def test_that_was_recorded_is_told_with_what_was_known(
        self, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: Release, first_missing: str
    ) -> None:
        written = tmp_path / "release.json"
        written.write_bytes(OF_RELEASE.dump_json(record))
        monkeypatch.setattr(of_release, "recorded_release", lambda: recorded_release(written))
        folder = pack()
        packed, found = figures(folder, PackItem.RELEASE), told(folder, PackItem.RELEASE)
        assert (packed["asked"], packed["answered"], packed["weak"]) == (90, record.answered, len(record.weak))
        assert (packed["bill"], packed["checked_at"]) == ("b" * 64, "2026. 11. 2.(월) 12:04")
        assert found["missing"][0].startswith(first_missing)
        assert ("weaknesses" in found["listings"]) is bool(record.answered)

    def test_that_cannot_be_read_is_not_recorded(self, tmp_path: Path) -> None:
        (tmp_path / "release.json").write_text("{", "utf-8")
        assert recorded_release(tmp_path / "release.json") is None

    def test_another_line_of_code_is_another_edition(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text("x = 1\n", "utf-8")
        before = code_digest(tmp_path)
        (tmp_path / "a.pyc").write_bytes(b"made")
        assert code_digest(tmp_path) == before
        (tmp_path / "a.py").write_text("x = 2\n", "utf-8")
        assert code_digest(tmp_path) != before
