"""Names, numbers and addresses of residents, all of them invented: the same seed makes the same people."""

from copy import copy
from dataclasses import dataclass
from random import Random
from typing import Self

from faker import Faker

from portal.core.phone import parse_phone
from portal.demo.corpus import read_data
from portal.extensions import current_settings
from portal.residents.households.states import Sex

FIRST_RESIDENT = 1001
FIRST_OTHER = 3001
APART = 500
OLD_BEFORE = 1966
OLD_NAMES = {
    Sex.FEMALE: ("순자", "영자", "정숙", "옥순", "춘자", "명자", "경자", "정순", "숙자", "순옥", "옥자", "정자"),
    Sex.MALE: ("영수", "영호", "정식", "병철", "광수", "상철", "영식", "종수", "영길", "중수", "영일", "정남"),
}
"""Given names that people of that age bear; younger ones take theirs from Faker."""

DETAILS = (
    "2층", "201호", "반지하 1호", "옥탑", "302호", "1층 안쪽", "B01호", "403호", "501호", "103동 1104호", "3층 왼쪽",
)  # fmt: skip


@dataclass(frozen=True)
class Address:
    road: str
    detail: str
    postcode: str


class Names:
    """Deals out names and numbers that nobody else in the demonstration bears."""

    def __init__(self, seed: int, chance: Random) -> None:
        self.chance = chance
        self.faker = Faker("ko_KR")
        self.faker.seed_instance(seed)
        self._places = read_data("roads.toml")
        self._borne: set[str] = set()
        self._residents = FIRST_RESIDENT
        self.others = FIRST_OTHER

    def apart(self, chance: Random) -> Self:
        """Deals others out by chances of their own; whatever is dealt out here or there, nobody bears twice."""
        other = copy(self)
        other.chance, other.faker, other.others = chance, Faker("ko_KR"), self.others + APART
        other.faker.seed_instance(chance.random())
        return other

    def name(self, sex: Sex, birth_year: int) -> str:
        """A full name that fits sex and age."""
        while True:
            name = f"{self.faker.last_name()}{self._given(sex, birth_year)}"
            if name not in self._borne:
                self._borne.add(name)
                return name

    def _given(self, sex: Sex, birth_year: int) -> str:
        if birth_year < OLD_BEFORE:
            return self.chance.choice(OLD_NAMES[sex])
        given: str = self.faker.first_name_female() if sex is Sex.FEMALE else self.faker.first_name_male()
        return given

    def phone(self) -> str:
        """A mobile number of a resident; numbers after 010-0000 are given to nobody."""
        self._residents += 1
        return parse_phone(f"010-0000-{self._residents - 1}")

    def other_phone(self) -> str:
        """Of a relative, a helper or a neighbour."""
        self.others += 1
        return parse_phone(f"010-0000-{self.others - 1}")

    def address(self, dong: str) -> Address:
        district = current_settings().districts[0]
        road = f"서울 {district} {self.chance.choice(self._places['roads'][dong])} {self.chance.randint(3, 180)}"
        detail, (first, last) = self.chance.choice(DETAILS), self._places["postcodes"]
        return Address(road, detail, f"{self.chance.randint(first, last):05d}")
