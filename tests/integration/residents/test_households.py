"""Households: found by what people say on the telephone, likely duplicates, what is kept current."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.names import address_key, name_key
from portal.extensions import db
from portal.residents.households.actions import HouseholdFacts, PersonFacts, change_facts, update_file
from portal.residents.households.models import Person
from portal.residents.households.queries import likely_duplicates, matching
from portal.residents.households.rules import Identity, understand_search
from portal.residents.households.states import Fact
from tests.factories.consortium import NOW, OFFICE, SEOGYO, TODAY
from tests.factories.residents import BORN, make_household, make_person

PHONE = "+821012345678"


def found_by(text: str) -> list[Person]:
    return list(db.session.scalars(select(Person).join(Person.household).where(matching(understand_search(text)))))


def duplicates(name: str, birth_on: date, phone: str | None, address: str = "") -> list[Person]:
    identity = Identity(name_key(name), birth_on, phone, address_key(address))
    return [alike.person for alike in likely_duplicates(identity)]


class TestSearching:
    @pytest.fixture
    def person(self, session: Session) -> Person:
        make_person("김영희", phone="+821099990000")
        return make_person("홍길동", phone=PHONE, now=NOW)

    @pytest.mark.parametrize(
        "text",
        [
            "홍길동",
            "홍길",
            "ㅎㄱㄷ",
            "ㅎㄱ",
            "5678",
            "678",
            "78",
            "010-1234-5678",
            "01012345678",
            "1234-5678",
            "12345678",
            "45678",
            "홍길동 님",
            "홍 길동",
            "길동",
            "길",
            "홍길동씨",
            "홍길동 어르신",
            "홍 길동 할머니",
            "2026-000002",
            "2026-2",
            "가구 2026-2",
        ],
    )
    def test_finds_the_person(self, person: Person, text: str) -> None:
        assert found_by(text) == [person]

    @pytest.mark.parametrize(
        "text", ["", "  ", "없는사람", "ㅋㅋ", "1111", "2025-1", "9234-5678", "신청 2026-2", "%", "_"]
    )
    def test_finds_nobody_else(self, person: Person, text: str) -> None:
        assert found_by(text) == []

    @pytest.mark.parametrize("text", ["Kim Minsu", "kim  minsu", "KIMMINSU", "minsu", "kim"])
    def test_finds_a_name_however_it_is_written(self, session: Session, text: str) -> None:
        person = make_person("Kim Minsu")
        assert found_by(text) == [person]

    def test_finds_a_name_with_a_blank_by_its_initials(self, session: Session) -> None:
        person = make_person("홍 길동")
        assert found_by("ㅎㄱㄷ") == [person]

    def test_follows_a_name_and_a_number_that_change(self, person: Person) -> None:
        told = {Fact.NAME: {"name": "남궁민수"}, Fact.PHONE: {"phone": "+821077770001"}}
        change_facts(person, told, from_on=TODAY, reason="본인", actor=OFFICE, now=NOW)
        assert found_by("민수") == found_by("ㄴㄱㅁㅅ") == found_by("0001") == [person]
        assert found_by("길동") == found_by("5678") == []


class TestDuplicates:
    @pytest.mark.parametrize(
        ("name", "birth_on", "phone"),
        [
            ("홍길동", BORN, None),
            ("홍 길동", BORN, None),
            ("홍길동", BORN, "+821000000000"),
            ("홍길동", date(1950, 1, 1), PHONE),
            ("다른이", BORN, PHONE),
            ("홍길동 님", BORN, None),
            ("홍길동 어르신", BORN, None),
        ],
    )
    def test_two_of_four_are_enough(self, session: Session, name: str, birth_on: date, phone: str | None) -> None:
        person = make_person("홍길동", phone=PHONE)
        assert duplicates(name, birth_on, phone) == [person]

    @pytest.mark.parametrize(("name", "birth_on"), [("홍길동", date(1950, 1, 1)), ("개명이", BORN)])
    def test_an_address_is_one_of_them(self, session: Session, name: str, birth_on: date) -> None:
        person = make_person("홍길동", address="서울 마포구 월드컵로 77", address_detail="302호")
        assert duplicates(name, birth_on, None, "월드컵로 77, 302호") == [person]
        assert duplicates(name, birth_on, None, "월드컵로 77, 303호") == []

    def test_a_couple_with_one_telephone_and_one_home_is_two_people(self, session: Session) -> None:
        make_person("홍길동", phone=PHONE, address="월드컵로 77")
        assert duplicates("김배우자", date(1953, 4, 4), PHONE, "월드컵로 77") == []

    @pytest.mark.parametrize(
        ("name", "birth_on", "phone"),
        [("홍길동", date(1950, 1, 1), None), ("다른이", BORN, None), ("다른이", date(1950, 1, 1), PHONE)],
    )
    def test_one_is_not(self, session: Session, name: str, birth_on: date, phone: str | None) -> None:
        make_person("홍길동", phone=PHONE)
        assert duplicates(name, birth_on, phone) == []

    def test_two_people_without_telephone_do_not_share_one(self, session: Session) -> None:
        make_person("홍길동", phone=None)
        assert duplicates("홍길동", date(1950, 1, 1), None) == []


class TestUpdating:
    def test_what_nobody_told_stays(self, session: Session) -> None:
        household = make_household(pets="고양이", lives_alone=True)
        home = HouseholdFacts(address="성산로 1", dong_code=SEOGYO)
        own = PersonFacts(name="홍길동", birth_on=BORN)
        update_file(household.person, home, own, reason="다시 신청", actor=OFFICE, now=NOW)
        assert (household.address, household.dong_code) == ("성산로 1", SEOGYO)
        assert (household.pets, household.lives_alone) == ("고양이", True)
        assert household.person.phone is not None
