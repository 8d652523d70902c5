"""How entries are sealed, and how a changed, missing or added one is found."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from portal.audit.models import AuditEntry, AuditSeal, Step
from portal.core.clock import day_of
from portal.core.ids import new_id
from portal.core.keeping import Retention, surely_over_before
from portal.extensions import db

EVERY_HOURS = 1
"""How often what was written since is sealed."""
AT_MOST = 5_000
"""Entries under one seal."""


def canonical(entry: AuditEntry) -> str:
    """The entry as one line of JSON, always the same for the same content, on any database."""
    content = {
        "id": str(entry.id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "event": entry.event,
        "actor_id": str(entry.actor_id or ""),
        "actor_name": entry.actor_name,
        "subject_kind": entry.subject_kind,
        "subject_id": str(entry.subject_id or ""),
        "address": entry.address,
        "is_read": entry.is_read,
        "details": entry.details,
    }
    if entry.errand:  # entries from before there were any keep their marks
        content["errand"] = str(entry.errand)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def mark_of(entry: AuditEntry) -> str:
    return hashlib.sha256(canonical(entry).encode()).hexdigest()


def digest_of(previous_digest: str, marks: Mapping[str, Any]) -> str:
    """Over the seal before and over every mark, in the order of the ids."""
    lines = [previous_digest, *(f"{entry_id} {mark}" for entry_id, mark in sorted(marks.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def seal_entries(now: datetime) -> int:
    """Seal everything not sealed yet, in the order of the ids; returns how many entries that were."""
    sealed = 0
    while entries := _unsealed():
        _seal(entries, now)
        sealed += len(entries)
    return sealed


def _unsealed() -> Sequence[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.seal_id.is_(None)).order_by(AuditEntry.id).limit(AT_MOST)
    return db.session.scalars(statement).all()


def _seal(entries: Sequence[AuditEntry], now: datetime) -> None:
    """Two workers cannot follow the same seal: the second breaks `uq_audit_seal_previous_digest`."""
    previous = last_seal()
    previous_digest = previous.digest if previous else ""
    marks = {str(entry.id): mark_of(entry) for entry in entries}
    seal = AuditSeal(
        id=new_id(),
        sealed_at=now,
        entries=len(entries),
        marks=marks,
        digest=digest_of(previous_digest, marks),
        previous_digest=previous_digest,
    )
    db.session.add(seal)
    db.session.flush()
    put_on = update(AuditEntry).where(AuditEntry.id.in_([entry.id for entry in entries])).values(seal_id=seal.id)
    db.session.execute(put_on, execution_options={"synchronize_session": False})
    for entry in entries:  # the UPDATE passed them by
        db.session.expire(entry, ["seal_id"])


def last_seal() -> AuditSeal | None:
    """The newest seal; its digest, kept elsewhere, vouches for everything before it."""
    follower = select(AuditSeal.previous_digest)
    return db.session.scalar(select(AuditSeal).where(AuditSeal.digest.not_in(follower)).order_by(AuditSeal.id.desc()))


def faults(*kept_digests: str) -> Iterator[str]:
    """What does not fit, one line each; nothing when all that was sealed is as it was.

    `kept_digests` are those of seals that were kept elsewhere: what no seal bears any more was cut off or made anew.
    """
    previous_digest = ""
    seen = 0
    by_previous = {seal.previous_digest: seal for seal in db.session.scalars(select(AuditSeal))}
    digests = {seal.digest for seal in by_previous.values()}
    while seal := by_previous.get(previous_digest):
        yield from _faults_of(seal)
        previous_digest = seal.digest
        seen += 1
    if seen != len(by_previous):
        yield f"seal missing after {previous_digest or 'the beginning'}: {len(by_previous) - seen} seals hang loose"
    yield from (f"no seal bears the digest {digest}" for digest in dict.fromkeys(kept_digests) if digest not in digests)
    if not seen and _is_empty_after_steps():
        yield "no entry and no seal, though steps were taken"


def is_too_young(sealed_at: datetime, destroyed_at: datetime | None) -> bool:
    """Whether what was sealed then was not over its time when it was destroyed."""
    return destroyed_at is not None and sealed_at >= surely_over_before(Retention.ACCESS_LOG, day_of(destroyed_at))


def _faults_of_destroyed(seal: AuditSeal) -> Iterator[str]:
    """Its digest stands in the chain; whether it went before its time, the digest's day outside tells (`heads`)."""
    if is_too_young(seal.sealed_at, seal.destroyed_at):
        yield f"seal {seal.id} destroyed before its time"
    left = select(AuditEntry.id).where(AuditEntry.seal_id == seal.id).order_by(AuditEntry.id)
    yield from (f"entry {entry_id} added" for entry_id in db.session.scalars(left))


def _is_empty_after_steps() -> bool:
    """Each step is recorded with an entry: a portal in use has some."""
    has_entries = db.session.scalar(select(AuditEntry.id).limit(1)) is not None
    return not has_entries and db.session.scalar(select(Step.id).limit(1)) is not None


def _faults_of(seal: AuditSeal) -> Iterator[str]:
    if seal.destroyed_at:
        yield from _faults_of_destroyed(seal)
        return
    if digest_of(seal.previous_digest, seal.marks) != seal.digest or len(seal.marks) != seal.entries:
        yield f"seal {seal.id} changed"
    there: Iterable[AuditEntry] = db.session.scalars(select(AuditEntry).where(AuditEntry.seal_id == seal.id))
    found = {str(entry.id): mark_of(entry) for entry in there}
    for entry_id in sorted(seal.marks.keys() | found.keys()):
        if entry_id not in found:
            yield f"entry {entry_id} missing"
        elif entry_id not in seal.marks:
            yield f"entry {entry_id} added"
        elif seal.marks[entry_id] != found[entry_id]:
            yield f"entry {entry_id} changed"
