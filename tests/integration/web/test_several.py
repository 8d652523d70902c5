"""Several things dealt with at once: said beforehand what becomes of each, done one by one, told which were not."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.coordinators.letters.models import Letter
from portal.coordinators.letters.states import LetterState
from portal.coordinators.referrals.actions import accept_referral, remind_of_answer
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.referrals.tasks import watch_answers
from portal.core.errors import Conflict, DomainError
from portal.extensions import db
from portal.residents.households.actions import change_facts
from portal.residents.households.models import FactChange
from portal.residents.households.states import Fact
from portal.web.several import NAMED_AT_MOST, act_on_each
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, make_referral, make_scene
from tests.factories.visiting import make_letter, messages
from tests.pages import words_of


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def sign_in(client: PortalClient, scene: Scene) -> None:
    db.session.commit()
    assert scene.coordinator.user_id is not None
    client.sign_in(scene.coordinator.user_id)


def chosen(address: str, *things: Referral | FactChange | Letter) -> str:
    return f"{address}?{urlencode({'chosen': [str(thing.id) for thing in things]}, doseq=True)}"


def sent(*things: Referral | FactChange | Letter, **more: str) -> dict[str, object]:
    return {"chosen": [str(thing.id) for thing in things], **more}


class TestOutcome:
    def test_names_what_was_done_and_leaves_out_no_number(self, app: Flask, session: Session) -> None:
        def act(number: int) -> None:
            if number == 1:
                raise DomainError("넷이 아닙니다.")

        with app.test_request_context():
            outcome = act_on_each(range(NAMED_AT_MOST + 3), act, str)
            assert outcome.names == "0, 2, 3, 4, 5, 6, 7, 8, 9, 10 외 2건"
        assert outcome.refused == {"넷이 아닙니다.": ["1"]}


class TestReminding:
    @pytest.fixture
    def referrals(self, scene: Scene) -> list[Referral]:
        """One that waits, and one that is answered."""
        found = [make_referral(scene, scene.another_slot(days=days)) for days in (5, 6)]
        accept_referral(found[1], actor=scene.worker, now=NOW)
        return found

    def test_asks_once_a_day_whoever_owes_an_answer(self, scene: Scene, referrals: list[Referral]) -> None:
        waiting, answered = referrals
        remind_of_answer(waiting, actor=scene.coordinator, now=NOW)
        for referral in (waiting, answered):
            with pytest.raises(Conflict):
                remind_of_answer(referral, actor=scene.coordinator, now=NOW)
        remind_of_answer(waiting, actor=scene.coordinator, now=NOW + timedelta(days=1))
        assert len(messages("referral_reminded")) == 2

    def test_who_was_asked_by_hand_is_not_asked_by_the_clock(self, scene: Scene, referrals: list[Referral]) -> None:
        remind_of_answer(referrals[0], actor=scene.coordinator, now=NOW)
        watch_answers(NOW + timedelta(hours=20))
        assert len(messages("referral_reminded")) == 1

    def test_says_so_where_the_time_is_over(self, scene: Scene, referrals: list[Referral]) -> None:
        remind_of_answer(referrals[0], actor=scene.coordinator, now=NOW + timedelta(days=3))
        (mail,) = messages("referral_reminded")
        assert "지금 답해 주십시오" in mail.body

    def test_says_beforehand_whom_it_reminds_and_whom_not(
        self, client: PortalClient, scene: Scene, referrals: list[Referral]
    ) -> None:
        sign_in(client, scene)
        assert referrals[0].number in client.get("/referrals/unanswered").text
        shown = client.get(chosen("/referrals/reminders", *referrals)).text
        assert "연계 2건의 답 재촉하기" in shown
        assert "협동조합에 메일을 보냅니다." in shown
        assert shown.count("하지 않음") == 1
        assert messages("referral_reminded") == []

    def test_reminds_those_that_wait_and_tells_of_the_others(
        self, client: PortalClient, scene: Scene, referrals: list[Referral]
    ) -> None:
        sign_in(client, scene)
        told = client.post("/referrals/reminders", data=sent(*referrals), follow_redirects=True).text
        assert "1건의 답을 재촉했습니다" in told
        assert f"{referrals[1].number}. 답을 기다리는 연계가 아닙니다." in words_of(told)
        assert len(messages("referral_reminded")) == 1
        assert "referral.reminded" in session_events()

    def test_one_button_reminds_of_one(self, client: PortalClient, scene: Scene, referrals: list[Referral]) -> None:
        sign_in(client, scene)
        address = f"/referrals/{referrals[0].id}"
        assert "답 재촉하기" in client.get(address).text
        told = client.post(f"{address}/remind", follow_redirects=True).text
        assert "답을 재촉했습니다. 협동조합에 메일을 보냅니다." in told
        assert f"{address}/remind" not in told

    def test_of_others_is_not_among_them(self, client: PortalClient, scene: Scene, referrals: list[Referral]) -> None:
        foreign = make_referral(make_scene())
        sign_in(client, scene)
        assert client.get(chosen("/referrals/reminders", foreign)).location == "/referrals/unanswered"
        client.post("/referrals/reminders", data=sent(foreign, referrals[0]))
        assert (foreign.answer_reminded_at, foreign.state) == (None, ReferralState.REQUESTED)


def session_events() -> set[str]:
    return set(db.session.scalars(select(AuditEntry.event)))


class TestLookingAtNews:
    @pytest.fixture
    def changes(self, scene: Scene) -> list[FactChange]:
        """What the resident changed of themselves."""
        for fact, value in ((Fact.PETS, {"pets": "개"}), (Fact.WAY_IN, {"entry_note": "초인종"})):
            change_facts(
                scene.person, {fact: value}, from_on=TODAY, reason="본인이 바꿈", actor=scene.resident, now=NOW
            )
        return list(db.session.scalars(select(FactChange).where(FactChange.told_by_person).order_by(FactChange.fact)))

    def test_shows_what_each_became(self, client: PortalClient, scene: Scene, changes: list[FactChange]) -> None:
        sign_in(client, scene)
        for address in ("/news", chosen("/news/several", *changes)):
            shown = client.get(address).text
            assert ["→ 개" in shown, "→ 초인종" in shown, scene.person.name in shown] == [True, True, False]
        assert client.get("/news?all=1").text.count(" checked") >= 2

    def test_marks_them_and_tells_what_somebody_else_looked_at_meanwhile(
        self, client: PortalClient, scene: Scene, changes: list[FactChange]
    ) -> None:
        sign_in(client, scene)
        assert client.post(f"/facts/{changes[0].id}/seen", data={"back": "/news"}).location == "/news"
        assert client.get(chosen("/news/several", *changes)).text.count("하지 않음") == 1
        told = client.post("/news/several", data=sent(*changes), follow_redirects=True).text
        assert "1건을 확인했습니다" in told
        assert "다른 분이 이미 확인했습니다." in told
        assert "확인할 소식이 없습니다." in told

    def test_of_others_are_not_among_them(self, client: PortalClient, scene: Scene, changes: list[FactChange]) -> None:
        stranger = make_scene()
        sign_in(client, stranger)
        assert "확인할 소식이 없습니다." in client.get("/news").text
        assert client.post("/news/several", data=sent(*changes)).location == "/news"
        assert {change.seen_at for change in changes} == {None}


class TestShowingLetters:
    @pytest.fixture
    def letters(self, client: PortalClient, scene: Scene) -> list[Letter]:
        """One that may hang on the wall, and one that may not."""
        found = [make_letter(scene.person, scene.slot.organisation) for _each in range(2)]
        found[1].may_show = False
        office = make_staff(name="박사무")
        db.session.commit()
        client.sign_in(office.id)
        return found

    def test_says_beforehand_which_may_not(self, client: PortalClient, letters: list[Letter]) -> None:
        assert client.get("/letters?all=1").text.count(" checked") == client.get("/letters").text.count(" checked") + 2
        shown = client.get(chosen("/letters/several", *letters)).text
        assert "편지 2통 한꺼번에" in shown
        assert [shown.count("벽에 걸 수 있습니다."), shown.count("벽에 걸지 못합니다.")] == [1, 1]

    def test_hangs_those_that_may_and_tells_of_the_others(self, client: PortalClient, letters: list[Letter]) -> None:
        told = client.post("/letters/several", data=sent(*letters, show="1"), follow_redirects=True).text
        assert "1통을 벽에 걸었습니다" in told
        assert "보여 드려도 된다고 하지 않으신 편지입니다." in told
        assert [letter.state for letter in letters] == [LetterState.SHOWN, LetterState.RECEIVED]

    def test_takes_all_down(self, client: PortalClient, letters: list[Letter]) -> None:
        told = client.post("/letters/several", data=sent(*letters, take_down="1"), follow_redirects=True).text
        assert "2통을 내려놓았습니다" in told
        assert {letter.state for letter in letters} == {LetterState.TAKEN_DOWN}

    def test_is_for_the_office(self, client: PortalClient, scene: Scene, letters: list[Letter]) -> None:
        sign_in(client, scene)
        assert client.get(chosen("/letters/several", *letters)).status_code == 403
        assert "/letters/several" not in client.get("/letters").text
