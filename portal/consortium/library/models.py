"""The tables of the library: what it holds, the editions of each, who appears in press, and what they agreed to."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.library.states import ConsentWay, LibraryKind, LibraryState, ShownKind
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import always, freeze
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.documents.added import AddedFile


class LibraryItem(Identified, Base):
    """Something published that the consortium works with.

    `made_by` is the author, organisation or medium that the work itself names. `appearing` is how many people and
    organisations appear in press and publicity, as the office states it; of nothing else is it asked.
    """

    __tablename__ = "library_item"
    __kept__ = Kept(
        N_("자료실의 자료"), Purpose.WORKING, Retention.CONSORTIUM, course=("kind", "published_on", "appearing")
    )
    __table_args__ = (
        CheckConstraint("(kind = 'press') = (appearing IS NOT NULL)", name="appearing"),
        Index("ix_library_item_state", "state", "published_on"),
    )

    kind: Mapped[LibraryKind] = mapped_column(enum_column(LibraryKind))
    title: Mapped[str] = mapped_column(String(120), info=PLAIN)
    made_by: Mapped[str] = mapped_column(String(100), info=PLAIN)
    published_on: Mapped[date]
    about: Mapped[str] = mapped_column(String(300), info=PLAIN)
    subjects: Mapped[str] = mapped_column(String(250), default="", info=PLAIN)
    address: Mapped[str] = mapped_column(String(500), default="", info=PLAIN)
    appearing: Mapped[int | None]
    added_at: Mapped[datetime]
    state: Mapped[LibraryState] = mapped_column(enum_column(LibraryState))

    editions: Mapped[list["LibraryEdition"]] = relationship(
        back_populates="item", order_by="LibraryEdition.number.desc()"
    )


class LibraryEdition(AddedFile, Base):
    """A file of an item, never changed, with the title that the item had when it came.

    Taken away once and for good, it leaves its number, its day, who took it away and why.
    """

    __tablename__ = "library_edition"
    __kept__ = Kept(N_("자료의 판"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        CheckConstraint("(gone_at IS NOT NULL) = (file_name = '')", name="gone"),
        CheckConstraint("(gone_at IS NULL) = (gone_by_id IS NULL) AND (gone_at IS NULL) = (gone_why = '')", name="why"),
        Index("uq_library_edition_number", "item_id", "number", unique=True),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("library_item.id"))
    number: Mapped[int]
    dated_on: Mapped[date]
    change: Mapped[str] = mapped_column(String(300))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    gone_at: Mapped[datetime | None]
    gone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    gone_why: Mapped[str] = mapped_column(String(200), default="")

    item: Mapped[LibraryItem] = relationship(back_populates="editions")
    added_by: Mapped[User] = relationship(foreign_keys=[added_by_id])
    gone_by: Mapped[User | None] = relationship(foreign_keys=[gone_by_id])


class LibraryFetch(Base):
    """How often the file of an edition was fetched on a day: a number, never by whom."""

    __tablename__ = "library_fetch"
    __kept__ = Kept(N_("자료를 내려받은 횟수"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("library_edition.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]

    edition: Mapped[LibraryEdition] = relationship()


class LibraryShown(Identified, Base):
    """Somebody who appears in press and publicity.

    The row stays as long as the item, with the consents that they gave; the name is emptied the target
    `press_consents_kept_days` after the newest of them ended or was withdrawn.
    """

    __tablename__ = "library_shown"
    __kept__ = Kept(N_("보도·홍보에 나오는 분"), Purpose.PUBLISHING, Retention.PRESS_CONSENT, course=("kind",))
    __table_args__ = (Index("ix_library_shown_item_id", "item_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("library_item.id"))
    kind: Mapped[ShownKind] = mapped_column(enum_column(ShownKind))
    name: Mapped[str] = sealed("library_shown.name", N_("이름"))
    noted_at: Mapped[datetime]

    item: Mapped[LibraryItem] = relationship()
    consents: Mapped[list["LibraryConsent"]] = relationship(back_populates="shown", order_by="LibraryConsent.number")

    @property
    def newest(self) -> "LibraryConsent | None":
        return self.consents[-1] if self.consents else None


class LibraryConsent(Identified, Base):
    """What somebody agreed to: never changed but by its withdrawal; a renewal is the next one."""

    __tablename__ = "library_consent"
    __kept__ = Kept(N_("보도·홍보 동의"), Purpose.PUBLISHING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_library_consent_number", "shown_id", "number", unique=True),)

    shown_id: Mapped[UUID] = mapped_column(ForeignKey("library_shown.id"))
    number: Mapped[int]
    given_on: Mapped[date]
    way: Mapped[ConsentWay] = mapped_column(enum_column(ConsentWay))
    until: Mapped[date]
    withdrawn_on: Mapped[date | None]
    noted_at: Mapped[datetime]

    shown: Mapped[LibraryShown] = relationship(back_populates="consents")


def _is_withdrawn(connection: Connection, consent: LibraryConsent) -> bool:
    withdrawn = select(LibraryConsent.withdrawn_on).where(LibraryConsent.id == consent.id)
    return connection.scalar(withdrawn) is not None


def _has_gone(connection: Connection, edition: LibraryEdition) -> bool:
    return connection.scalar(select(LibraryEdition.gone_at).where(LibraryEdition.id == edition.id)) is not None


OF_THE_FILE = frozenset({"title", "file_name", "media_type", "sha256", "size"})
freeze(LibraryEdition, always, may_change=OF_THE_FILE | {"gone_at", "gone_by_id", "gone_why"})
freeze(LibraryEdition, _has_gone)
freeze(LibraryConsent, always, may_change=frozenset({"withdrawn_on"}))
freeze(LibraryConsent, _is_withdrawn)
register("ck_library_item_appearing", N_("보도·홍보에는 나오는 사람과 단체의 수를 적어 주십시오."), "appearing")
