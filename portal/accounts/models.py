"""Tables of accounts: who may sign in, as what, from where, and with what secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.messages import N_
from portal.core.permissions import Actor, Role
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.types import enum_column


class User(Identified, Base):
    """One person who may sign in: staff by `email` and password, residents by `phone` or `email` and a code.

    Residents may have a contact in common with each other, and an `email` with somebody of the staff.
    """

    __tablename__ = "user"
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

    name: Mapped[str] = mapped_column(String(50))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    authenticator_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
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
    __table_args__ = (
        Index(
            "uq_role_grant_open",
            "user_id",
            "role",
            unique=True,
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
    __table_args__ = (Index("uq_sign_in_session_token_digest", "token_digest", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class SignInCode(Identified, Base):
    """A 6-digit code sent to a contact of residents: 15 minutes, single use, limited tries."""

    __tablename__ = "sign_in_code"

    contact_digest: Mapped[str] = mapped_column(String(64), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]


class Invitation(Identified, Base):
    """A link by which staff open their account; it expires and works once. The first one of all has no inviter."""

    __tablename__ = "invitation"
    __table_args__ = (Index("uq_invitation_token_digest", "token_digest", unique=True),)

    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(50))
    role: Mapped[Role] = mapped_column(enum_column(Role))
    organisation_id: Mapped[UUID | None]
    token_digest: Mapped[str] = mapped_column(String(64))
    invited_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    def is_expired(self, now: datetime) -> bool:
        return self.expires_at <= now


class ResetLink(Identified, Base):
    """A single-use link to set a new password."""

    __tablename__ = "reset_link"
    __table_args__ = (Index("uq_reset_link_token_digest", "token_digest", unique=True),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RecoveryCode(Identified, Base):
    """Stands in once for the authenticator of a lost phone."""

    __tablename__ = "recovery_code"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    code_digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Attempts counted for one key: a digest of an account or of an address, never the thing itself."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    attempts: Mapped[int] = mapped_column(default=0)
    window_started_at: Mapped[datetime]
    blocked_until: Mapped[datetime | None]


register("uq_user_email", N_("이미 쓰이는 이메일 주소입니다."), "email", columns="user.email")
register(
    "uq_role_grant_open", N_("이미 같은 역할을 맡고 있습니다."), "role", columns="role_grant.user_id, role_grant.role"
)
