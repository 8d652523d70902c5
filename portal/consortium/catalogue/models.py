"""Tables of the catalogue."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.consortium.catalogue.units import DAY_UNITS
from portal.consortium.members.models import Organisation
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import Kept
from portal.db.types import enum_column
from portal.manuals.models import Manual


class Service(Identified, Base):
    """A service that a household may be referred for; `duration_minutes` is the usual length of one visit.

    What its visits must know is asked by the lines of `asks` (`portal.core.questions`), what each visit came to beside
    its steps by those of `records`.
    """

    __tablename__ = "service"
    __kept__ = Kept(N_("서비스"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_service_code", "code", unique=True),
        CheckConstraint("duration_minutes > 0", name="duration"),
    )

    code: Mapped[str] = mapped_column(String(32))
    group: Mapped[ServiceGroup] = mapped_column(enum_column(ServiceGroup))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(50))
    summary: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    included: Mapped[list[str]]
    excluded: Mapped[list[str]]
    asks: Mapped[list[str]] = mapped_column(default=list)
    records: Mapped[list[str]] = mapped_column(default=list)
    duration_minutes: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    manual_id: Mapped[UUID | None] = mapped_column(ForeignKey("manual.id"))
    withdrawn_on: Mapped[date | None]

    manual: Mapped[Manual | None] = relationship()
    prices: Mapped[list["ServicePrice"]] = relationship(back_populates="service", order_by="ServicePrice.valid_from")
    offers: Mapped[list["ServiceOffer"]] = relationship(back_populates="service", order_by="ServiceOffer.valid_from")

    @property
    def is_linked(self) -> bool:
        """Whether a body outside the consortium does it: it has no price and no times here."""
        return self.group is ServiceGroup.CARE_SOS_LINKED

    @property
    def is_by_night(self) -> bool:
        """Whether people stay: a unit is a night, from the day of the slot to the next one."""
        return self.unit in DAY_UNITS


class ServicePrice(Identified, Base):
    """The price of one unit, in won, from a day on; `import_id` names the import that brought it."""

    __tablename__ = "service_price"
    __kept__ = Kept(N_("단가"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (
        Index("uq_service_price_valid_from", "service_id", "valid_from", unique=True),
        CheckConstraint("amount >= 0", name="amount"),
    )

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    amount: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[PriceSource] = mapped_column(enum_column(PriceSource))
    import_id: Mapped[UUID | None] = mapped_column(index=True)

    service: Mapped[Service] = relationship(back_populates="prices")


class ServiceOffer(Identified, Base):
    """A member offers a service from a day on, until it stops."""

    __tablename__ = "service_offer"
    __kept__ = Kept(N_("제공 서비스"), Purpose.WORKING, Retention.CONSORTIUM, plain=True)
    __table_args__ = (Index("uq_service_offer", "service_id", "organisation_id", "valid_from", unique=True),)

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    service: Mapped[Service] = relationship(back_populates="offers")
    organisation: Mapped[Organisation] = relationship()


register("uq_service_code", N_("이미 쓰이는 짧은 이름입니다."), "code", columns="service.code")
register(
    "uq_service_price_valid_from",
    N_("같은 날부터 시작하는 단가가 이미 있습니다."),
    "valid_from",
    columns="service_price.service_id, service_price.valid_from",
)
register(
    "uq_service_offer",
    N_("이미 제공하는 서비스입니다."),
    columns="service_offer.service_id, service_offer.organisation_id, service_offer.valid_from",
)
