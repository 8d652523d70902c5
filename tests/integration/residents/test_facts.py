"""Facts of a file: changed as one value, with from when, why and by whom; what a change takes with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.queries import residents_by_contact
from portal.accounts.rules import Contact
from portal.audit.models import AuditEntry
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.extensions import db
from portal.residents.households.actions import change_facts, look_at_news, open_account_of
from portal.residents.households.models import FactChange, Person
from portal.residents.households.queries import changes_of, news_of
from portal.residents.households.rules import Values
from portal.residents.households.states import Fact
from tests.factories.consortium import MANGWON, NOW, OFFICE, SEOGYO, TODAY
from tests.factories.referrals import make_person

STREET = {"address": "서울 마포구 월드컵로 77", "address_detail": "302호", "postcode": "", "dong_code": MANGWON}
ELSEWHERE = {"address": "서울 마포구 성산로 1", "address_detail": "", "postcode": "", "dong_code": SEOGYO}
MOBILE = "+821012340001"


@pytest.fixture
def person(session: Session) -> Person:
    return make_person()


def own(person: Person) -> Actor:
    return Actor(person.user_id, person.name, frozenset({Role.RESIDENT}))


def change(person: Person, fact: Fact, values: Values, *, actor: Actor = OFFICE, **told: bool) -> list[FactChange]:
    return change_facts(person, {fact: values}, from_on=TODAY, reason="전화로 들음", actor=actor, now=NOW, **told)


def values_of(person: Person, *columns: str) -> list[object]:
    return [getattr(person.household, column) for column in columns]


class TestChanging:
    def test_keeps_both_values_with_from_when_why_and_who(self, person: Person) -> None:
        (written,) = change_facts(
            person,
            {Fact.NAME: {"name": "홍길순"}},
            from_on=TODAY - timedelta(days=3),
            reason="개명하셨습니다",
            actor=OFFICE,
            now=NOW,
        )
        assert changes_of(person.household_id) == [written]
        assert (written.before, written.after) == ({"name": "홍길동"}, {"name": "홍길순"})
        assert (written.from_on, written.reason) == (TODAY - timedelta(days=3), "개명하셨습니다")
        assert (written.by_name, written.told_by_person, written.at) == (OFFICE.name, False, NOW)

    def test_an_address_is_one_value(self, person: Person) -> None:
        change(person, Fact.ADDRESS, ELSEWHERE)
        assert values_of(person, *ELSEWHERE) == list(ELSEWHERE.values())

    def test_the_same_again_is_no_change(self, person: Person) -> None:
        assert change(person, Fact.ADDRESS, STREET) == []
        assert changes_of(person.household_id) == []

    def test_the_audit_names_columns_and_no_values(self, person: Person) -> None:
        change(person, Fact.PETS, {"pets": "없음"})
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "household.updated"))
        assert entry.details == {"fields": ["pets"]}

    def test_a_change_never_changes_again(self, person: Person) -> None:
        (written,) = change(person, Fact.PETS, {"pets": "없음"})
        written.reason = "다른 까닭"
        with pytest.raises(FrozenRow):
            db.session.flush()

    def test_not_from_a_day_to_come(self, person: Person) -> None:
        tomorrow = TODAY + timedelta(days=1)
        with pytest.raises(DomainError) as refused:
            change_facts(person, {Fact.ADDRESS: ELSEWHERE}, from_on=tomorrow, reason="", actor=OFFICE, now=NOW)
        assert refused.value.field == "from_on"

    def test_somebody_elses_file_is_not_there(self, person: Person) -> None:
        coordinator = Actor(None, "남의 담당", frozenset({Role.COORDINATOR}))
        with pytest.raises(NotFound):
            change(person, Fact.PETS, {"pets": "개"}, actor=coordinator)


class TestAnotherStreet:
    def test_clears_how_its_door_was_opened(self, person: Person) -> None:
        address, way_in = change(person, Fact.ADDRESS, ELSEWHERE)
        assert person.household.entry_note == ""
        assert (address.fact, way_in.fact) == (Fact.ADDRESS, Fact.WAY_IN)
        assert way_in.before == {"entry_note": "공동 현관 1234"}

    def test_unless_it_is_said_to_stay(self, person: Person) -> None:
        change(person, Fact.ADDRESS, ELSEWHERE, keeps_way_in=True)
        assert person.household.entry_note == "공동 현관 1234"

    def test_unless_the_new_one_is_told(self, person: Person) -> None:
        told = {Fact.ADDRESS: ELSEWHERE, Fact.WAY_IN: {"entry_note": "초인종"}}
        change_facts(person, told, from_on=TODAY, reason="", actor=OFFICE, now=NOW)
        assert person.household.entry_note == "초인종"

    @pytest.mark.parametrize("same", [{"postcode": "03990"}, {"address": "서울  마포구 월드컵로 77"}])
    def test_a_postcode_and_blanks_are_no_other_street(self, person: Person, same: dict[str, str]) -> None:
        change(person, Fact.ADDRESS, STREET | same)
        assert person.household.entry_note == "공동 현관 1234"

    def test_another_flat_is_one(self, person: Person) -> None:
        change(person, Fact.ADDRESS, STREET | {"address_detail": "401호"})
        assert person.household.entry_note == ""


class TestContact:
    def test_staff_let_somebody_sign_in_by_the_new_number(self, person: Person) -> None:
        before = Contact(phone=person.phone)
        change(person, Fact.PHONE, {"phone": MOBILE})
        assert residents_by_contact(Contact(phone=MOBILE)) == [person.user]
        assert residents_by_contact(before) == []

    def test_a_number_that_came_later_opens_an_account(self, session: Session) -> None:
        person = make_person(with_account=False, phone=None)
        change(person, Fact.PHONE, {"phone": MOBILE})
        assert person.user is not None
        assert person.user.phone == MOBILE

    def test_a_number_that_somebody_else_signs_in_by_is_shared(self, person: Person) -> None:
        """Neither is let in by it alone: `test_second_fact` and `test_shared_telephone`."""
        other = make_person("다른이", phone=MOBILE)
        change(person, Fact.PHONE, {"phone": MOBILE})
        assert set(residents_by_contact(Contact(phone=MOBILE))) == {other.user, person.user}

    def test_ones_own_opens_only_once_staff_have_looked(self, person: Person) -> None:
        before = person.phone
        (news,) = change(person, Fact.PHONE, {"phone": MOBILE}, actor=own(person))
        assert person.user is not None
        assert (person.phone, person.user.phone) == (MOBILE, before)
        look_at_news(news, actor=OFFICE, now=NOW)
        assert person.user.phone == MOBILE

    def test_the_dead_get_no_account(self, session: Session) -> None:
        person = make_person(with_account=False, phone=MOBILE, death_known_on=TODAY)
        open_account_of(person, now=NOW)
        assert person.user is None


class TestNews:
    def test_what_a_person_changes_is_news_until_somebody_looked(self, person: Person) -> None:
        (told,) = change(person, Fact.PETS, {"pets": "개"}, actor=own(person))
        assert news_of(person.household_id) == [told]
        look_at_news(told, actor=OFFICE, now=NOW)
        assert news_of(person.household_id) == []
        assert (told.seen_at, told.seen_by_id) == (NOW, OFFICE.user_id)

    def test_what_staff_change_is_none(self, person: Person) -> None:
        change(person, Fact.PETS, {"pets": "개"})
        assert news_of(person.household_id) == []
