"""Tables of accounts: who may sign in, as what, from where, and with what secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.actors import Actor
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.core.permissions import Role
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying, secret
from portal.db.sealed import SealedList, sealed
from portal.db.types import enum_column


class User(Identified, Base):
    """One person who may sign in: staff by `email` and password, residents by `phone` or `email` and a code.

    Residents may have a contact in common with each other, and an `email` with somebody of the staff.
    """

    __tablename__ = "user"
    __kept__ = Kept(N_("계정"), Purpose.WORKING, Retention.GRANT, course=("authenticator_last_step",))
    __table_args__ = (
        Index(
            "uq_user_email",
            "email",
            unique=True,
            sqlite_where=text("password_hash IS NOT NULL"),
            postgresql_where=text("password_hash IS NOT NULL"),
        ),
        Index("ix_user_email", "email"),
        Index("ix_user_phone", "phone"),
    )

    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    email: Mapped[str | None] = mapped_column(String(254), info=identifying(N_("이메일")))
    phone: Mapped[str | None] = mapped_column(String(16), info=identifying(N_("연락처")))
    password_hash: Mapped[str | None] = mapped_column(String(255), info=secret(N_("비밀번호")))
    authenticator_secret: Mapped[str | None] = sealed(
        "user.authenticator_secret", N_("인증 앱의 비밀 값"), tells=secret
    )
    authenticator_last_step: Mapped[int | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", foreign_keys="RoleGrant.user_id", order_by="RoleGrant.granted_at"
    )

    @property
    def open_grants(self) -> list["RoleGrant"]:
        return [grant for grant in self.grants if grant.revoked_at is None]

    @property
    def actor(self) -> Actor:
        """This user as rules and actions see them."""
        grants = self.open_grants
        organisation = next((grant.organisation_id for grant in grants if grant.role is Role.COOPERATIVE), None)
        return Actor(self.id, self.name, frozenset(grant.role for grant in grants), organisation)


class RoleGrant(Identified, Base):
    """A role given to a user; kept after withdrawal. `organisation_id` names the co-operative whose staff they are."""

    __tablename__ = "role_grant"
    __kept__ = Kept(N_("권한"), Purpose.WORKING, Retention.GRANT, plain=True)
    __table_args__ = (
        Index(
            "uq_role_grant_open",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
        Index(
            "ix_role_grant_role",
            "role",
            "user_id",
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    organisation_id: Mapped[UUID | None]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])


class SignInSession(Identified, Base):
    """A device that is signed in; the cookie carries the token of which only the digest is kept."""

    __tablename__ = "sign_in_session"
    __kept__ = Kept(N_("로그인했던 기기"), Purpose.PROTECTING, Retention.DEVICE)
    __table_args__ = (Index("uq_sign_in_session_token_digest", "token_digest", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("로그인 열쇠")))
    device: Mapped[str] = mapped_column(String(200), info=identifying(N_("쓴 기기의 종류")))
    address: Mapped[str] = mapped_column(String(64), info=identifying(N_("인터넷 주소(IP)")))
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    """When the password was shown again on it; signing in counts until then."""
    ended_at: Mapped[datetime | None]
    issuer: Mapped[str | None] = mapped_column(String(255), info=PLAIN)
    """Of the provider by which it began."""
    provider_sid_digest: Mapped[str | None] = mapped_column(String(64), info=secret(N_("기관 로그인의 번호")))

    user: Mapped[User] = relationship()


class SignInCode(Identified, Base):
    """A 6-digit code sent to a contact of residents: 15 minutes, single use, limited tries."""

    __tablename__ = "sign_in_code"
    __kept__ = Kept(N_("로그인 인증번호"), Purpose.PROTECTING, Retention.SIGN_IN, course=("tries",))

    contact_digest: Mapped[str] = mapped_column(String(64), index=True, info=secret(N_("인증번호를 받은 곳")))
    code_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("인증번호")))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Invitation(Identified, Base):
    """A link by which staff open their account; it expires and works once. The first one of all has no inviter."""

    __tablename__ = "invitation"
    __kept__ = Kept(N_("직원 초대"), Purpose.WORKING, Retention.GRANT, course=("role",))
    __table_args__ = (Index("uq_invitation_token_digest", "token_digest", unique=True),)

    email: Mapped[str] = mapped_column(String(254), info=identifying(N_("이메일")))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    organisation_id: Mapped[UUID | None]
    token_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("초대 열쇠")))
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at <= now


class ResetLink(Identified, Base):
    """A single-use link to set a new password; of nobody where the address was a stranger's."""

    __tablename__ = "reset_link"
    __kept__ = Kept(N_("비밀번호를 다시 정하는 링크"), Purpose.PROTECTING, Retention.SIGN_IN)
    __table_args__ = (Index("uq_reset_link_token_digest", "token_digest", unique=True),)

    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("다시 정하는 열쇠")))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Identified, Base):
    """A device or key that proves by a touch who signs in, beside the authenticator; only its public half is here."""

    __tablename__ = "passkey"
    __kept__ = Kept(N_("패스키"), Purpose.PROTECTING, Retention.GRANT, course=("sign_count",))
    __table_args__ = (Index("uq_passkey_credential", "credential", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    name: Mapped[str] = mapped_column(String(60), info=identifying(N_("패스키 이름")))
    credential: Mapped[bytes] = mapped_column(LargeBinary, info=identifying(N_("패스키 번호")))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, info=PLAIN)
    sign_count: Mapped[int]
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class FactorRemoval(Identified, Base):
    """One of the office asked that somebody's second factor be taken off; another one confirms within a day."""

    __tablename__ = "factor_removal"
    __kept__ = Kept(N_("인증 앱 풀기"), Purpose.PROTECTING, Retention.GRANT)
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> asked_by_id", name="two_people"),
        Index(
            "uq_factor_removal_open",
            "user_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = sealed("factor_removal.reason", N_("인증 앱을 푸는 까닭"))
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])


