"""How a draft is written: text and steps, each refused when somebody else saved in between."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from portal.accounts.queries import get_user
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.glyphs import require_glyphs
from portal.duty.actions import tell_staff
from portal.extensions import db
from portal.manuals.models import CHANGE_NOTE, ManualEdition, ManualSection, ManualStep, ManualWriter
from portal.manuals.notices import WIDENED, news_of
from portal.manuals.queries import writers_of
from portal.manuals.states import ChangeSize, ManualEditionState

ONE_STEP_LEFT = N_("절차에는 단계가 하나는 있어야 합니다.")


class StepValues(BaseModel):
    """What a step says."""

    name: str
    who: str
    action: str
    time_limit: str = ""
    form: str = ""
    required: bool = True


def widen_draft(edition: ManualEdition, why: str, size: ChangeSize, *, actor: Actor, now: datetime) -> None:
    """Let a draft change something else, too, and tell its author: it says both, and is major once one of them is."""
    require_draft(edition, actor)
    require_glyphs(why, "change_note")
    if not say_too(edition, why, size):
        raise DomainError(N_("이미 적은 바뀐 내용과 더하면 너무 깁니다. 더 짧게 적어 주십시오."), "change_note")
    record("manual.write", actor=actor, now=now, subject=("manual", edition.manual_id))
    db.session.flush()
    if edition.author_id != actor.user_id:
        tell_staff([get_user(edition.author_id)], news_of(edition, WIDENED), now=now)


def say_too(edition: ManualEdition, why: str, size: ChangeSize) -> bool:
    """Let the change of an edition be this, too; False where there is no room for the words of it."""
    if size is ChangeSize.MAJOR:
        edition.size = size
    both = f"{edition.change_note}; {why}"
    if len(both) > CHANGE_NOTE:
        return False
    edition.change_note = both
    return True


def save_section(section: ManualSection, heading: str, body: str, *, actor: Actor, now: datetime) -> None:
    require_writer(section.edition, actor)
    section.heading, section.body = heading, body
    _record_change(section, actor, now)


def add_step(section: ManualSection, values: StepValues, *, actor: Actor, now: datetime) -> ManualStep:
    """A new last step of the procedure."""
    require_writer(section.edition, actor)
    step = ManualStep(position=len(section.steps) + 1, **values.model_dump())
    section.steps.append(step)
    _record_change(section, actor, now)
    return step


def save_step(step: ManualStep, values: StepValues, *, actor: Actor, now: datetime) -> None:
    require_writer(step.section.edition, actor)
    for name, value in values.model_dump().items():
        setattr(step, name, value)
    _record_change(step.section, actor, now)


def move_step(step: ManualStep, places: int, *, actor: Actor, now: datetime) -> None:
    """Move a step up (negative) or down among the others; at either end it stays where it is."""
    require_writer(step.section.edition, actor)
    others = [other for other in step.section.steps if other is not step]
    target = min(max(step.position - 1 + places, 0), len(others))
    others.insert(target, step)
    _number(others)
    _record_change(step.section, actor, now)


def remove_step(step: ManualStep, *, actor: Actor, now: datetime) -> None:
    """Take a step out of the draft; the edition before keeps its own."""
    section = step.section
    require_writer(section.edition, actor)
    if len(section.steps) == 1:
        raise DomainError(ONE_STEP_LEFT)
    section.steps.remove(step)
    _number(section.steps)
    _record_change(section, actor, now)


def _number(steps: list[ManualStep]) -> None:
    for place, step in enumerate(steps, 1):
        step.position = place


def require_writer(edition: ManualEdition, actor: Actor) -> None:
    """Lock the draft for a change of its text, and keep who changes it."""
    require_draft(edition, actor)
    if actor.user_id is not None and actor.user_id not in writers_of(edition):
        db.session.add(ManualWriter(edition_id=edition.id, user_id=actor.user_id))


def require_draft(edition: ManualEdition, actor: Actor) -> None:
    actor.require(Permission.MANUAL_WRITE)
    db.session.flush()
    db.session.refresh(edition, with_for_update=True)
    refuse_all_but_draft(edition)


def refuse_all_but_draft(edition: ManualEdition) -> None:
    """Raises `Conflict`; before anything is written the edition is locked first, by `require_draft`."""
    if edition.state is not ManualEditionState.DRAFT:
        raise Conflict(N_("지금은 고칠 수 없습니다. 검토로 넘어갔거나 발행된 판입니다."))


def _record_change(section: ManualSection, actor: Actor, now: datetime) -> None:
    db.session.flush()
    manual: UUID = section.edition.manual_id
    record("manual.write", actor=actor, now=now, subject=("manual", manual), section=section.kind.value)
