"""What a co-operative never sees, what a withdrawn consent stops, and that each look at a person is recorded."""

import html
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.plans.actions import agree_plan
from portal.coordinators.plans.states import AgreedBy
from portal.coordinators.referrals.actions import accept_referral, decline_referral, withdraw_referral
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import (
    lacking_consent,
    note_for,
    referrals_to_act_on,
    to_act_on_count,
    without_consent,
)
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.visits.actions import move_visit
from portal.coordinators.visits.states import Rating, VisitState
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.extensions import db
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.resemblances.actions import find_alike
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_application, make_draft, make_office, make_paired
from tests.factories.referrals import (
    Scene,
    make_accepted,
    make_person,
    make_referral,
    make_user,
    make_visit,
)

NOTE = "현관 앞에서 전화해 주십시오."
WORDS = "손이 거칠어 아쉬웠습니다."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """The present moment of the factories."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def withdraw(session: Session, scene: Scene, kind: ConsentKind = ConsentKind.THIRD_PARTY) -> None:
    of_person = (Consent.person_id == scene.person.id, Consent.kind == kind)
    session.execute(update(Consent).where(*of_person).values(withdrawn_at=NOW))


def shown(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


def signed_in(client: PortalClient, user_id: UUID | None) -> PortalClient:
    assert user_id is not None
    client.sign_in(user_id)
    return client


class TestTheNoteToTheCooperative:
    def test_is_read_while_they_may_come(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene, note=NOTE)
        worker = signed_in(client, scene.worker.user_id)
        assert NOTE in shown(worker, "/referrals")
        assert NOTE in shown(worker, f"/referrals/{referral.id}")

    def test_is_hidden_from_them_after_the_end(self, client: PortalClient, scene: Scene) -> None:
        referral = make_referral(scene, note=NOTE)
        decline_referral(referral, DeclineReason.NO_CAPACITY, actor=scene.worker, now=NOW)
        assert NOTE not in shown(signed_in(client, scene.worker.user_id), f"/referrals/{referral.id}")
        assert NOTE in shown(signed_in(client, scene.coordinator.user_id), f"/referrals/{referral.id}")

    def test_is_hidden_from_them_once_a_consent_is_withdrawn(
        self, client: PortalClient, session: Session, scene: Scene
    ) -> None:
        asked = make_referral(scene, note=NOTE)
        visit = make_visit(scene, scene.another_slot())
        visit.referral.note_for_provider = NOTE
        withdraw(session, scene)
        worker = signed_in(client, scene.worker.user_id)
        for address in ("/referrals", f"/referrals/{asked.id}", f"/visits/{visit.id}"):
            page = shown(worker, address)
            assert NOTE not in page
            assert "홍길동" not in page

    def test_is_always_the_coordinators(self, session: Session, scene: Scene) -> None:
        referral = make_referral(scene, note=NOTE)
        withdraw_referral(referral, actor=scene.coordinator, now=NOW)
        assert note_for(referral, scene.coordinator) == NOTE
        assert note_for(referral, scene.worker) == ""


class TestWhatTheResidentSaid:
    def test_reaches_the_cooperative_in_words_only_with_the_residents_leave(
        self, client: PortalClient, session: Session, scene: Scene
    ) -> None:
        visit = make_visit(scene)
        visit.state, visit.recorded_at = VisitState.DONE, NOW
        visit.rating, visit.feedback, visit.feedback_at = Rating.POOR, WORDS, NOW
        visit.rating_shared = True
        address = f"/visits/{visit.id}"
        seen = shown(signed_in(client, scene.worker.user_id), address)
        assert WORDS not in seen
        assert "아쉬웠어요" in seen
        assert WORDS in shown(signed_in(client, scene.coordinator.user_id), address)


class TestAWithdrawnConsent:
    def test_lets_no_cooperative_accept(self, session: Session, scene: Scene) -> None:
        referral = make_referral(scene)
        withdraw(session, scene)
        with pytest.raises(Conflict, match="동의를 거두셔서"):
            accept_referral(referral, actor=scene.worker, now=NOW)

    def test_is_told_in_place_of_the_button(self, client: PortalClient, session: Session, scene: Scene) -> None:
        make_referral(scene)
        desk = shown(signed_in(client, scene.worker.user_id), "/referrals")
        assert "수락하기" in desk
        withdraw(session, scene)
        db.session.commit()
        desk = shown(client, "/referrals")
        assert "동의를 거두셔서 수락할 수 없습니다" in desk
        assert "수락하기" not in desk
        assert "거절하기" in desk

    def test_lets_no_visit_be_moved(self, session: Session, scene: Scene) -> None:
        visit = make_visit(scene)
        other = scene.another_slot()
        withdraw(session, scene)
        with pytest.raises(DomainError, match="동의가 없습니다"):
            move_visit(visit, other.id, actor=scene.coordinator, now=NOW)

    @pytest.mark.parametrize("kind", [ConsentKind.COLLECTION, ConsentKind.SENSITIVE, ConsentKind.THIRD_PARTY])
    def test_comes_to_the_coordinators_desk(self, session: Session, scene: Scene, kind: ConsentKind) -> None:
        referral = make_visit(scene).referral
        assert on_the_desk(scene) == []
        withdraw(session, scene, kind)
        assert on_the_desk(scene) == [referral]
        assert overview(referral.case, now=NOW).to_act_on == [referral]
        assert session.scalar(to_act_on_count(scene.coordinator, now=NOW)) == 1

    def test_to_publish_hinders_nothing(self, session: Session, scene: Scene) -> None:
        make_visit(scene)
        withdraw(session, scene, ConsentKind.PUBLICITY)
        assert on_the_desk(scene) == []

    def test_leaves_what_has_ended(self, session: Session, scene: Scene) -> None:
        referral = make_referral(scene)
        withdraw_referral(referral, actor=scene.coordinator, now=NOW)
        withdraw(session, scene)
        assert on_the_desk(scene) == []

    def test_one_that_a_helper_gave_counts_only_when_confirmed(self, session: Session, scene: Scene) -> None:
        referral = make_accepted(scene)
        given = select(Consent).where(Consent.person_id == scene.person.id, Consent.kind == ConsentKind.SENSITIVE)
        session.scalars(given).one().confirmed_at = None
        assert without_consent([referral]) == {referral.id}
        assert lacking_consent(referral) is not None


def on_the_desk(scene: Scene) -> list[Referral]:
    return referrals_to_act_on(scene.coordinator, now=NOW)


class TestAgreeingOnline:
    def test_nobody_can_do_it_for_the_resident(self, client: PortalClient, scene: Scene) -> None:
        case = scene.line.plan.case
        draft = make_draft(case)
        address = f"/households/{case.household_id}/plan"
        staff = signed_in(client, scene.coordinator.user_id)
        assert "온라인으로 합의" not in shown(staff, address)
        assert staff.post(address, data={"agreed_by": "online"}).status_code == 422
        stranger = make_user(Role.RESIDENT, "남의 이름").actor
        with pytest.raises(NotFound):
            agree_plan(draft, AgreedBy.ONLINE, actor=stranger, now=NOW)
        with pytest.raises(Forbidden):
            agree_plan(draft, AgreedBy.ONLINE, actor=scene.coordinator, now=NOW)


READ_BY_COORDINATORS = (
    "/households/{household}",
    "/households/{household}/assessment",
    "/households/{household}/plan",
    "/households/{household}/plan/draft",
    "/households/{household}/contacts",
    "/households/{household}/closure",
    "/households/{household}/consents",
    "/applications/{application}",
    "/referrals/{referral}",
    "/referrals/lines/{line}",
    "/visits/{visit}",
    "/receipt/{application}",
)
READ_BY_THE_OFFICE = ("/households/{household}/pairing", "/households/{household}", "/referrals/{referral}")


def places(scene: Scene) -> dict[str, UUID]:
    visit = make_visit(scene)
    case = scene.line.plan.case
    return {
        "household": case.household_id,
        "application": case.application_id,
        "referral": visit.referral_id,
        "line": scene.line.id,
        "visit": visit.id,
    }


def reads(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.is_read)))


class TestRecordedReads:
    @pytest.mark.parametrize("address", READ_BY_COORDINATORS)
    def test_each_page_about_a_person_is_recorded(
        self, client: PortalClient, session: Session, scene: Scene, address: str
    ) -> None:
        ids = places(scene)
        reader = scene.coordinator.user_id
        assert signed_in(client, reader).get(address.format(**ids), buffered=True).status_code == 200
        (read,) = reads(session)
        assert read.actor_id == reader
        assert read.subject_id in (ids["household"], ids["application"])

    @pytest.mark.parametrize("address", READ_BY_THE_OFFICE)
    def test_the_offices_too(self, client: PortalClient, session: Session, scene: Scene, address: str) -> None:
        ids = places(scene)
        shown(signed_in(client, make_office().id), address.format(**ids))
        (read,) = reads(session)
        assert read.subject_id == ids["household"]

    def test_a_cooperative_is_recorded_when_it_sees_whom_it_visits(
        self, client: PortalClient, session: Session, scene: Scene
    ) -> None:
        ids = places(scene)
        worker = signed_in(client, scene.worker.user_id)
        assert "홍길동" in shown(worker, f"/visits/{ids['visit']}")
        assert "홍길동" in shown(worker, f"/referrals/{ids['referral']}")
        assert [read.subject_id for read in reads(session)] == [ids["household"]] * 2

    def test_a_refused_form_about_a_person_shows_them_again(
        self, client: PortalClient, session: Session, scene: Scene
    ) -> None:
        household = scene.line.plan.case.household_id
        worker = signed_in(client, scene.coordinator.user_id)
        assert worker.post(f"/households/{household}/contacts", data={"outcome": ""}).status_code == 422
        assert [read.subject_id for read in reads(session)] == [household]


class TestTitles:
    @pytest.mark.parametrize("rest", ["", "/plan", "/plan/draft", "/assessment", "/contacts", "/closure", "/consents"])
    def test_name_nobody_because_browsers_keep_them(self, client: PortalClient, scene: Scene, rest: str) -> None:
        household = scene.line.plan.case.household_id
        page = shown(signed_in(client, scene.coordinator.user_id), f"/households/{household}{rest}")
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert title is not None
        assert "홍길동" in page
        assert "홍길동" not in title.group(1)


class TestLikelyDuplicates:
    def test_are_masked_for_who_reads_the_application(self, client: PortalClient, session: Session) -> None:
        make_application(make_person("김옛이름", phone="+821044445555", with_account=False))
        case = make_paired(person=make_person("홍길동", phone="+821044445555"))
        find_alike(case.person, now=NOW)
        page = shown(signed_in(client, case.coordinator_id), f"/applications/{case.application_id}")
        assert "같은 사람일 수 있습니다" in page
        assert "김옛이름" not in page
