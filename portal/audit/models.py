"""Tables of the audit: steps and entries that never change, and seals that would show it if entries did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, event, inspect
from sqlalchemy.orm import Mapped, Mapper, ORMExecuteState, Session, mapped_column

from portal.audit.states import DownloadReason
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept, identifying, naming_others
from portal.db.sealed import sealed
from portal.db.types import enum_column


class Step(Identified, Base):
    """One step of the course of (`kind`, `thing_id`): who took it and when, by which verb, from where to where.

    `before` is None where the thing began with it. `household_id` is set where it belongs to the life of a household.
    """

    __tablename__ = "step"
    __kept__ = Kept(N_("지나온 과정"), Purpose.CARE, Retention.CASE)
    __table_args__ = (
        Index("ix_step_thing_id", "thing_id", "kind"),
        Index("ix_step_household_id_at", "household_id", "at"),
    )

    kind: Mapped[str] = mapped_column(String(32), info=PLAIN)
    thing_id: Mapped[UUID]
    household_id: Mapped[UUID | None]
    verb: Mapped[str] = mapped_column(String(32), info=PLAIN)
    before: Mapped[str | None] = mapped_column(String(32), info=PLAIN)
    after: Mapped[str] = mapped_column(String(32), info=PLAIN)
    note: Mapped[str] = sealed("step.note", N_("과정에 남긴 말"), default="")
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("처리한 사람")))
    at: Mapped[datetime]


freeze(Step, always)


class AuditEntry(Identified, Base):
    """One change, refusal or read of personal data; `details` holds names of fields and states, nothing personal.

    `actor_name` is that of staff: an entry cannot be changed, so whoever is in care stands in it by account alone, and
    is nobody once the account is. `errand` is the number of the request, or run of a job, that the log bears as well.
    """

    __tablename__ = "audit_entry"
    __kept__ = Kept(N_("감사 기록"), Purpose.PROTECTING, Retention.ACCESS_LOG, course=("is_read",))
    __table_args__ = (
        Index("ix_audit_entry_subject_id_at", "subject_id", "at"),
        Index("ix_audit_entry_at", "at"),
        Index("ix_audit_entry_actor_id_at", "actor_id", "at"),
        Index("ix_audit_entry_event_at", "event", "at"),
        Index("ix_audit_entry_address_at", "address", "at"),
        Index("ix_audit_entry_errand", "errand"),
    )

    at: Mapped[datetime]
    event: Mapped[str] = mapped_column(String(64), info=PLAIN)
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(50), default="", info=naming_others(N_("보거나 고친 사람")))
    subject_kind: Mapped[str] = mapped_column(String(32), default="", info=PLAIN)
    subject_id: Mapped[UUID | None]
    address: Mapped[str] = mapped_column(String(64), default="", info=naming_others(N_("인터넷 주소(IP)")))
    is_read: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict, info=identifying(N_("한 일")))
    errand: Mapped[UUID | None]
    seal_id: Mapped[UUID | None] = mapped_column(ForeignKey("audit_seal.id"), index=True)


class AuditSeal(Identified, Base):
    """A run of entries under one digest, which also covers the seal before it: none can be left out or put in between.

    `marks` holds the digest of each entry by its id, so that a changed one can be named. Once the entries
    are over their time and destroyed (`destroyed_at`), their number, their period and the digest stay in their place.
    """

    __tablename__ = "audit_seal"
    __kept__ = Kept(N_("감사 기록의 봉인"), Purpose.PROTECTING, Retention.ACCESS_LOG, plain=True)
    __table_args__ = (Index("uq_audit_seal_previous_digest", "previous_digest", unique=True),)

    sealed_at: Mapped[datetime]
    entries: Mapped[int]
    marks: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    previous_digest: Mapped[str] = mapped_column(String(64), default="")
    first_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    destroyed_at: Mapped[datetime | None]


class RefusedAccess(Identified, Base):
    """How often an account was refused one page or act on one day from one address: one row.

    `mark` is the digest of all that; the first of them stands in the audit, too. `status` is 404 where the thing was
    out of its scope, or is none.
    """

    __tablename__ = "refused_access"
    __kept__ = Kept(
        N_("막힌 화면과 일"), Purpose.PROTECTING, Retention.ACCESS_LOG, course=("is_act", "status", "times")
    )
    __table_args__ = (
        Index("uq_refused_access_mark", "mark", unique=True),
        Index("ix_refused_access_last_at", "last_at"),
    )

    mark: Mapped[str] = mapped_column(String(64), info=PLAIN)
    page: Mapped[str] = mapped_column(String(200), info=PLAIN)
    is_act: Mapped[bool]
    status: Mapped[int]
    actor_id: Mapped[UUID | None]
    address: Mapped[str] = mapped_column(String(64), info=identifying(N_("인터넷 주소(IP)")))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]


class Download(Identified, Base):
    """A file that tells of people and left the portal: what, of how many, and why; written before it leaves."""

    __tablename__ = "download"
    __kept__ = Kept(N_("받은 파일"), Purpose.PROTECTING, Retention.ACCESS_LOG, course=("persons", "reason"))
    __table_args__ = (
        CheckConstraint("persons >= 0", name="persons"),
        Index("ix_download_at", "at"),
        Index("ix_download_user_id_at", "user_id", "at"),
    )

    at: Mapped[datetime]
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(50), info=identifying(N_("받은 사람")))
    what: Mapped[str] = mapped_column(String(100), info=PLAIN)
    persons: Mapped[int]
    reason: Mapped[DownloadReason] = mapped_column(enum_column(DownloadReason))
    note: Mapped[str] = sealed("download.note", N_("받은 까닭"), default="")


freeze(Download, always)


class AuditIsFinal(Exception):
    """Something tried to change or remove what the audit holds: a mistake in the program."""


@event.listens_for(AuditEntry, "before_update")
def refuse_change(_mapper: Mapper[AuditEntry], _connection: Connection, entry: AuditEntry) -> None:
    changed = {attribute.key for attribute in inspect(entry).attrs if attribute.history.has_changes()}
    if changed - {"seal_id"}:
        raise AuditIsFinal(", ".join(sorted(changed)))


@event.listens_for(AuditEntry, "before_delete")
@event.listens_for(AuditSeal, "before_update")
@event.listens_for(AuditSeal, "before_delete")
def refuse_removal(_mapper: Mapper[Any], _connection: Connection, row: AuditEntry | AuditSeal) -> None:
    raise AuditIsFinal(str(row.id))


@event.listens_for(Session, "do_orm_execute")
def refuse_statement(state: ORMExecuteState) -> None:
    """The same for statements that change many rows; only a seal may be put on entries."""
    if not (state.is_update or state.is_delete) or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if table not in (AuditEntry, AuditSeal):
        return
    changed = {column.name for column in getattr(state.statement, "_values", None) or {}}
    if state.is_delete or table is AuditSeal or changed != {"seal_id"}:
        raise AuditIsFinal(f"{table.__name__}: {', '.join(sorted(changed)) or 'rows'}")
