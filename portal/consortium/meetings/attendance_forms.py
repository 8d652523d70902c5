"""Shape of the form of who came to a meeting: a choice for each person on the list, and more of some."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from portal.consortium.meetings.actions.minutes import seat_words
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import Presence
from portal.consortium.meetings.voting import Sitting
from portal.core.clock import SEOUL, at, day_of
from portal.web.day_fields import ClockField
from portal.web.editing import EditingForm
from portal.web.fields import NameField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

PARTS = ("presence", "arrived", "left", "stand_in", "proxy")


def attendance_form(meeting: Meeting) -> EditingForm:
    """`seat_fields` tells which fields are of whom."""
    fields: dict[str, Any] = {}
    for seat in meeting.attendees:
        fields |= dict(zip(seat_fields(seat), _fields_of(seat, meeting), strict=True))
    noted: dict[str, Any] = {}
    for seat in meeting.attendees:
        noted |= dict(zip(seat_fields(seat), _noted(seat), strict=True))
    form: EditingForm = type("AttendanceForm", (EditingForm,), fields)(data=noted)
    return form


def _fields_of(seat: Attendee, meeting: Meeting) -> tuple[Any, ...]:
    others = [choice(str(each.id), seat_words(each)) for each in meeting.attendees if each is not seat]
    return (
        RadioField(seat_words(seat), [Required()], choices=choices(Presence)),
        ClockField(_("늦게 온 시각"), [Optional()]),
        ClockField(_("먼저 간 시각"), [Optional()]),
        NameField(_("대신 오신 분"), [Optional()]),
        SelectField(_("표결을 위임받은 분"), choices=[choice("", gettext("위임하지 않음")), *others]),
    )


def _noted(seat: Attendee) -> tuple[Any, ...]:
    """The name that somebody answered stands there before it is needed."""
    holder = str(seat.proxy_holder_id) if seat.proxy_holder_id else ""
    return seat.presence.value, _clock(seat.arrived_at), _clock(seat.left_at), seat.stand_in or seat.deputy, holder


def seat_fields(seat: Attendee) -> tuple[str, ...]:
    """The names of the fields of one person, in the order of `PARTS`."""
    return tuple(f"{part}_{seat.id.hex}" for part in PARTS)


def presences_in(form: PortalForm, meeting: Meeting) -> dict[UUID, Presence]:
    return {seat.id: Presence(form[seat_fields(seat)[0]].data) for seat in meeting.attendees}


def sittings_in(form: PortalForm, meeting: Meeting) -> dict[UUID, Sitting]:
    """The name that somebody answered counts only where their deputy came."""
    return {seat.id: _sitting(form, seat, meeting) for seat in meeting.attendees}


def _sitting(form: PortalForm, seat: Attendee, meeting: Meeting) -> Sitting:
    presence, arrived, left, stand_in, proxy = (form[name].data for name in seat_fields(seat))
    named = "" if presence != Presence.DEPUTY and stand_in == seat.deputy else stand_in or ""
    return Sitting(_moment(meeting, arrived), _moment(meeting, left), named, UUID(proxy) if proxy else None)


def _moment(meeting: Meeting, clock_time: time | None) -> datetime | None:
    return at(day_of(meeting.starts_at), clock_time) if clock_time else None


def _clock(moment: datetime | None) -> time | None:
    return moment.astimezone(SEOUL).time() if moment else None