class RecoveryCode(Identified, Base):
    """Stands in once for the authenticator of a lost phone."""

    __tablename__ = "recovery_code"
    __kept__ = Kept(N_("복구 번호"), Purpose.PROTECTING, Retention.GRANT)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64), info=secret(N_("복구 번호")))
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Attempts counted for one key: a digest of an account or of an address, never the thing itself."""

    __tablename__ = "throttle"
    __kept__ = Kept(N_("잠시 멈춤"), Purpose.PROTECTING, Retention.SIGN_IN, course=("attempts",))

    key: Mapped[str] = mapped_column(String(64), primary_key=True, info=secret(N_("틀린 횟수를 세는 표")))
    owner: Mapped[str] = mapped_column(
        String(64), default="", index=True, info=secret(N_("틀린 횟수를 세는 계정의 표"))
    )
    attempts: Mapped[int] = mapped_column(default=0)
    window_started_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


class UnsentForm(Identified, Base):
    """What somebody had typed when their session ended, sealed for their account, and the page on which it belongs."""

    __tablename__ = "unsent_form"
    __kept__ = Kept(N_("로그인이 끝나 보내지 못한 글"), Purpose.CARE, Retention.SIGN_IN)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    path: Mapped[str] = mapped_column(String(300), info=PLAIN)
    typed: Mapped[list[list[str]]] = sealed("unsent_form.typed", N_("적던 글"), kind=SealedList)
    kept_at: Mapped[datetime]


class FailedSignIn(Identified, Base):
    """How often somebody failed to sign in on one day, in one way, for one reason, from one address: one row.

    `mark` is the digest of all that; the first of them stands in the audit, too.
    """

    __tablename__ = "failed_sign_in"
    __kept__ = Kept(N_("틀린 로그인"), Purpose.PROTECTING, Retention.DEVICE, course=("times",))
    __table_args__ = (
        Index("uq_failed_sign_in_mark", "mark", unique=True),
        Index("ix_failed_sign_in_last_at", "last_at"),
    )

    mark: Mapped[str] = mapped_column(String(64), info=PLAIN)
    way: Mapped[str] = mapped_column(String(32), info=PLAIN)
    reason: Mapped[str] = mapped_column(String(32), info=PLAIN)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    address: Mapped[str] = mapped_column(String(64), info=identifying(N_("인터넷 주소(IP)")))
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]


register(
    "uq_factor_removal_open",
    N_("이미 부탁한 사람이 있습니다. 화면을 새로 고쳐 주십시오."),
    columns="factor_removal.user_id",
)
register("uq_passkey_credential", N_("이미 등록한 패스키입니다."), "name", columns="passkey.credential")
register("ck_factor_removal_two_people", N_("부탁한 사람이 아닌 다른 직원이 확인해야 합니다."))
register("uq_user_email", N_("이미 쓰이는 이메일 주소입니다."), "email", columns="user.email")
register(
    "uq_role_grant_open", N_("이미 같은 역할을 맡고 있습니다."), "role", columns="role_grant.user_id, role_grant.role"
)
