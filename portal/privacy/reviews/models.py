"""Tables of monthly reviews: figures that never change, what was found in each section, and who signed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.frozen import always, freeze
from portal.db.kept import Kept, identifying
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.privacy.reviews.states import ReviewState, Section


class AccessReview(Identified, Base):
    """The review of one month; once signed it never changes. It goes with the log that it judged."""

    __tablename__ = "access_review"
    __kept__ = Kept(N_("접속기록 점검"), Purpose.PROTECTING, Retention.ACCESS_LOG, course=("month",))
    __table_args__ = (
        Index("uq_access_review_month", "month", unique=True),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="signed"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signer"),
    )

    month: Mapped[date]
    prepared_at: Mapped[datetime]
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState), default=ReviewState.PREPARED)
    alarmed_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    signed_by_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("서명한 사람")))

    figures: Mapped[list["ReviewFigure"]] = relationship(order_by="ReviewFigure.position")
    findings: Mapped[list["ReviewFinding"]] = relationship()


class ReviewFigure(Identified, Base):
    """What one person did in a section; `usual` is theirs in the months before, `role_usual` that of their role."""

    __tablename__ = "review_figure"
    __kept__ = Kept(
        N_("점검한 수"),
        Purpose.PROTECTING,
        Retention.ACCESS_LOG,
        course=("position", "section", "count", "persons", "usual", "role_usual", "stands_out"),
    )
    __table_args__ = (Index("uq_review_figure_review_id_position", "review_id", "position", unique=True),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("access_review.id"))
    position: Mapped[int]
    section: Mapped[Section] = mapped_column(enum_column(Section))
    user_id: Mapped[UUID | None]
    user_name: Mapped[str] = mapped_column(String(50), default="", info=identifying(N_("본 사람")))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    count: Mapped[int]
    persons: Mapped[int | None]
    usual: Mapped[int | None]
    role_usual: Mapped[int | None]
    stands_out: Mapped[bool]


class ReviewFinding(Identified, Base):
    """What was found in a section, and what is done about it."""

    __tablename__ = "review_finding"
    __kept__ = Kept(N_("점검 결과"), Purpose.PROTECTING, Retention.ACCESS_LOG, course=("section",))
    __table_args__ = (Index("uq_review_finding_review_id_section", "review_id", "section", unique=True),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("access_review.id"))
    section: Mapped[Section] = mapped_column(enum_column(Section))
    finding: Mapped[str] = sealed("review_finding.finding", N_("점검 결과"))
    measure: Mapped[str] = sealed("review_finding.measure", N_("조치"), default="")


def _is_signed(connection: Connection, review: AccessReview) -> bool:
    kept = select(AccessReview.state).where(AccessReview.id == review.id)
    return connection.scalar(kept) == ReviewState.SIGNED


freeze(AccessReview, _is_signed)
freeze(ReviewFigure, always)
freeze(ReviewFinding, always)
