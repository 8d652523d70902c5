"""What an application consists of, as plain values, however it was given."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.residents.applications.states import DayTime, ForWhom, Urgency
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import HouseholdFacts, PersonFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Who applies for somebody else; phone in E.164."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CareWishes:
    """What is asked for, how soon and when; no `service_codes` means: to be found out together."""

    urgency: Urgency
    service_codes: tuple[str, ...] = ()
    day_times: tuple[DayTime, ...] = ()
    own_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAnswers:
    """`person_id` names someone who is known already."""

    for_whom: ForWhom
    consents: Mapping[ConsentKind, bool]
    person: PersonFacts
    household: HouseholdFacts
    wishes: CareWishes
    helper: Helper | None = None
    person_id: UUID | None = None

    @property
    def typed_texts(self) -> tuple[str, ...]:
        """Everything that someone wrote in their own words."""
        home = self.household
        written = (home.address, home.address_detail, home.pets, home.entry_note)
        others = (home.emergency_name, home.emergency_relation)
        helper = (self.helper.name, self.helper.relation) if self.helper else ()
        return (self.person.name, self.wishes.own_words, *written, *others, *helper)
