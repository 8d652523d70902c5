"""Tables of programmes, their editions and what they calculate with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.benefits.programmes.rules import ProgrammeRules, from_document
from portal.benefits.programmes.states import ImportKind
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.editions import Edition, Ruled, freeze_published
from portal.db.kept import Kept
from portal.db.types import enum_column


class Programme(Ruled, Base):
    """A named set of dated rules."""

    __tablename__ = "programme"
    __kept__ = Kept(N_("지원 사업"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_programme_code", "code", unique=True),)

    editions: Mapped[list["ProgrammeEdition"]] = relationship(
        back_populates="programme", order_by="ProgrammeEdition.starts_on"
    )


class ProgrammeEdition(Edition, Base):
    """The rules of a programme from a day on."""

    __tablename__ = "programme_edition"
    __kept__ = Kept(N_("지원 사업의 규칙"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_programme_edition_number", "programme_id", "number", unique=True),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="term"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
    )

    belongs_to = "programme"

    programme_id: Mapped[UUID] = mapped_column(ForeignKey("programme.id"))

    programme: Mapped[Programme] = relationship(back_populates="editions")

    @property
    def rules(self) -> ProgrammeRules:
        return from_document(self.document)


class TableImport(Identified, Base):
    """One import of a CSV file; undone as a whole, which leaves the row."""

    __tablename__ = "table_import"
    __kept__ = Kept(N_("기준표"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index(
            "uq_table_import_digest",
            "kind",
            "digest",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    kind: Mapped[ImportKind] = mapped_column(enum_column(ImportKind))
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    imported_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    imported_at: Mapped[datetime]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]


class MedianIncome(Identified, Base):
    """The monthly median income in won of a year and a household's size; the row imported last counts."""

    __tablename__ = "median_income"
    __kept__ = Kept(N_("기준 중위소득"), Purpose.SUPPORT, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_median_income", "year", "household_size", "import_id", unique=True),
        CheckConstraint("household_size > 0", name="size"),
        CheckConstraint("monthly_krw > 0", name="amount"),
    )

    year: Mapped[int]
    household_size: Mapped[int]
    monthly_krw: Mapped[int]
    source: Mapped[str] = mapped_column(String(100), default="")
    import_id: Mapped[UUID] = mapped_column(ForeignKey("table_import.id"))


freeze_published(ProgrammeEdition)
register("uq_programme_code", N_("이미 쓰이는 짧은 이름입니다."), "code", columns="programme.code")
register(
    "uq_table_import_digest", N_("이미 가져온 표입니다."), "file", columns="table_import.kind, table_import.digest"
)
register("ck_programme_edition_term", N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "ends_on")
