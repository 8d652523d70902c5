"""Tables of open events and of whoever takes part in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.consortium.events.states import EventKind, GuestStanding
from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept, identifying
from portal.db.types import enum_column


class OpenEvent(Identified, Base):
    """When and where something is held that anybody may come to.

    `programme` holds a line for each talk (`rules.parse_programme`). `taken` counts the places that are given away; the
    database lets no more be. Nobody but the office sees it before `announced_at`; `proceedings` tell what was said.
    One that is not held says `called_off_because`. `sequence` rises whenever calendars have to follow (RFC 5545,
    3.8.7.4). `taken`, `waiting`, `withdrawn` and `came` are numbers that stay once the guests are destroyed; `came` is
    None until somebody noted who was there.
    """

    __tablename__ = "open_event"
    __kept__ = Kept(
        N_("열린 행사"),
        Purpose.WORKING,
        Retention.CONSORTIUM,
        course=("kind", "places", "taken", "waiting", "withdrawn", "came", "sequence"),
    )
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="term"),
        CheckConstraint("taken >= 0 AND taken <= places", name="places"),
        Index("ix_open_event_starts_at", "starts_at"),
    )

    kind: Mapped[EventKind] = mapped_column(enum_column(EventKind))
    title: Mapped[str] = mapped_column(String(100), info=PLAIN)
    about: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    programme: Mapped[str] = mapped_column(Text, default="", info=identifying(N_("연사")))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(100), info=PLAIN)
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    withdrawn: Mapped[int] = mapped_column(default=0)
    came: Mapped[int | None]
    announced_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    called_off_because: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    sequence: Mapped[int] = mapped_column(default=0)
    proceedings: Mapped[str] = mapped_column(Text, default="", info=PLAIN)
    thanked_at: Mapped[datetime | None]

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def registered(self) -> int:
        """Everybody who ever took a place or a place in the line."""
        return self.taken + self.waiting + self.withdrawn


class EventGuest(Identified, Base):
    """Somebody who takes part without an account, until the target `event_guests_kept_days` after the event.

    `queued_at` is the place in the line, and when they agreed that what they gave is kept: on the page, or to whoever
    of the office entered them, `entered_by_id`. With `seated_at` they have a place until `withdrawn_at`. Who has no
    e-mail is telephoned: the office owes them a call since `call_since`.
    """

    __tablename__ = "event_guest"
    __kept__ = Kept(N_("행사 참가자"), Purpose.INVITING, Retention.EVENT_GUEST, course=("came",))
    __table_args__ = (
        CheckConstraint("email <> '' OR phone <> ''", name="reached"),
        Index("uq_event_guest_once", "event_id", "email", "phone", "name", unique=True),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("open_event.id"))
    name: Mapped[str] = mapped_column(String(50), info=identifying(N_("이름")))
    email: Mapped[str] = mapped_column(String(254), info=identifying(N_("이메일")))
    phone: Mapped[str] = mapped_column(String(20), default="", info=identifying(N_("전화번호")))
    home: Mapped[str] = mapped_column(String(60), default="", info=identifying(N_("소속")))
    queued_at: Mapped[datetime]
    seated_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    came: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    call_since: Mapped[datetime | None]

    event: Mapped[OpenEvent] = relationship()
    entered_by: Mapped[User | None] = relationship()

    @property
    def standing(self) -> GuestStanding:
        if self.withdrawn_at is not None:
            return GuestStanding.WITHDRAWN
        if self.seated_at is None:
            return GuestStanding.WAITING
        return GuestStanding.CAME if self.came else GuestStanding.SEATED


register("ck_open_event_term", N_("마치는 시각은 시작 시각보다 늦어야 합니다."), "ends_at")
register("ck_open_event_places", N_("이미 신청한 사람보다 자리를 적게 할 수 없습니다."), "places")
register("ck_event_guest_reached", N_("이메일이나 전화번호 가운데 하나는 적어 주십시오."), "phone")
register(
    "uq_event_guest_once",
    N_("이미 신청하셨습니다. 보내 드린 메일을 확인해 주십시오."),
    "email",
    columns="event_guest.event_id, event_guest.email, event_guest.phone, event_guest.name",
)
