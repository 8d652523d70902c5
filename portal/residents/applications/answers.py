"""What an application consists of, as plain values, however it was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.residents.applications.states import DayTime, ForWhom, Urgency
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import HouseholdFacts, PersonFacts
from portal.residents.households.states import Language, SameSex, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Who applies for somebody else; phone in E.164."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAnswers:
    """No `service_codes` means: to be found out together. `person_id` names someone who is known already."""

    for_whom: ForWhom
    consents: Mapping[ConsentKind, bool]
    name: str
    birth_on: date
    address: str
    dong_code: str
    urgency: Urgency
    sex: Sex = Sex.NOT_TOLD
    phone: str | None = None
    email: str | None = None
    address_detail: str = ""
    postcode: str = ""
    lives_alone: bool | None = None
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""
    service_codes: tuple[str, ...] = ()
    day_times: tuple[DayTime, ...] = ()
    own_words: str = ""
    pets: str = ""
    entry_note: str = ""
    same_sex: SameSex = SameSex.EITHER
    language: Language = Language.KOREAN
    helper: Helper | None = None
    person_id: UUID | None = None

    @property
    def household_facts(self) -> HouseholdFacts:
        return HouseholdFacts(
            address=self.address,
            dong_code=self.dong_code,
            address_detail=self.address_detail,
            postcode=self.postcode,
            lives_alone=self.lives_alone,
            pets=self.pets,
            entry_note=self.entry_note,
            emergency_name=self.emergency_name,
            emergency_relation=self.emergency_relation,
            emergency_phone=self.emergency_phone,
        )

    @property
    def person_facts(self) -> PersonFacts:
        return PersonFacts(
            name=self.name,
            birth_on=self.birth_on,
            sex=self.sex,
            phone=self.phone,
            email=self.email,
            language=self.language,
            same_sex=self.same_sex,
        )

    @property
    def typed_texts(self) -> tuple[str, ...]:
        """Everything that someone wrote in their own words."""
        helper = (self.helper.name, self.helper.relation) if self.helper else ()
        own = (self.name, self.address, self.address_detail, self.own_words, self.pets, self.entry_note)
        return (*own, self.emergency_name, self.emergency_relation, *helper)
