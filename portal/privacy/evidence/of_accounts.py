"""What accounts, their rights and their failures have to show."""

from sqlalchemy import func, or_, select

from portal.accounts.models import FailedSignIn, RoleGrant, User
from portal.accounts.presentation import failure_reason, failure_way
from portal.audit.models import RefusedAccess
from portal.core.messages import N_
from portal.core.permissions import STAFF_ROLES
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import Names, streamed

WHO, FROM, TIMES = Column("account", N_("계정"), 3), Column("address", N_("접속 주소"), 3), Column("times", N_("횟수"))
FIRST, LAST = Column("first_at", N_("처음"), 3), Column("last_at", N_("마지막"), 3)


def accounts(period: Period) -> Found:
    """Whoever of the staff had an account at any time of the period."""
    open_then = (User.created_at < period.ends_at) & or_(
        User.disabled_at.is_(None), User.disabled_at >= period.begins_at
    )
    is_staff = User.id.in_(select(RoleGrant.user_id).where(RoleGrant.role.in_(STAFF_ROLES)))
    counted = select(
        func.count().filter(is_staff, open_then),
        func.count().filter(is_staff, User.created_at >= period.begins_at, User.created_at < period.ends_at),
        func.count().filter(is_staff, User.disabled_at >= period.begins_at, User.disabled_at < period.ends_at),
        func.count().filter(~is_staff, open_then),
    )
    had, opened, closed, residents = db.session.execute(counted).one()
    columns = (
        WHO,
        Column("id", N_("계정 번호"), 5),
        Column("opened", N_("연 때"), 3),
        Column("closed", N_("닫은 때"), 3),
        Column("second_factor", N_("인증 앱")),
    )
    listed = select(User.id, User.name, User.created_at, User.disabled_at, User.authenticator_last_step)
    rows = streamed(
        listed.where(is_staff, open_then).order_by(User.created_at, User.id),
        lambda row: (
            row.name,
            str(row.id),
            row.created_at,
            row.disabled_at,
            N_("씀") if row.authenticator_last_step else "",
        ),
    )
    return Found(
        (
            Figure("staff", N_("종사자 계정"), had),
            Figure("opened", N_("새로 연 종사자 계정"), opened),
            Figure("closed", N_("닫은 종사자 계정"), closed),
            Figure("residents", N_("이용자와 도와주는 분의 계정"), residents),
        ),
        (Listing("accounts", N_("종사자 계정"), columns, rows),),
    )


def grants(period: Period) -> Found:
    """Each right of the staff that was given or taken in the period."""
    of_staff = RoleGrant.role.in_(STAFF_ROLES)
    given = (RoleGrant.granted_at >= period.begins_at) & (RoleGrant.granted_at < period.ends_at)
    taken = (RoleGrant.revoked_at >= period.begins_at) & (RoleGrant.revoked_at < period.ends_at)
    counted = select(func.count().filter(of_staff, given), func.count().filter(of_staff, taken)).select_from(RoleGrant)
    times_given, times_taken = db.session.execute(counted).one()
    names = Names()
    columns = (
        WHO,
        Column("role", N_("역할"), 3),
        Column("granted_at", N_("준 때"), 3),
        Column("granted_by", N_("준 사람"), 3),
        Column("revoked_at", N_("거둔 때"), 3),
        Column("revoked_by", N_("거둔 사람"), 3),
    )
    listed = select(
        RoleGrant.user_id,
        RoleGrant.role,
        RoleGrant.granted_at,
        RoleGrant.granted_by_id,
        RoleGrant.revoked_at,
        RoleGrant.revoked_by_id,
    )
    rows = streamed(
        listed.where(of_staff, or_(given, taken)).order_by(RoleGrant.granted_at, RoleGrant.id),
        lambda row: (
            names.of(row.user_id),
            row.role.words,
            row.granted_at,
            names.of(row.granted_by_id) if row.granted_by_id else "",
            row.revoked_at,
            names.of(row.revoked_by_id) if row.revoked_by_id else "",
        ),
    )
    figures = (
        Figure("granted", N_("준 권한"), times_given),
        Figure("revoked", N_("거둔 권한"), times_taken),
    )
    return Found(figures, (Listing("grants", N_("주고 거둔 권한"), columns, rows),))


def failures(period: Period) -> Found:
    """Failed sign-ins and refused pages and acts whose last one fell into the period."""
    sign_ins, times_failed = _sign_ins(period)
    accesses, times_refused = _accesses(period)
    return Found(
        (
            Figure("failed_sign_ins", N_("로그인 실패"), times_failed),
            Figure("refused", N_("막힌 화면과 일"), times_refused),
        ),
        (sign_ins, accesses),
    )


def _sign_ins(period: Period) -> tuple[Listing, int]:
    names = Names()
    failed = (FailedSignIn.last_at >= period.begins_at) & (FailedSignIn.last_at < period.ends_at)
    times = db.session.scalar(select(func.sum(FailedSignIn.times)).where(failed))
    listed = select(
        FailedSignIn.user_id,
        FailedSignIn.way,
        FailedSignIn.reason,
        FailedSignIn.address,
        FailedSignIn.first_at,
        FailedSignIn.last_at,
        FailedSignIn.times,
    )
    rows = streamed(
        listed.where(failed).order_by(FailedSignIn.first_at, FailedSignIn.id),
        lambda row: (
            names.of(row.user_id) if row.user_id else N_("모르는 계정"),
            failure_way(row.way),
            failure_reason(row.reason),
            *row[3:],
        ),
    )
    columns = (WHO, Column("way", N_("방법")), Column("reason", N_("까닭")), FROM, FIRST, LAST, TIMES)
    return Listing("failed-sign-ins", N_("로그인 실패"), columns, rows), int(times or 0)


def _accesses(period: Period) -> tuple[Listing, int]:
    names = Names()
    refused = (RefusedAccess.last_at >= period.begins_at) & (RefusedAccess.last_at < period.ends_at)
    times = db.session.scalar(select(func.sum(RefusedAccess.times)).where(refused))
    listed = select(
        RefusedAccess.actor_id,
        RefusedAccess.page,
        RefusedAccess.status,
        RefusedAccess.address,
        RefusedAccess.first_at,
        RefusedAccess.last_at,
        RefusedAccess.times,
    )
    rows = streamed(
        listed.where(refused).order_by(RefusedAccess.first_at, RefusedAccess.id),
        lambda row: (names.of(row.actor_id), *row[1:]),
    )
    columns = (WHO, Column("page", N_("화면"), 4), Column("status", N_("답")), FROM, FIRST, LAST, TIMES)
    return Listing("refused", N_("막힌 화면과 일"), columns, rows), int(times or 0)
