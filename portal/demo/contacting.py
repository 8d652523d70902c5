"""Coordinators keep in touch: each working day they call whoever is due, but for those whom a story leaves waiting."""

from datetime import datetime, time, timedelta

from portal.audit.actions import record_read
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.queries import due_contacts
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.demo.applying import Course
from portal.demo.world import World

LEFT_DAYS = 8
"""So long before the seeding nobody calls a household whose next contact its story fixes."""
OUTCOMES = (
    *[ContactOutcome.WELL] * 17, ContactOutcome.NEEDS_CHANGE, ContactOutcome.NEEDS_CHANGE, ContactOutcome.NO_ANSWER,
    ContactOutcome.NO_ANSWER, ContactOutcome.WORRYING,
)  # fmt: skip
MEANS = (*[ContactMeans.CALL] * 7, ContactMeans.VISIT, ContactMeans.VISIT, ContactMeans.MESSAGE)
BEGUN_BY = (*[BegunBy.US] * 5, BegunBy.RESIDENT)


def coordinator_of(world: World, course: Course) -> Actor:
    """Who accompanies the household at this moment of the replay."""
    user_id = course.opened.coordinator_id
    return next(actor for actor in world.actors.values() if actor.user_id == user_id)


def call_whoever_is_due(world: World, courses: list[Course], now: datetime) -> None:
    """Spread over the day the contacts that are due by its end."""
    day = clock.day_of(now)
    by_case = {course.case_id: course for course in courses}
    due = due_contacts(world.actors["office"], day)
    for actor in [actor for actor in world.actors.values() if actor.can(Permission.CASELOAD_OWN)]:
        for case in [case for case in due if case.coordinator_id == actor.user_id]:
            course = by_case[case.id]
            if not _is_left(world, course, now):
                minutes = world.chance.randint(10, 430)
                world.at(clock.at(day, time(9, 30)) + timedelta(minutes=minutes), _Call(world, course))


def _is_left(world: World, course: Course, now: datetime) -> bool:
    return course.story.contact is not None and now > world.until - timedelta(days=LEFT_DAYS)


class _Call:
    def __init__(self, world: World, course: Course) -> None:
        self.world, self.course = world, course

    def __call__(self, now: datetime) -> None:
        case = self.course.opened
        is_due = case.next_contact_on is not None and case.next_contact_on <= clock.day_of(now)
        if is_due and case.state not in (CaseState.CLOSED, CaseState.ON_HOLD):
            contact(self.world, self.course, now)


def contact(world: World, course: Course, now: datetime, kind: str = "") -> None:
    """One contact, after the last visit that nobody asked about yet; `kind` names the sentences for it."""
    outcome = ContactOutcome.WELL if kind else world.chance.choice(OUTCOMES)
    means = ContactMeans.CALL if kind or outcome is ContactOutcome.NO_ANSWER else world.chance.choice(MEANS)
    follows = course.visits_to_follow.pop() if course.visits_to_follow else None
    if not kind:
        kind = "after_visit" if follows and outcome is ContactOutcome.WELL else outcome.value
    actor = coordinator_of(world, course)
    record_read(actor=actor, now=now, subject=("household", course.opened.household_id))
    note = world.text("contacts", kind)
    is_answered = outcome is not ContactOutcome.NO_ANSWER
    begun_by = world.chance.choice(BEGUN_BY) if is_answered and means is ContactMeans.CALL else BegunBy.US
    record_contact(course.opened, means, outcome, note, actor=actor, now=now, begun_by=begun_by, visit_id=follows)
    course.visits_to_follow.clear()
