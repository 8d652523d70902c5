"""The tables of the library: what it holds, the editions of each, and who appears in press and publicity."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.library.states import ConsentWay, LibraryKind, LibraryState, ShownKind
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.frozen import freeze
from portal.db.kept import PLAIN, Kept
from portal.db.sealed import sealed
from portal.db.types import enum_column
from portal.documents.added import AddedFile


class LibraryItem(Identified, Base):
    """Something published that the consortium works with.

    `made_by` is the author, organisation or medium that the work itself names. `appearing` is how many people and
    organisations appear in press and publicity; of nothing else is it asked.
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
    """A file of an item, never changed, with the title that the item had when it came."""

    __tablename__ = "library_edition"
    __kept__ = Kept(N_("자료의 판"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_library_edition_number", "item_id", "number", unique=True),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("library_item.id"))
    number: Mapped[int]
    dated_on: Mapped[date]
    change: Mapped[str] = mapped_column(String(300))
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))

    item: Mapped[LibraryItem] = relationship(back_populates="editions")
    added_by: Mapped[User] = relationship()


class LibraryConsent(Identified, Base):
    """Somebody who appears in press and publicity, with their consent once it was given.

    It goes, with the name, the target `press_consents_kept_days` after it ended or was withdrawn; the item goes on
    counting them (`LibraryItem.appearing`), so that it stays closed.
    """

    __tablename__ = "library_consent"
    __kept__ = Kept(
        N_("보도·홍보 동의"),
        Purpose.PUBLISHING,
        Retention.PRESS_CONSENT,
        course=("kind", "consented_on", "way", "until", "withdrawn_on"),
    )
    __table_args__ = (
        CheckConstraint("(consented_on IS NULL) = (until IS NULL)", name="until"),
        CheckConstraint("(consented_on IS NULL) = (way IS NULL)", name="way"),
        CheckConstraint("withdrawn_on IS NULL OR consented_on IS NOT NULL", name="withdrawn"),
        Index("ix_library_consent_item_id", "item_id"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("library_item.id"))
    kind: Mapped[ShownKind] = mapped_column(enum_column(ShownKind))
    name: Mapped[str] = sealed("library_consent.name", N_("이름"))
    noted_at: Mapped[datetime]
    consented_on: Mapped[date | None]
    way: Mapped[ConsentWay | None] = mapped_column(enum_column(ConsentWay))
    until: Mapped[date | None]
    withdrawn_on: Mapped[date | None]

    item: Mapped[LibraryItem] = relationship()


freeze(LibraryEdition, lambda _connection, _edition: True)
register("ck_library_item_appearing", N_("보도·홍보에는 나오는 사람과 단체의 수를 적어 주십시오."), "appearing")
register("ck_library_consent_until", N_("동의한 날과 언제까지인지를 함께 적어 주십시오."), "until")
