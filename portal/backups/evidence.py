"""What back-ups and drills have to show an inspector."""

from sqlalchemy import func, select

from portal.backups.models import Backup, Drill, Restoration
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import streamed


def drills(period: Period) -> Found:
    """How often the portal was copied, and whether the copies could be restored."""
    made = (Backup.made_at >= period.begins_at) & (Backup.made_at < period.ends_at)
    tried = (Drill.started_at >= period.begins_at) & (Drill.started_at < period.ends_at)
    restored = (Restoration.restored_at >= period.begins_at) & (Restoration.restored_at < period.ends_at)
    copies = db.session.scalar(select(func.count()).select_from(Backup).where(made))
    restorations = db.session.scalar(select(func.count()).select_from(Restoration).where(restored))
    tries = db.session.execute(
        select(Drill.started_at, Drill.finished_at, Drill.file_name, Drill.problems)
        .where(tried)
        .order_by(Drill.started_at, Drill.id)
    ).all()
    backups = streamed(
        select(Backup.made_at, Backup.file_name, Backup.size, Backup.files, Backup.audit_digest)
        .where(made)
        .order_by(Backup.made_at, Backup.id),
        tuple,
    )
    at = Column("at", N_("때"), 3)
    of_backups = (
        at,
        Column("file", N_("백업 파일"), 4),
        Column("size", N_("크기")),
        Column("files", N_("파일 수")),
        Column("audit_digest", N_("감사 기록의 머리"), 6),
    )
    of_drills = (
        at,
        Column("finished_at", N_("마친 때"), 3),
        Column("file", N_("백업 파일"), 4),
        Column("result", N_("결과"), 5),
    )
    rows = [
        (begun, finished, name, "; ".join(problems) or N_("온전합니다")) for begun, finished, name, problems in tries
    ]
    return Found(
        (
            Figure("backups", N_("백업"), copies or 0),
            Figure("drills", N_("되살려 보기"), len(tries)),
            Figure("failed_drills", N_("실패한 되살려 보기"), sum(1 for each in tries if each.problems)),
            Figure("restorations", N_("실제로 되살림"), restorations or 0),
        ),
        (
            Listing("drills", N_("되살려 보기"), of_drills, rows),
            Listing("backups", N_("백업"), of_backups, backups),
        ),
    )
