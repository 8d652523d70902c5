"""What is kept, how it is protected, to whom it goes and what was destroyed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from portal.audit.models import AuditEntry
from portal.core.hosts import is_this_machine
from portal.core.keeping import Class
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.db.base import Base
from portal.db.kept import holdings
from portal.db.keyring import keyring
from portal.extensions import current_settings, db
from portal.leave.models import Leave, LeaveDay
from portal.leave.states import LeaveKind
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.states import ManualEditionState
from portal.notifications.kinds import kind_words
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Delivery
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import streamed
from portal.privacy.keys.actions import ROTATED, sealed_columns, values_by_key
from portal.privacy.retention.models import Destruction, RetentionHold
from portal.residents.consents.models import Consent
from portal.web.shipped import fill

NO_PLAN = N_("내부 관리계획의 글은 포털에 없습니다. 따로 내십시오.")


def inventory(_period: Period) -> Found:
    """What columns tell of people, as their tables say it themselves."""
    telling = [each for each in holdings(Base.metadata) if each.kind is not Class.PLAIN]
    by_class = Counter(each.kind for each in telling)
    columns = (
        Column("place", N_("자리"), 4),
        Column("words", N_("항목"), 4),
        Column("class", N_("구분")),
        Column("purpose", N_("목적"), 4),
        Column("basis", N_("근거"), 4),
        Column("retention", N_("보관하는 동안"), 4),
    )
    rows = (
        (
            each.place,
            each.words,
            each.kind.words,
            each.kept.purpose.words,
            each.basis.words,
            fill(each.kept.retention.words),
        )
        for each in telling
    )
    return Found(
        tuple(Figure(kind.value, kind.words, by_class[kind]) for kind in Class if kind is not Class.PLAIN),
        (Listing("columns", N_("개인정보 항목"), columns, rows),),
    )


def consents(period: Period) -> Found:
    """By kind: how often people agreed, did not, and took it back within the period."""
    answered = (Consent.given_at >= period.begins_at) & (Consent.given_at < period.ends_at)
    withdrawn = (Consent.withdrawn_at >= period.begins_at) & (Consent.withdrawn_at < period.ends_at)
    yes, no = Consent.given.is_(True), Consent.given.is_(False)
    counted = select(
        Consent.kind,
        Consent.edition,
        func.count().filter(answered, yes),
        func.count().filter(answered, no),
        func.count().filter(withdrawn, yes),
    ).group_by(Consent.kind, Consent.edition)
    rows: Sequence[Any] = db.session.execute(counted.order_by(Consent.kind, Consent.edition)).all()
    columns = (
        Column("kind", N_("동의"), 4),
        Column("edition", N_("판")),
        Column("agreed", N_("동의함")),
        Column("refused", N_("동의하지 않음")),
        Column("withdrawn", N_("철회")),
    )
    return Found(
        (
            Figure("agreed", N_("받은 동의"), sum(row[2] for row in rows)),
            Figure("refused", N_("동의하지 않음"), sum(row[3] for row in rows)),
            Figure("withdrawn", N_("철회"), sum(row[4] for row in rows)),
        ),
        (Listing("by-kind", N_("종류별"), columns, [(kind.words, *rest) for kind, *rest in rows]),),
    )


def encryption(period: Period) -> Found:
    """Which columns lie encrypted, by how many keys, and when all was sealed anew."""
    by_key = values_by_key()
    columns = (Column("place", N_("암호화한 자리"), 4), Column("method", N_("방법"), 4))
    rows = [(f"{column.table.name}.{column.name}", N_("AES-256-GCM, 표·칸·줄에 묶음")) for column in sealed_columns()]
    return Found(
        (
            Figure("columns", N_("암호화한 자리"), len(rows)),
            Figure("values", N_("암호화한 값"), sum(by_key.values())),
            Figure("sealing_key", N_("지금 쓰는 열쇠의 번호"), keyring().sealing),
            Figure("unknown", N_("열 수 없는 값"), by_key[0]),
            Figure("passwords", N_("비밀번호"), N_("argon2id, 되돌릴 수 없음")),
        ),
        (
            Listing("columns", N_("암호화한 자리"), columns, rows),
            _rotations(period),
        ),
    )


def _rotations(period: Period) -> Listing:
    within = (AuditEntry.at >= period.begins_at) & (AuditEntry.at < period.ends_at) & (AuditEntry.event == ROTATED)
    columns = (Column("at", N_("때"), 3), Column("key", N_("열쇠의 번호")), Column("values", N_("다시 암호화한 값")))
    rows = streamed(
        select(AuditEntry.at, AuditEntry.details).where(within).order_by(AuditEntry.at, AuditEntry.id),
        lambda row: (row.at, row.details["number"], row.details["rows"]),
    )
    return Listing("rotations", N_("열쇠를 바꾼 기록"), columns, rows)


def destruction(period: Period) -> Found:
    destroyed = (Destruction.at >= period.begins_at) & (Destruction.at < period.ends_at)
    total = db.session.scalar(select(func.coalesce(func.sum(Destruction.rows), 0)).where(destroyed))
    lasted = or_(RetentionHold.ended_at.is_(None), RetentionHold.ended_at >= period.begins_at)
    in_force = lasted & (RetentionHold.until_on >= period.first) & (RetentionHold.set_at < period.ends_at)
    held = db.session.scalar(select(func.count()).select_from(RetentionHold).where(in_force))
    columns = (
        Column("at", N_("때"), 3),
        Column("table", N_("무엇"), 3),
        Column("class", N_("구분")),
        Column("retention", N_("근거"), 4),
        Column("why", N_("까닭"), 3),
        Column("rows", N_("건수")),
        Column("by", N_("누가")),
        Column("backups_until", N_("백업에서 사라지는 날"), 3),
    )
    rows = streamed(
        select(
            Destruction.at,
            Destruction.table,
            Destruction.kind,
            Destruction.retention,
            Destruction.why,
            Destruction.rows,
            Destruction.by_name,
            Destruction.backups_until_on,
        )
        .where(destroyed)
        .order_by(Destruction.at, Destruction.id),
        lambda row: (row.at, _name_of(row.table), row.kind.words, fill(row.retention.words), row.why.words, *row[5:]),
    )
    return Found(
        (Figure("rows", N_("파기한 건수"), int(total or 0)), Figure("holds", N_("미룬 파일"), held or 0)),
        (Listing("register", N_("파기 대장"), columns, rows),),
    )


def _name_of(table: str) -> str:
    there = Base.metadata.tables.get(table)
    return str(there.info["kept"].words) if there is not None else table


class Service(Worded):
    """What another's machine may do for the portal."""

    MAIL = "mail", N_("메일 발송")
    TEXT = "text", N_("문자 발송")
    DATABASE = "database", N_("데이터베이스 운영")
    ERRORS = "errors", N_("오류 알림")
    SIGN_IN = "sign_in", N_("종사자의 로그인 확인")


