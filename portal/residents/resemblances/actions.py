"""Finds files that look alike, joins two into one, keeps them apart, and takes a wrong join back."""

from collections.abc import Collection
from datetime import datetime

from portal.audit.steps import lock, take
from portal.core.actors import ANONYMOUS, Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.residents.households.joining import CARRIERS, Joining, join_files, part_files
from portal.residents.households.locking import lock_household
from portal.residents.households.models import Person
from portal.residents.households.states import Fact
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.queries import new_pairs_of
from portal.residents.resemblances.states import RESEMBLANCE_STATES, ResemblanceVerb


def find_alike(person: Person, *, now: datetime) -> list[Resemblance]:
    """Note whoever may be the same person, or brings the same number; nothing of it is told to whoever applied."""
    if person.joined_into_id is not None:
        return []
    pairs = new_pairs_of(person, now)
    for pair in pairs:
        db.session.add(pair)
        take(RESEMBLANCE_STATES, pair, ResemblanceVerb.FIND, actor=ANONYMOUS, now=now)
    db.session.flush()
    return pairs


def keep_apart(pair: Resemblance, reason: str, *, actor: Actor, now: datetime) -> None:
    """Two people; `reason` tells how that is known."""
    actor.require(Permission.PERSON_JOIN)
    _decide(pair, ResemblanceVerb.KEEP_APART, reason, actor, now)
    db.session.flush()


def look_again(pair: Resemblance, *, actor: Actor, now: datetime) -> None:
    """Ask the question once more, which was answered by mistake."""
    actor.require(Permission.PERSON_JOIN)
    take(RESEMBLANCE_STATES, pair, ResemblanceVerb.LOOK_AGAIN, actor=actor, now=now)
    pair.decided_at, pair.reason = None, ""
    db.session.flush()


ONE_DIED = N_(
    "한 파일에만 돌아가신 것으로 적혀 있습니다. 다른 파일에도 적거나, 잘못 적었으면 되돌린 뒤에 합쳐 주십시오."
)


def join_people(
    pair: Resemblance, kept: Person, *, facts: Collection[Fact], reason: str, actor: Actor, now: datetime
) -> None:
    """One person: everything of the other file comes to `kept`, whose facts stay but for those named in `facts`.

    The other's account ends, because nobody knows yet who holds its number. Raises `Conflict` where a feature cannot
    carry what is its own, and where one of both is known to have died: what a death ends is ended by recording it.
    """
    actor.require(Permission.PERSON_JOIN)
    joining = Joining(_other_of(pair, kept), kept, actor, now)
    _decide(pair, ResemblanceVerb.JOIN, reason, actor, now, kept=kept)
    _lock(pair)
    if pair.person.joined_into_id is not None or pair.other.joined_into_id is not None:
        raise Conflict(N_("이미 다른 파일과 합친 분입니다. 화면을 새로 고쳐 주십시오."))
    if (pair.person.death_known_on is None) != (pair.other.death_known_on is None):
        raise Conflict(ONE_DIED)
    for carrier in CARRIERS:
        if carrier.refuse is not None:
            carrier.refuse(joining)
    join_files(joining, facts)
    for carrier in CARRIERS:
        carrier.carry(joining)
        db.session.flush()
    pair.carried = joining.carried
    db.session.flush()
    _tell(joining)


def undo_join(pair: Resemblance, reason: str, *, actor: Actor, now: datetime) -> None:
    """Two people after all: what had come goes back, with whatever has grown from it since."""
    actor.require(Permission.PERSON_JOIN)
    kept, gone = pair.kept, pair.gone
    _decide(pair, ResemblanceVerb.UNDO, reason, actor, now)
    _lock(pair)
    if kept is None or gone is None or gone.joined_into_id != kept.id or kept.joined_into_id is not None:
        raise Conflict(N_("그 뒤에 다시 합친 파일입니다. 나중에 합친 것을 먼저 되돌려 주십시오."))
    joining = Joining(gone, kept, actor, now, dict(pair.carried))
    for carrier in reversed(list(CARRIERS)):
        carrier.give_back(joining)
        db.session.flush()
    part_files(joining)
    pair.carried = {}
    db.session.flush()
    _tell(joining)


def _tell(joining: Joining) -> None:
    for person in (joining.kept, joining.gone):
        tell(Event.JOINED, person.household_id, actor=joining.actor, now=joining.now)


def _other_of(pair: Resemblance, kept: Person) -> Person:
    if kept.id not in (pair.person_id, pair.other_id):
        raise DomainError(N_("두 분 가운데 한 분을 골라 주십시오."), "kept")
    return pair.person if kept.id == pair.other_id else pair.other


def _decide(
    pair: Resemblance, verb: ResemblanceVerb, reason: str, actor: Actor, now: datetime, *, kept: Person | None = None
) -> None:
    if not reason:
        raise DomainError(N_("무엇을 보고 그렇게 정했는지 적어 주십시오."), "reason")
    take(RESEMBLANCE_STATES, pair, verb, actor=actor, now=now, note=reason)
    pair.decided_at, pair.reason = now, reason
    pair.kept_id = kept.id if kept else None


def _lock(pair: Resemblance) -> None:
    """Both files, in one order, so that two decisions about three files cannot wait for each other.

    Households come first, as wherever somebody dies or a file is destroyed.
    """
    for household_id in sorted({pair.person.household_id, pair.other.household_id}):
        lock_household(household_id)
    for person in sorted((pair.person, pair.other), key=lambda one: one.id):
        lock(person, with_children=True)
