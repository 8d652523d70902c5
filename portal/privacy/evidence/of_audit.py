"""What the audit has to show: the access log, who saw how much, what was taken out, what was let through."""

from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select

from portal.audit.models import AuditEntry, AuditSeal, Download
from portal.audit.words import event_words, thing_words
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import Names, streamed

EXCEPTIONS = (
    "account.let_in",
    "account.throttle_lifted",
    "emergency_access.open",
    "authenticator.reset",
    "authenticator.removal_asked",
    "file.held",
    "file.hold_ended",
    "portal.restored",
)
"""What was done past the usual ways, by people who may."""

NO_PRINTS = N_("화면을 그대로 인쇄한 것은 브라우저가 알리지 않습니다. 그 화면을 본 기록은 접속기록에 있습니다.")


def _within(period: Period) -> ColumnElement[bool]:
    return (AuditEntry.at >= period.begins_at) & (AuditEntry.at < period.ends_at)


def _log(condition: ColumnElement[bool], name: str, words: str) -> Listing:
    """The entries as the law asks for them: who, when, from where, whose data, what was done."""
    names = Names()
    columns = (
        Column("at", N_("때"), 3),
        Column("account", N_("계정"), 3),
        Column("address", N_("접속 주소"), 3),
        Column("event", N_("한 일"), 4),
        Column("kind", N_("대상")),
        Column("subject", N_("대상 번호"), 5),
        Column("is_read", N_("열람")),
        Column("account_id", N_("계정 번호"), 5),
    )
    entries = select(
        AuditEntry.at,
        AuditEntry.actor_id,
        AuditEntry.actor_name,
        AuditEntry.address,
        AuditEntry.event,
        AuditEntry.subject_kind,
        AuditEntry.subject_id,
        AuditEntry.is_read,
    )
    return Listing(
        name,
        words,
        columns,
        streamed(
            entries.where(condition).order_by(AuditEntry.at, AuditEntry.id),
            lambda row: (
                row.at,
                _account(names, row),
                row.address,
                event_words(row.event),
                thing_words(row.subject_kind),
                str(row.subject_id or ""),
                N_("예") if row.is_read else "",
                str(row.actor_id or ""),
            ),
        ),
    )


def _account(names: Names, row: Any) -> str:
    """The portal's own acts bear its name and no id."""
    return names.of(row.actor_id) if row.actor_id or not row.actor_name else N_("포털")


def access(period: Period) -> Found:
    within = _within(period)
    counted = select(
        func.count(),
        func.count().filter(AuditEntry.is_read.is_(True)),
        func.count().filter(AuditEntry.seal_id.is_not(None)),
        func.count(distinct(AuditEntry.actor_id)),
    ).where(within)
    total, reads, sealed, accounts = db.session.execute(counted).one()
    seals = db.session.scalar(select(func.count()).select_from(AuditSeal).where(AuditSeal.sealed_at < period.ends_at))
    by_event = select(AuditEntry.event, func.count().label("times")).where(within).group_by(AuditEntry.event)
    events = streamed(
        by_event.order_by(func.count().desc(), AuditEntry.event), lambda row: (event_words(row.event), row.times)
    )
    return Found(
        (
            Figure("entries", N_("접속기록"), total),
            Figure("reads", N_("개인정보를 본 기록"), reads),
            Figure("changes", N_("고치고 처리한 기록"), total - reads),
            Figure("accounts", N_("쓴 계정"), accounts),
            Figure("sealed", N_("봉인한 기록"), sealed),
            Figure("seals", N_("그때까지의 봉인"), seals or 0),
        ),
        (
            Listing(
                "by-event", N_("한 일별 횟수"), (Column("event", N_("한 일"), 6), Column("times", N_("횟수"))), events
            ),
            _log(within, "log", N_("접속기록 전체")),
        ),
    )


def who_saw(period: Period) -> Found:
    """How often each account read personal data, and of how many people or things."""
    names, seen = Names(), _within(period) & AuditEntry.is_read.is_(True)
    counted = (
        select(
            AuditEntry.actor_id,
            AuditEntry.subject_kind,
            func.count().label("times"),
            func.count(distinct(AuditEntry.subject_id)).label("things"),
        )
        .where(seen)
        .group_by(AuditEntry.actor_id, AuditEntry.subject_kind)
        .order_by(func.count().desc(), AuditEntry.actor_id, AuditEntry.subject_kind)
    )
    rows = streamed(
        counted,
        lambda row: (names.of(row.actor_id), thing_words(row.subject_kind), row.times, row.things),
    )
    columns = (
        Column("account", N_("계정"), 3),
        Column("kind", N_("대상"), 3),
        Column("times", N_("본 횟수")),
        Column("things", N_("본 대상 수")),
    )
    reads = db.session.scalar(select(func.count()).select_from(AuditEntry).where(seen))
    return Found(
        (Figure("reads", N_("개인정보를 본 횟수"), reads or 0),),
        (Listing("reads-by-account", N_("계정별로 본 횟수"), columns, rows),),
    )


def downloads(period: Period) -> Found:
    """Files that tell of people and left the portal. What was typed as a reason lies sealed, and stays there."""
    names, taken = Names(), (Download.at >= period.begins_at) & (Download.at < period.ends_at)
    persons = func.coalesce(func.sum(Download.persons), 0)
    counted = select(func.count(), persons, func.count(Download.user_id.distinct())).where(taken)
    files, told, accounts = db.session.execute(counted).one()
    by_reason = select(Download.reason, func.count(), persons).where(taken).group_by(Download.reason)
    found = db.session.execute(by_reason.order_by(Download.reason)).all()
    reasons = [(kind.words, times, int(people)) for kind, times, people in found]
    reason, told_of = Column("reason", N_("까닭"), 3), Column("persons", N_("들어 있는 사람"))
    columns = (
        Column("at", N_("때"), 3),
        Column("account", N_("계정"), 3),
        Column("file", N_("파일"), 5),
        told_of,
        reason,
    )
    listed = select(Download.at, Download.user_id, Download.what, Download.persons, Download.reason)
    rows = streamed(
        listed.where(taken).order_by(Download.at, Download.id),
        lambda row: (row.at, names.of(row.user_id), row.what, row.persons, row.reason.words),
    )
    return Found(
        (
            Figure("downloads", N_("받은 파일"), files),
            Figure("persons", N_("파일에 든 사람을 모두 더한 수"), int(told)),
            Figure("accounts", N_("파일을 받은 계정"), accounts),
        ),
        (
            Listing("by-reason", N_("까닭별"), (reason, Column("files", N_("파일")), told_of), reasons),
            Listing("downloads", N_("받은 파일"), columns, rows),
        ),
        (NO_PRINTS,),
    )


def exceptions(period: Period) -> Found:
    let_through = _within(period) & AuditEntry.event.in_(EXCEPTIONS)
    times = db.session.scalar(select(func.count()).select_from(AuditEntry).where(let_through))
    return Found(
        (Figure("exceptions", N_("예외로 처리한 일"), times or 0),),
        (_log(let_through, "exceptions", N_("예외로 처리한 일")),),
    )