def processors(_period: Period) -> Found:
    """Whose machines what is kept passes through, as the settings say."""
    settings = current_settings()
    hosts = [
        (Service.MAIL, settings.smtp_host),
        (Service.TEXT, settings.text_gateway.partition("://")[2].partition("/")[0]),
        (Service.DATABASE, db.engine.url.host or ""),
        (Service.ERRORS, urlsplit(settings.sentry_dsn.get_secret_value()).hostname or ""),
        *((Service.SIGN_IN, urlsplit(each.issuer).hostname or "") for each in settings.sign_in_providers),
    ]
    others = [(service.words, host) for service, host in hosts if host and not is_this_machine(host)]
    columns = (Column("service", N_("맡은 일"), 3), Column("host", N_("기계"), 5))
    return Found(
        (Figure("processors", N_("처리를 맡은 곳"), len(others)),),
        (Listing("processors", N_("처리를 맡은 곳"), columns, others),),
    )


def plan(period: Period) -> Found:
    """How people are told to work: editions of manuals, and days on which coordinators were away for training."""
    published = (ManualEdition.published_at >= period.begins_at) & (ManualEdition.published_at < period.ends_at)
    in_force = select(func.count()).where(ManualEdition.state == ManualEditionState.PUBLISHED)
    trained = (
        select(func.count(), func.count(LeaveDay.user_id.distinct()))
        .join(Leave, Leave.id == LeaveDay.leave_id)
        .where(Leave.kind == LeaveKind.TRAINING, LeaveDay.on_day >= period.first, LeaveDay.on_day <= period.last)
    )
    days, people = db.session.execute(trained).one()
    listed = (
        select(Manual.title, ManualEdition.number, ManualEdition.published_at, ManualEdition.approver_name)
        .join(Manual, Manual.id == ManualEdition.manual_id)
        .where(published)
        .order_by(ManualEdition.published_at, ManualEdition.id)
    )
    rows: Sequence[Any] = db.session.execute(listed).all()
    columns = (
        Column("manual", N_("업무 매뉴얼"), 5),
        Column("edition", N_("판")),
        Column("published_at", N_("발행한 때"), 3),
        Column("approver", N_("승인한 사람"), 3),
    )
    return Found(
        (
            Figure("editions", N_("발행한 매뉴얼 판"), len(rows)),
            Figure("in_force", N_("지금 시행하는 매뉴얼"), db.session.scalar(in_force) or 0),
            Figure("training_days", N_("돌봄코디네이터가 교육으로 자리를 비운 날"), days),
            Figure("trained", N_("교육으로 자리를 비운 돌봄코디네이터"), people),
        ),
        (Listing("manuals", N_("발행한 매뉴얼"), columns, rows),),
        (NO_PLAN,),
    )


def notices(period: Period) -> Found:
    """What people were told, by kind and by what became of it; messages themselves are kept for 90 days."""
    within = (OutboxMessage.created_at >= period.begins_at) & (OutboxMessage.created_at < period.ends_at)
    counted = (
        select(
            OutboxMessage.kind,
            OutboxMessage.channel,
            func.count(),
            func.count().filter(OutboxMessage.state == Delivery.SENT),
        )
        .where(within)
        .group_by(OutboxMessage.kind, OutboxMessage.channel)
        .order_by(OutboxMessage.kind, OutboxMessage.channel)
    )
    rows = db.session.execute(counted).all()
    columns = (
        Column("kind", N_("알림"), 5),
        Column("channel", N_("방법")),
        Column("messages", N_("건수")),
        Column("sent", N_("보냄")),
    )
    return Found(
        (
            Figure("messages", N_("알림"), sum(row[2] for row in rows)),
            Figure("sent", N_("보낸 알림"), sum(row[3] for row in rows)),
        ),
        (
            Listing(
                "by-kind", N_("종류별"), columns, [(kind_words(kind), way.words, *rest) for kind, way, *rest in rows]
            ),
        ),
    )
