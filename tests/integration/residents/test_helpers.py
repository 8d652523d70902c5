"""Somebody helps a person: sees, or sees and does, what the person agreed to, until it ends."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import begin_session, send_code
from portal.accounts.queries import session_by_token
from portal.accounts.rules import Contact
from portal.audit.steps import history
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.visits.models import Visit
from portal.core.errors import DomainError, Forbidden, NotFound
from portal.core.masking import mask_name
from portal.core.permissions import Role
from portal.db.constraints import refusal_of
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.residents.helpers.actions import end_help
from portal.residents.helpers.models import Helping
from portal.residents.helpers.queries import get_helping, helpers_of, person_seen_by
from portal.residents.helpers.states import HELPING_STATES, HelperMay, HelpingState, HelpingVerb
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_coordinator, make_person, make_scene, make_visit
from tests.factories.residents import make_helping
from tests.pages import find_all, parse, text_of

PHONE = "+821077778888"


@pytest.fixture
def scene(session: Session) -> Iterator[Scene]:
    with time_machine.travel(NOW, tick=False):
        yield make_scene()


@pytest.fixture
def visit(scene: Scene) -> Visit:
    return make_visit(scene)


def helping(scene: Scene, may: HelperMay = HelperMay.SEE, **values: Any) -> Helping:
    return make_helping(scene.person, may, actor=scene.coordinator, **values)


def signed_in(client: PortalClient, helping: Helping) -> PortalClient:
    db.session.commit()
    client.sign_in(helping.user_id)
    return client


def words_of(client: PortalClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return text_of(parse(answer.get_data(as_text=True)))


class TestLetting:
    def test_opens_an_account_of_its_own_and_tells_the_helper(self, scene: Scene, session: Session) -> None:
        made = helping(scene)
        assert made.user.phone == PHONE
        assert person_seen_by(made.user.actor) == scene.person
        (text,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "helper_opened"))
        assert text.recipient == PHONE
        assert scene.person.name not in text.body

    def test_keeps_how_the_person_agreed(self, scene: Scene) -> None:
        made = helping(scene)
        (step,) = history(HELPING_STATES, made.id)
        assert (step.verb, step.note, step.by_id) == (HelpingVerb.AGREE, "방문 때 말씀하심", scene.coordinator.user_id)

    def test_asks_for_a_number_that_takes_texts(self, scene: Scene) -> None:
        with pytest.raises(DomainError) as refused:
            helping(scene, phone="+8223001000")
        assert refused.value.field == "phone"

    def test_a_number_helps_a_person_once(self, scene: Scene) -> None:
        helping(scene)
        with pytest.raises(Exception, match=r"uq_helping_open|helping\.phone") as broken:
            helping(scene)
        assert refusal_of(broken.value).field == "phone"  # type: ignore[arg-type]

    def test_who_helps_several_chooses_whose_care_to_open(self, scene: Scene, session: Session) -> None:
        helping(scene)
        other = make_scene()
        helping(other)
        session.flush()
        shown = {user.name for user in send_code(Contact(phone=PHONE), now=NOW)}
        assert shown == {f"박미선({mask_name(one.person.name)} 님을 돕는 분)" for one in (scene, other)}

    def test_a_resident_lets_nobody_in_without_staff(self, scene: Scene) -> None:
        with pytest.raises(Forbidden):
            make_helping(scene.person, actor=scene.resident)


class TestSigningIn:
    def whom(self, client: PortalClient, session: Session, chosen: Helping, birth_on: str) -> int:
        """The answer to whoever showed the right code, chose `chosen` and told a birth date."""
        client.post("/sign-in", data={"contact": PHONE})
        code = re.findall(
            r"\d{6}", session.scalars(select(OutboxMessage).where(OutboxMessage.is_secret)).all()[-1].body
        )
        assert client.post("/code", data={"code": code[0]}).location == "/sign-in/whom"
        assert f"박미선({mask_name(chosen.person.name)} 님을 돕는 분)" in words_of(client, "/sign-in/whom")
        return client.post("/sign-in/whom", data={"whom": str(chosen.user_id), "birth_on": birth_on}).status_code

    @pytest.mark.parametrize(("birth_on", "status"), [("19480302", 303), ("19480303", 422)])
    def test_who_helps_several_tells_the_birth_date_of_the_one(
        self, scene: Scene, client: PortalClient, session: Session, birth_on: str, status: int
    ) -> None:
        chosen = helping(scene)
        helping(make_scene())
        session.commit()
        assert self.whom(client, session, chosen, birth_on) == status


class TestWhatAHelperSees:
    def test_is_the_care_of_the_person(self, scene: Scene, visit: Visit, client: PortalClient) -> None:
        shown = words_of(signed_in(client, helping(scene)), "/my")
        assert f"{scene.person.name} 님의 돌봄입니다" in shown
        assert visit.referral.service.name in shown
        assert "동의한 내용" not in shown

    def test_is_told_as_somebody_elses_wherever_it_leads(
        self, scene: Scene, visit: Visit, client: PortalClient
    ) -> None:
        signed_in(client, helping(scene, HelperMay.ACT))
        for address in (
            "/support/mine",
            "/my/plan",
            *(f"/my/visits/{visit.id}{way}" for way in ("", "/move", "/cancel")),
        ):
            assert f"{scene.person.name} 님의 돌봄입니다" in words_of(client, address), address

    def test_is_nobody_elses(self, scene: Scene, visit: Visit, client: PortalClient) -> None:
        other = make_scene()
        elsewhere = make_visit(other)
        signed_in(client, helping(scene))
        assert client.get(f"/my/visits/{visit.id}").status_code == 200
        assert client.get(f"/my/visits/{elsewhere.id}").status_code == 404

    @pytest.mark.parametrize("address", ["/consents", "/my/facts", "/my/helpers"])
    def test_is_not_what_stays_the_persons_own(self, scene: Scene, client: PortalClient, address: str) -> None:
        for number, may in enumerate(HelperMay):
            signed_in(client, helping(scene, may, phone=f"+82107777888{number}"))
            assert client.get(address).status_code == 403

    @pytest.mark.parametrize("may", HelperMay)
    def test_leads_nowhere_that_is_closed_to_them(
        self, scene: Scene, visit: Visit, client: PortalClient, may: HelperMay
    ) -> None:
        signed_in(client, helping(scene, may))
        for page in ("/my", f"/my/visits/{visit.id}", "/my/plan", "/support/mine"):
            answer = client.get(page)
            assert answer.status_code == 200, page
            links = {link.get("href") or "" for link in find_all(parse(answer.get_data(as_text=True)), "a")}
            closed = {link for link in links if link.startswith("/") and client.get(link).status_code in (403, 404)}
            assert closed == set(), page


class TestWhatAHelperDoes:
    def test_is_nothing_where_only_seeing_was_agreed(self, scene: Scene, visit: Visit, client: PortalClient) -> None:
        signed_in(client, helping(scene))
        assert client.post(f"/my/visits/{visit.id}/confirm").status_code == 403
        assert client.post(f"/my/visits/{visit.id}/cancel").status_code == 403
        shown = words_of(client, f"/my/visits/{visit.id}")
        assert "오셔도 됩니다" not in shown
        assert "방문 취소하기" not in shown

    def test_is_what_the_person_could_do_about_visits(
        self, scene: Scene, visit: Visit, client: PortalClient, session: Session
    ) -> None:
        signed_in(client, helping(scene, HelperMay.ACT))
        assert "오셔도 됩니다" in words_of(client, f"/my/visits/{visit.id}")
        assert client.post(f"/my/visits/{visit.id}/confirm").status_code == 303
        session.refresh(visit)
        assert visit.resident_confirmed_at is not None

    def test_is_never_to_agree_to_the_plan(self, scene: Scene, client: PortalClient) -> None:
        signed_in(client, helping(scene, HelperMay.ACT))
        shown = client.get("/my/plan").get_data(as_text=True)
        assert "계획에 동의하기" not in shown


class TestEnding:
    def test_signs_the_helper_out_at_once(self, scene: Scene) -> None:
        made = helping(scene)
        token = begin_session(made.user, device="전화기", address="127.0.0.1", now=NOW)
        end_help(made, actor=scene.resident, now=NOW)
        assert session_by_token(token) is None
        assert (made.state, made.ended_at) == (HelpingState.ENDED, NOW)
        assert person_seen_by(made.user.actor) is None

    def test_the_number_may_help_again_afterwards(self, scene: Scene) -> None:
        end_help(helping(scene), actor=scene.coordinator, now=NOW)
        again = helping(scene, HelperMay.ACT)
        assert [one.state for one in helpers_of(scene.person.id)] == [HelpingState.AGREED, HelpingState.ENDED]
        assert again.user.phone == PHONE

    @pytest.mark.parametrize("reason", [ClosureReason.DIED, ClosureReason.MOVED_AWAY])
    def test_comes_with_the_end_of_the_persons_account(self, scene: Scene, reason: ClosureReason) -> None:
        made, case = helping(scene), scene.line.plan.case
        close_household_case(case, reason, "", actor=scene.coordinator, now=NOW)
        assert made.state is HelpingState.ENDED

    def test_is_not_for_strangers(self, scene: Scene) -> None:
        made = helping(scene)
        for stranger in (make_resident("+821011112222").actor, make_coordinator("남의").actor, made.user.actor):
            with pytest.raises(NotFound):
                get_helping(made.id, viewer=stranger)


class TestPages:
    def test_staff_open_and_end_it(self, scene: Scene, client: PortalClient, session: Session) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        address = f"/households/{scene.person.household_id}/helpers"
        sent = {"name": "박미선", "relation": "딸", "phone": "010-7777-8888", "may": "act", "note": "전화로 들음"}
        assert client.post(address, data=sent).status_code == 303
        assert "박미선 (딸)" in words_of(client, address)
        (made,) = helpers_of(scene.person.id)
        assert "박미선 (딸)" in words_of(client, f"/households/{scene.person.household_id}")
        assert client.post(f"/helpers/{made.id}/end").status_code == 303
        session.refresh(made)
        assert made.state is HelpingState.ENDED

    def test_what_is_missing_is_told_beside_its_field(self, scene: Scene, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        answer = client.post(f"/households/{scene.person.household_id}/helpers", data={"name": "박미선", "phone": "12"})
        assert answer.status_code == 422
        shown = text_of(parse(answer.get_data(as_text=True)))
        assert "어떤 사이인지 적어 주십시오" in shown
        assert 'value="박미선"' in answer.get_data(as_text=True)

    def test_the_person_ends_it(self, scene: Scene, client: PortalClient, session: Session) -> None:
        made = helping(scene)
        assert scene.resident.user_id is not None
        session.commit()
        client.sign_in(scene.resident.user_id)
        assert "박미선 (딸)" in words_of(client, "/my/helpers")
        assert "바로 나갑니다" in words_of(client, f"/my/helpers/{made.id}/end")
        assert client.post(f"/my/helpers/{made.id}/end").status_code == 303
        session.refresh(made)
        assert made.state is HelpingState.ENDED

    def test_a_person_without_helpers_hears_how_to_have_one(self, client: PortalClient, session: Session) -> None:
        person = make_person()
        session.commit()
        assert person.user_id is not None
        client.sign_in(person.user_id)
        assert "확인하고 열어 드립니다" in words_of(client, "/my/helpers")
