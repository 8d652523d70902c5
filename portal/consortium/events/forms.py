"""The shape of what is written down about open events, and of what a guest gives."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from portal.consortium.events.actions import EventDetails, GuestDetails
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.states import EventKind
from portal.core.clock import SEOUL, at
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, EmailField, LinesField, NameField, OfficePhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

MOST_PLACES = 1000


class EventForm(EditingForm):
    """When and where; times are those of Seoul."""

    kind = RadioField(_("어떤 행사"), [Required(_("하나를 골라 주십시오."))])
    title = TextField(_("행사 이름"), [Required(_("행사 이름을 적어 주십시오.")), Length(max=100)])
    about = LinesField(_("무엇을 하는 행사입니까?"), [Optional(), Length(max=2_000)], render_kw={"rows": 4})
    day = DayField(_("날짜"), [Required()])
    starts_at = ClockField(_("시작 시각"), [Required()])
    ends_at = ClockField(_("마치는 시각"), [Required()])
    place = TextField(_("장소"), [Required(), Length(max=100)])
    places = NumberField(_("자리"), [Required(), NumberRange(min=1, max=MOST_PLACES)])
    programme = LinesField(_("순서"), [Optional(), Length(max=4_000)], render_kw={"rows": 8})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = choices(EventKind)

    def details(self) -> EventDetails:
        return EventDetails(
            kind=EventKind(self.kind.data),
            title=self.title.data,
            about=self.about.data or "",
            programme=self.programme.data or "",
            starts_at=at(self.day.data, self.starts_at.data),
            ends_at=at(self.day.data, self.ends_at.data),
            place=self.place.data,
            places=self.places.data,
        )


def event_values(event: OpenEvent) -> dict[str, Any]:
    """What a form says of `event`."""
    starts, ends = event.starts_at.astimezone(SEOUL), event.ends_at.astimezone(SEOUL)
    told = {name: getattr(event, name) for name in ("kind", "title", "about", "place", "places", "programme")}
    return {"day": starts.date(), "starts_at": starts.time(), "ends_at": ends.time(), **told}


class GuestForm(PortalForm):
    name = NameField(_("이름"), [Required(_("이름을 적어 주십시오."))], render_kw={"autocomplete": "name"})
    email = EmailField(
        _("이메일"),
        [Required(_("이메일을 적어 주십시오."))],
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"},
    )
    home = TextField(_("소속"), [Optional(), Length(max=60)], render_kw={"autocomplete": "organization"})
    agrees = BooleanField(_("개인정보를 모으고 쓰는 것에 동의합니다"))

    def validate_agrees(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("동의하셔야 자리를 잡아 드릴 수 있습니다."))


class EnterGuestForm(PortalForm):
    """Whoever asked the office for a place, by telephone for one."""

    name = NameField(_("이름"), [Required(_("이름을 적어 주십시오."))])
    phone = OfficePhoneField(_("전화번호"), [Optional()])
    email = EmailField(_("이메일"), [Optional()], render_kw={"type": "email", "autocapitalize": "off"})
    home = TextField(_("소속"), [Optional(), Length(max=60)])
    agrees = BooleanField(_("개인정보를 모으고 쓰는 것에 동의하셨습니다"))

    def validate_agrees(self, field: BooleanField) -> None:
        if not field.data:
            raise ValidationError(gettext("동의하신 분만 적을 수 있습니다. 아래를 읽어 드리고 여쭈어 주십시오."))

    def details(self) -> GuestDetails:
        return GuestDetails(self.name.data, self.email.data or "", self.phone.data or "", self.home.data or "")


class CallOffForm(PortalForm):
    because = LinesField(
        _("왜 열지 않습니까?"),
        [Required(_("까닭을 적어 주십시오. 신청하신 분들이 읽습니다.")), Length(max=500)],
        render_kw={"rows": 3},
    )


class PresenceForm(EditingForm):
    came = ChecksField(_("온 사람"))

    def offer(self, guests: Sequence[EventGuest]) -> None:
        self.came.choices = [(str(each.id), _named(each)) for each in guests]

    @property
    def chosen(self) -> set[UUID]:
        return {UUID(each) for each in self.came.data or ()}


def _named(guest: EventGuest) -> str:
    name = f"{guest.name} ({guest.home})" if guest.home else guest.name
    return name if guest.seated_at else gettext("%(name)s · 대기", name=name)


class ProceedingsForm(EditingForm):
    proceedings = LinesField(
        _("행사에서 나눈 이야기"),
        [Required(_("나눈 이야기를 적어 주십시오.")), Length(max=20_000)],
        render_kw={"rows": 14},
    )
