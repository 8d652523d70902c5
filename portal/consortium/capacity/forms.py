"""Forms in which a member posts its places."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.capacity.actions import PatternDetails
from portal.consortium.capacity.entries import PlaceChange
from portal.consortium.capacity.models import CapacityPattern
from portal.consortium.capacity.presentation import cell_words
from portal.consortium.capacity.rules import MOST_PLACES
from portal.consortium.capacity.weeks import Week, WeekDay, WeekRow
from portal.consortium.catalogue.models import Service
from portal.core.clock import at
from portal.core.dongs import dong
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.territory import every_dong_choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

WEEKDAYS = (_("월요일"), _("화요일"), _("수요일"), _("목요일"), _("금요일"), _("토요일"), _("일요일"))
PLACES = NumberRange(0, MOST_PLACES, _("자리 수는 0부터 %(most)d까지 적어 주십시오.", most=MOST_PLACES))


def as_id(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


class PlacesForm(PortalForm):
    """What a weekly pattern and a single slot have in common."""

    service_id = RadioField(_("서비스"), coerce=as_id, validators=[Required(_("서비스를 골라 주십시오."))])
    starts_at = ClockField(_("시작하는 시각"), validators=[Required(_("시작하는 시각을 적어 주십시오."))])
    ends_at = ClockField(_("끝나는 시각"), validators=[Required(_("끝나는 시각을 적어 주십시오."))])
    places = NumberField(_("자리 수"), validators=[Required(_("자리 수를 적어 주십시오.")), PLACES])
    dong_codes = ChecksField(_("찾아가는 동"), validators=[Optional()])

    def offer_choices(self, services: Sequence[Service], dong_codes: Sequence[str]) -> None:
        """The services that the member offers and the dongs that it serves."""
        self.service_id.choices = [(service.id, service.name) for service in services]
        self.dong_codes.choices = [(code, dong(code).short_name) for code in dong_codes]


class PatternForm(PlacesForm, EditingForm):
    weekday = RadioField(_("요일"), coerce=int, validators=[Required(_("요일을 골라 주십시오."))])
    valid_from = DayField(_("시작하는 날"), validators=[Required(_("시작하는 날을 적어 주십시오."))])
    valid_to = DayField(_("끝나는 날"), validators=[Optional()])
    on_public_holidays = BooleanField(_("공휴일에도 자리를 냅니다"))

    def __init__(self, pattern: CapacityPattern | None = None, **kwargs: Any) -> None:
        super().__init__(obj=pattern, **kwargs)
        self.weekday.choices = list(enumerate(WEEKDAYS))

    @property
    def details(self) -> PatternDetails:
        return PatternDetails(
            service_id=self.service_id.data,
            weekday=self.weekday.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            places=self.places.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            dong_codes=list(self.dong_codes.data or ()),
            on_public_holidays=self.on_public_holidays.data,
        )


class SlotForm(PlacesForm):
    day = DayField(_("날짜"), validators=[Required(_("날짜를 적어 주십시오."))])

    @property
    def change(self) -> PlaceChange:
        return PlaceChange(
            cell="starts_at",
            service_id=self.service_id.data,
            starts_at=at(self.day.data, self.starts_at.data),
            ends_at=at(self.day.data, self.ends_at.data),
            places=self.places.data,
            dong_codes=list(self.dong_codes.data or ()),
        )


class ClosedDayForm(PortalForm):
    day = DayField(_("쉬는 날"), validators=[Required(_("쉬는 날을 적어 주십시오."))])
    reason = TextField(_("이유"), validators=[Required(_("이유를 적어 주십시오.")), Length(max=100)])


class FreeForm(FilterForm):
    """Which free places the coordinator looks for."""

    service = SelectField(_("서비스"), default="")
    dong = SelectField(_("동"), default="")

    def offer_choices(self, services: Sequence[Service]) -> None:
        self.service.choices = [("", gettext("모든 서비스")), *((each.code, each.name) for each in services)]
        self.dong.choices = every_dong_choices()


class WeekForm(EditingForm):
    """The cells of a week that can still be changed; made for each week by `week_form`."""

    week: Week
    now: datetime

    def changes(self) -> list[PlaceChange]:
        """The cells that say something else than what is kept."""
        return [
            PlaceChange(
                row.cell_name(column.day),
                row.service.id,
                row.starts_on(column.day),
                at(column.day, row.ends_at),
                self[row.cell_name(column.day)].data,
            )
            for row, column in open_cells(self.week, self.now)
            if self[row.cell_name(column.day)].data != kept(row, column.day)
        ]


def week_form(week: Week, now: datetime, *, like_last: bool = False) -> WeekForm:
    """A form with a field for each open cell; with `like_last` the cells say what they said a week before."""
    fields: dict[str, Any] = {"week": week, "now": now}
    for row, column in open_cells(week, now):
        fields[row.cell_name(column.day)] = NumberField(
            cell_words(row, column.day),
            validators=[Optional(), PLACES],
            default=kept(row, column.day),
            render_kw={"maxlength": 2},
        )
    form: WeekForm = type("WeekFormOfOneWeek", (WeekForm,), fields)()
    if like_last and not form.is_submitted():
        for row, column in open_cells(week, now):
            form[row.cell_name(column.day)].data = _proposed(row, column)
    return form


def open_cells(week: Week, now: datetime) -> list[tuple[WeekRow, WeekDay]]:
    """The cells that have not begun, on days that are not closed."""
    return [
        (row, column)
        for row in week.rows
        for column in week.days
        if column.closed is None and row.starts_on(column.day) > now
    ]


def kept(row: WeekRow, day: date) -> int | None:
    """The places of a cell; None where nothing was entered, which is not 0."""
    slot = row.slots.get(day)
    return None if slot is None or slot.closed_at else slot.capacity


def _proposed(row: WeekRow, column: WeekDay) -> int | None:
    """What the cell said a week before, but never less than is taken; public holidays stay as they are."""
    last, now = row.last.get(column.day), row.slots.get(column.day)
    if last is None or last.closed_at or column.holiday:
        return kept(row, column.day)
    return max(last.capacity, now.held + now.confirmed if now else 0)
