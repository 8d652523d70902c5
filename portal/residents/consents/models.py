"""The table of consents; withdrawing keeps the row and takes effect at once."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.db.types import enum_column
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.households.models import Person


class Consent(Identified, Base):
    """A consent or refusal: `given` tells which; a helper's waits until the person confirms it (`confirmed_at`)."""

    __tablename__ = "consent"
    __kept__ = Kept(N_("동의"), Purpose.APPLYING, Retention.CASE, plain=True)
    __table_args__ = (
        Index(
            "uq_consent_open",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ConsentKind] = mapped_column(enum_column(ConsentKind))
    edition: Mapped[int]
    given: Mapped[bool]
    given_by: Mapped[GivenBy] = mapped_column(enum_column(GivenBy))
    given_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    person: Mapped[Person] = relationship()


register("uq_consent_open", N_("이미 답한 동의입니다."), columns="consent.person_id, consent.kind")
