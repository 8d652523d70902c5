"""The workers of the co-operatives, what was checked of them, and who goes where."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.consortium.catalogue.queries import services_offered_by
from portal.core import clock
from portal.demo.corpus import read_data, told_once
from portal.demo.stories import Told
from portal.demo.world import World
from portal.residents.households.states import Sex
from portal.workforce.workers.actions import CheckMade, WorkerDetails, add_worker, enter_checks
from portal.workforce.workers.states import CheckKind

A_YEAR = timedelta(days=365)
STAND_INS = 5
"""Of so many visits one is made by somebody else than was named."""


class WorkerTold(Told):
    """Somebody of a member; without `services` they do all of it. Days are counted from the seeding on."""

    member: str
    name: str
    door_name: str
    sex: Sex
    since: date
    languages: tuple[str, ...] = ("ko",)
    services: tuple[str, ...] = ()
    regular: bool = False
    left_days: int | None = None
    starts_days: int | None = None
    checks: bool = True
    criminal_record_days: int = 203
    health_days: int = 148
    agreement_days: int = 262

    @property
    def stands_in(self) -> bool:
        """Whether they were there all the time, beside the regular ones."""
        return not self.regular and self.left_days is None and self.starts_days is None


@told_once
def workers() -> Sequence[WorkerTold]:
    return tuple(WorkerTold.model_validate(told) for told in read_data("workers.toml")["workers"])


def enter_workers(world: World, now: datetime) -> None:
    """Each co-operative writes its own down, with what it has seen."""
    for told in workers():
        organisation_id = world.organisations[told.member]
        actor = world.staff_of(organisation_id)
        worker = add_worker(organisation_id, _details(world, told, organisation_id), actor=actor, now=now)
        world.workers[told.member, told.name] = worker.id
        if told.checks:
            enter_checks(worker, _checks(world, told, clock.day_of(now)), actor=actor, now=now)


def _details(world: World, told: WorkerTold, organisation_id: UUID) -> WorkerDetails:
    own = services_offered_by(organisation_id, world.today)
    starts_on = told.since if told.starts_days is None else world.today + timedelta(days=told.starts_days)
    return WorkerDetails(
        name=told.name,
        door_name=told.door_name,
        sex=told.sex,
        languages=told.languages,
        service_ids=[service.id for service in own if service.code in told.services or not told.services],
        starts_on=starts_on,
        ends_on=None if told.left_days is None else world.today - timedelta(days=told.left_days),
    )


def _checks(world: World, told: WorkerTold, today: date) -> Iterator[CheckMade]:
    days = {
        CheckKind.CRIMINAL_RECORD: told.criminal_record_days,
        CheckKind.HEALTH: told.health_days,
        CheckKind.AGREEMENT: told.agreement_days,
    }
    for kind, ahead in days.items():
        expires_on = world.today + timedelta(days=ahead)
        yield CheckMade(kind, min(expires_on - A_YEAR, today), expires_on)


def who_came(world: World, member: str, service: str, number: str) -> UUID | None:
    """Somebody who stood in at some of the visits; None where whoever was named came."""
    turn = int(number.rpartition("-")[2])
    others = [told for told in workers() if told.member == member and told.stands_in and service in told.services]
    if turn % STAND_INS or not others:
        return None
    return world.workers[member, others[turn // STAND_INS % len(others)].name]
