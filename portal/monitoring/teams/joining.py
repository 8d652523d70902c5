"""Watching by a neighbour, and what they told, comes along when two files turn out to be of one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.core.messages import N_
from portal.extensions import db
from portal.monitoring.teams.actions.assigning import end
from portal.monitoring.teams.models import Assignment, NeighbourReport
from portal.monitoring.teams.queries import open_assignments_at
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

ASSIGNMENTS, REPORTS = "assignments", "neighbour reports"
TWICE = N_("같은 분의 두 파일을 합쳐 한 번만 맡습니다.")


def carry(joining: Joining) -> None:
    """Of two charges of one watcher the one of the file that goes has ended."""
    gone, kept = joining.gone.household_id, joining.kept.household_id
    watching = {each.volunteer_id for each in open_assignments_at(kept)}
    for assignment in open_assignments_at(gone):
        if assignment.volunteer_id in watching:
            end(assignment, TWICE, actor=joining.actor, now=joining.now)
    assignments = db.session.scalars(select(Assignment).where(Assignment.household_id == gone)).all()
    reports = db.session.scalars(select(NeighbourReport).where(NeighbourReport.household_id == gone)).all()
    joining.note(ASSIGNMENTS, (each.id for each in assignments))
    joining.note(REPORTS, (each.id for each in reports))
    _move(assignments, reports, joining.kept)


def give_back(joining: Joining) -> None:
    assignments = select(Assignment).where(Assignment.id.in_(joining.noted(ASSIGNMENTS)))
    reports = select(NeighbourReport).where(NeighbourReport.id.in_(joining.noted(REPORTS)))
    _move(db.session.scalars(assignments).all(), db.session.scalars(reports).all(), joining.gone)


def _move(assignments: Sequence[Assignment], reports: Sequence[NeighbourReport], person: Person) -> None:
    for assignment in assignments:
        assignment.household_id, assignment.person_id = person.household_id, person.id
    for report in reports:
        report.household_id = person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
