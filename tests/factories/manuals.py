"""Manuals and editions in each state, made as the portal makes them."""

from datetime import UTC, date, datetime
from uuid import UUID

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.actions import (
    Asking,
    draft_edition,
    publish_edition,
    release_edition,
    review_edition,
    submit_edition,
)
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.states import SectionKind
from tests.factories import accounts

MORNING = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
"""09:00 in Seoul."""
FIRST_DAY = date(2026, 11, 3)
"""The first day that an edition approved on that morning may be in force."""


def make_user(name: str, role: Role, organisation_id: UUID | None = None) -> User:
    """A member of staff with one role."""
    return accounts.make_user(role, name=name, organisation_id=organisation_id)


def make_actor(name: str, role: Role) -> Actor:
    """The same, as actions see them."""
    return make_user(name, role).actor


def make_manual(code: str = "cleaning", title: str = "청소 서비스 업무 매뉴얼") -> Manual:
    manual = Manual(code=code, title=title, document_number=f"MC-M-{code}"[:32])
    db.session.add(manual)
    db.session.flush()
    return manual


def make_sections() -> list[ManualSection]:
    """A purpose, and a procedure of two steps."""
    steps = [
        ManualStep(position=1, name="인사", who="담당 활동가", action="이름을 말합니다.", time_limit="도착 뒤"),
        ManualStep(position=2, name="정리", who="담당 활동가", action="함께 정합니다.", form="방문 기록"),
    ]
    return [
        ManualSection(kind=SectionKind.PURPOSE, position=1, heading="목적", body="집을 안전하게 청소합니다."),
        ManualSection(kind=SectionKind.PROCEDURE, position=2, heading="업무 절차", body="차례로 합니다.", steps=steps),
    ]


def make_draft(author: Actor, manual: Manual | None = None) -> ManualEdition:
    """A first edition that is still being written."""
    edition = draft_edition(manual or make_manual(), "제정", actor=author, now=MORNING)
    edition.sections = make_sections()
    db.session.flush()
    return edition


def publish(
    edition: ManualEdition, reviewer: Actor, approver: Actor, on: date = FIRST_DAY, asking: Asking | None = None
) -> ManualEdition:
    """Take a draft through review and approval into force."""
    author = Actor(edition.author_id, edition.author_name, frozenset({Role.COORDINATOR}))
    submit_edition(edition, actor=author, now=MORNING)
    review_edition(edition, actor=reviewer, now=MORNING)
    publish_edition(edition, on, asking or Asking(), actor=approver, now=MORNING)
    release_edition(edition, actor=approver, now=day_bounds(on)[0])
    return edition
