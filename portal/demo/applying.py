"""How somebody of a story applies, by whatever way, and what the office decides where no case comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID

from portal.accounts.queries import get_user
from portal.coordinators.caseload.actions import refuse_application
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import ANONYMOUS, Actor
from portal.demo.hours import daytime
from portal.demo.names import Names
from portal.demo.staff import dong_codes
from portal.demo.stories import Story
from portal.demo.world import World
from portal.residents.applications.actions import (
    confirm_person_consent,
    submit_application,
    withdraw_application,
)
from portal.residents.applications.answers import ApplicationAnswers, CareWishes, Helper
from portal.residents.applications.models import Application
from portal.residents.applications.states import ForWhom, Intake
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind
from portal.residents.helpers.actions import HelperDetails, let_help
from portal.residents.helpers.states import HelperMay
from portal.residents.households.actions import HouseholdFacts, PersonFacts
from portal.residents.households.models import Person
from portal.residents.households.states import Sex


@dataclass
class Course:
    """A story as it unfolds: what the acts before left for the acts after."""

    story: Story
    identity: "Identity"
    application: Application | None = None
    case: CareCase | None = None
    case_id: UUID | None = None
    visits_to_follow: list[UUID] = field(default_factory=list)
    _resident: Actor | None = None

    @property
    def applied(self) -> Application:
        if self.application is None:
            raise LookupError(f"{self.story.key} has not applied yet")
        return self.application

    @property
    def opened(self) -> CareCase:
        if self.case is None:
            raise LookupError(f"{self.story.key} has no case yet")
        return self.case

    @property
    def resident(self) -> Actor | None:
        """The person where they can sign in; who has an account keeps it."""
        if self._resident is None and self.applied.person.user_id:
            self._resident = get_user(self.applied.person.user_id).actor
        return self._resident


@dataclass(frozen=True)
class Identity:
    """Who the person of a story is; a later story about the same person has the same."""

    name: str
    phone: str | None
    address: str
    address_detail: str
    postcode: str
    emergency_name: str
    emergency_phone: str
    helper: Helper | None


def identities(stories: list[Story], names: Names) -> dict[str, Identity]:
    """Everybody's name, number and address, by the key of the story."""
    found: dict[str, Identity] = {}
    for story in stories:
        identity = found[story.same_as] if story.same_as else _invented(story, names)
        found[story.key] = replace(identity, phone=found[story.phone_of].phone) if story.phone_of else identity
    return found


def _invented(story: Story, names: Names) -> Identity:
    address = names.address(story.dong)
    other_sex = Sex.MALE if story.sex is Sex.FEMALE else Sex.FEMALE
    return Identity(
        name=names.name(story.sex, story.birth_on.year),
        phone=names.phone() if story.has_phone else None,
        address=address.road,
        address_detail=address.detail,
        postcode=address.postcode,
        emergency_name=names.name(other_sex, 1975) if story.emergency else "",
        emergency_phone=names.other_phone() if story.emergency else "",
        helper=Helper(name=names.name(Sex.FEMALE, 1972), relation=story.helper, phone=names.other_phone())
        if story.helper
        else None,
    )


def answers_of(story: Story, identity: Identity, person: Person | None = None) -> ApplicationAnswers:
    """The form as it was filled in; `person` where staff recognised somebody who had applied before."""
    return ApplicationAnswers(
        for_whom=ForWhom.OTHER if identity.helper else ForWhom.SELF,
        consents=_consents(story),
        person=PersonFacts(
            name=identity.name,
            birth_on=story.birth_on,
            sex=story.sex,
            phone=identity.phone,
            language=story.language,
            same_sex=story.same_sex,
        ),
        household=HouseholdFacts(
            address=identity.address,
            address_detail=identity.address_detail,
            postcode=identity.postcode,
            dong_code=dong_codes()[story.dong],
            lives_alone=story.lives_alone,
            pets=story.pets,
            entry_note=story.entry_note,
            emergency_name=identity.emergency_name,
            emergency_relation=story.emergency,
            emergency_phone=identity.emergency_phone,
        ),
        wishes=CareWishes(
            urgency=story.urgency,
            service_codes=story.services,
            day_times=story.day_times,
            own_words=story.own_words,
        ),
        helper=identity.helper,
        person_id=person.id if person else None,
    )


def _consents(story: Story) -> Mapping[ConsentKind, bool]:
    return {kind: kind is not ConsentKind.PUBLICITY or story.allows_publicity for kind in WHEN_APPLYING}


def applied_at(world: World, story: Story) -> datetime:
    """When the story begins; what has only just come in lies on the day of the seeding."""
    if not story.minutes_ago:
        return world.moment(-story.day, story.at)
    first_minute = world.until.replace(second=0, microsecond=0)
    return max(first_minute - timedelta(minutes=story.minutes_ago), world.moment(0, time.min))


def apply(world: World, course: Course, earlier: Course | None, now: datetime) -> None:
    """Send the application: the person themselves, a helper, or staff for somebody on the telephone."""
    story = course.story
    actor = _applicant(world, story, earlier)
    recognised = earlier.applied.person if earlier and story.intake is not Intake.ONLINE else None
    course.application = submit_application(
        answers_of(story, course.identity, recognised),
        actor=actor,
        now=now,
        intake=story.intake,
        received_at=now - timedelta(minutes=story.taken_minutes) if story.taken_minutes else None,
    )


def _applicant(world: World, story: Story, earlier: Course | None) -> Actor:
    if story.intake is not Intake.ONLINE:
        return world.actors[story.entered_by]
    return (earlier.resident if earlier and story.signed_in else None) or ANONYMOUS


def plan_decision(world: World, course: Course, applied: datetime) -> None:
    """What becomes of an application that no case comes of, and of consents that wait for the person's word."""
    story, office = course.story, world.actors["office"]
    if story.helper and story.is_confirmed:
        world.at(world.soon(applied, 0.5, 2), partial(_confirm, course, office))
    if story.refused:
        world.at(world.soon(applied, 20, 26), partial(_refuse, course, office))
    if story.withdrawn:
        world.at(daytime(applied + timedelta(hours=30)), partial(_withdraw, course, office))


def _confirm(course: Course, office: Actor, now: datetime) -> None:
    """The office asked the person on the telephone, who agreed to what the helper had answered, and to their help."""
    confirm_person_consent(course.applied, _consents(course.story), actor=office, now=now)
    helper = course.identity.helper
    if helper:
        details = HelperDetails(
            name=helper.name,
            relation=helper.relation,
            phone=helper.phone,
            may=HelperMay.ACT,
            note="전화로 본인에게 여쭙고 들음",
        )
        let_help(course.applied.person, details, actor=office, now=now)


def _refuse(course: Course, office: Actor, now: datetime) -> None:
    refuse_application(course.applied, course.story.refused, actor=office, now=now)


def _withdraw(course: Course, office: Actor, now: datetime) -> None:
    actor = course.resident or office
    withdraw_application(course.applied, actor=actor, now=now, reason=course.story.withdrawn)
