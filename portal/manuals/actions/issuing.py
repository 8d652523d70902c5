"""How an edition comes into force: approved for a later day, released on that day by itself, or called off before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.accounts.queries import get_user
from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.duty.actions import tell_staff
from portal.extensions import current_settings, db
from portal.manuals.actions.keeping import Look, look_as_of, look_in_a_year, set_next_look
from portal.manuals.content import digest_of_edition, says_the_same
from portal.manuals.models import Manual, ManualAskedMember, ManualEdition
from portal.manuals.notices import CALLED_OFF, news_of
from portal.manuals.queries import edition_in_force, edition_to_begin_with, editions_due, get_edition, writers_of
from portal.manuals.rules import refuse_confirmation, refuse_effective_day, refuse_look_before, refuse_own_approval
from portal.manuals.searching import let_be_found
from portal.manuals.states import MANUAL_EDITION_STATES, ManualEditionVerb

Released = Callable[[ManualEdition, datetime], None]
RELEASED: Socket[Released] = Socket("what follows an edition that comes into force", Takes.MANY)


@dataclass(frozen=True, slots=True)
class Asking:
    """By when an edition is to be confirmed, and who is asked besides the staff of members that do its service.

    `members` are the staff of all of them, `some_members` those of the ones with these ids.
    """

    confirm_by: date | None = None
    coordinators: bool = False
    office: bool = False
    members: bool = False
    some_members: frozenset[UUID] = frozenset()


NOBODY_ASKED = Asking()
Askable = Callable[[date], list[tuple[UUID, str]]]
MEMBERS: Socket[Askable] = Socket("members whose staff an edition may ask, by name", Takes.MANY)


def publish_edition(
    edition: ManualEdition,
    effective_on: date,
    asking: Asking = NOBODY_ASKED,
    *,
    look: Look | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Approve for a later day; until then everybody may read it and works by the one before.

    `look` says who looks at the manual again, and by when; unsaid, `look_in_a_year` does.
    """
    actor.require(Permission.MANUAL_APPROVE)
    refuse_effective_day(effective_on, today=day_of(now))
    refuse_confirmation(asking.confirm_by, size=edition.size, effective_on=effective_on)
    if look is not None:
        refuse_look_before(effective_on, look.on)
        set_next_look(edition.manual, look.owner_id, look.on, actor=actor, now=now)
    else:
        look_in_a_year(edition.manual, edition.author_id, effective_on, actor=actor, now=now)
    _issue(edition, effective_on, asking, actor=actor, now=now)


def issue_shipped(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """Put a first edition that the portal ships with in force at once: there is none to work by until a later day."""
    actor.require(Permission.MANUAL_APPROVE)
    look_in_a_year(edition.manual, edition.author_id, day_of(now), actor=actor, now=now)
    _issue(edition, day_of(now), NOBODY_ASKED, actor=actor, now=now)
    release_edition(edition, actor=actor, now=now)


def call_edition_off(edition: ManualEdition, note: str, *, actor: Actor, now: datetime) -> None:
    """Let an issued edition not come into force; the next draft begins with what it says.

    The manual is looked at again as the edition in force asks for; where that day is over, at once.
    """
    actor.require(Permission.MANUAL_APPROVE)
    lock_manual(edition.manual)
    step_edition(edition, ManualEditionVerb.CALL_OFF, actor, now, note)
    db.session.flush()
    in_force = edition_in_force(edition.manual_id)
    look_as_of(edition.manual, in_force.effective_on if in_force else None)
    tell_staff([get_user(edition.author_id)], news_of(edition, CALLED_OFF), now=now)


def release_due(now: datetime) -> int:
    """Put in force whatever has its day; answers how many. Days on which nobody looked are made up for."""
    due = editions_due(day_of(now))
    for edition in due:
        release_edition(edition, actor=SYSTEM, now=now)
    return len(due)


def release_edition(edition: ManualEdition, *, actor: Actor, now: datetime) -> None:
    """From here on it is worked by; the edition before is superseded in the same transaction."""
    lock_manual(edition.manual)
    previous = edition_in_force(edition.manual_id)
    if previous is not None:
        step_edition(previous, ManualEditionVerb.SUPERSEDE, actor, now)
        db.session.flush()
    step_edition(edition, ManualEditionVerb.RELEASE, actor, now)
    db.session.flush()
    let_be_found(edition)
    for follow in RELEASED:
        follow(edition, now)


def _issue(edition: ManualEdition, effective_on: date, asking: Asking, *, actor: Actor, now: datetime) -> None:
    refuse_own_approval(writers_of(edition), actor.user_id)
    lock(edition)
    whole = get_edition(edition.id, anew=True)
    edition.asked_members = [ManualAskedMember(organisation_id=each) for each in sorted(asking.some_members)]
    _number_sections(whole)
    step_edition(edition, ManualEditionVerb.PUBLISH, actor, now)
    edition.approver_id, edition.approver_name, edition.published_at = actor.user_id, actor.name, now
    edition.effective_on, edition.confirm_by = effective_on, asking.confirm_by
    edition.asks_coordinators, edition.asks_office = asking.coordinators, asking.office
    edition.asks_members, edition.numbers_sections = asking.members, True
    edition.organisation = current_settings().office_name
    with db.session.no_autoflush:
        edition.digest = digest_of_edition(whole)
    record("manual.digest", actor=actor, now=now, subject=("manual", edition.manual_id), digest=edition.digest)
    db.session.flush()


def _number_sections(edition: ManualEdition) -> None:
    """Each has the number of the section before it, or the next one where it says something else."""
    before = edition_to_begin_with(edition.manual_id)
    earlier = {section.kind: section for section in before.sections} if before else {}
    for section in edition.sections:
        old = earlier.get(section.kind)
        section.number = old.number + (not says_the_same(section, old)) if old else 1
    db.session.flush()


def lock_manual(manual: Manual) -> None:
    """Let nobody else number, release or call off an edition of `manual` until this transaction ends.

    Whoever changes a manual and an edition of it locks the manual first.
    """
    db.session.flush()
    db.session.refresh(manual, with_for_update=True)


def step_edition(edition: ManualEdition, verb: ManualEditionVerb, actor: Actor, now: datetime, note: str = "") -> None:
    subject = ("manual", edition.manual_id)
    take(MANUAL_EDITION_STATES, edition, verb, actor=actor, now=now, note=note, subject=subject, edition=edition.number)
