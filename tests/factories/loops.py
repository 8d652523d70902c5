"""A manual that changed much and is in force, with the service, the member and the office that it concerns."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.consortium.mandates.actions import open_draft
from portal.core.clock import day_bounds
from portal.core.permissions import Role
from portal.jobs import JOBS, Worker
from portal.manuals.actions import (
    Asking,
    publish_edition,
    review_edition,
    save_section,
    submit_edition,
)
from portal.manuals.models import ManualEdition
from portal.manuals.states import ChangeSize, ManualEditionState, SectionKind
from tests.factories.manuals import FIRST_DAY, MORNING, make_draft, make_user, publish
from tests.factories.meetings import make_decided
from tests.factories.referrals import Scene, make_scene

DAY = timedelta(days=1)
BY = FIRST_DAY + 7 * DAY
LAST_WARNING = BY + 7 * DAY


@dataclass
class Loop:
    """A service whose manual changed much, in force from `FIRST_DAY` on."""

    scene: Scene
    edition: ManualEdition
    office: User

    @property
    def worker(self) -> User:
        assert self.scene.worker.user_id is not None
        return get_user(self.scene.worker.user_id)


def lead(edition: ManualEdition, reviewer: User, office: User, asking: Asking, *, day: date = FIRST_DAY) -> None:
    author = get_user(edition.author_id).actor
    submit_edition(edition, reviewer.id, actor=author, now=MORNING)
    review_edition(edition, actor=reviewer.actor, now=MORNING)
    publish_edition(edition, day, asking, actor=office.actor, now=MORNING)


def make_loop(app: Flask, session: Session) -> Loop:
    """Released by the worker: the fixture `loop`."""
    """The decision of a meeting, its draft reviewed and approved, released by the worker on its day."""
    scene, office = make_scene(), make_user("강산", Role.OFFICE)
    author, reviewer = make_user("김하늘", Role.COORDINATOR), make_user("이바다", Role.COORDINATOR)
    first = publish(make_draft(author.actor), reviewer.actor, office.actor)
    scene.line.service.manual_id = first.manual_id
    decision = make_decided("창을 한 시간 엽니다", office.actor)
    why, size = "환기를 늘립니다", ChangeSize.MAJOR
    mandate = open_draft(decision, first.manual, SectionKind.PURPOSE, size, why, actor=author.actor, now=MORNING)
    save_section(mandate.opened.sections[0], "목적", "한 시간 환기합니다.", actor=author.actor, now=MORNING)
    lead(mandate.opened, reviewer, office, Asking(BY, coordinators=True))
    session.commit()
    release = next(job for job in JOBS if job.name == "manuals.release")
    with app.app_context():
        assert Worker().run(release, day_bounds(FIRST_DAY)[0])
    session.rollback()
    assert mandate.opened.state is ManualEditionState.PUBLISHED
    return Loop(scene, mandate.opened, office)
