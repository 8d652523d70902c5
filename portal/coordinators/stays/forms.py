"""The shape of what is filled in about a stay."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import Length, Optional

from portal.coordinators.visits.states import AT_THE_DOOR
from portal.core.clock import at
from portal.core.dates import format_day
from portal.web.day_fields import ClockField, DayField
from portal.web.fields import ChecksField, LinesField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class DaysForm(FilterForm):
    """From when to when; both days stand in the address."""

    first = DayField(_("입소하는 날"), [Required(_("입소하는 날을 적어 주십시오."))])
    out = DayField(_("퇴소하는 날"), [Required(_("퇴소하는 날을 적어 주십시오."))])

    @property
    def is_sent(self) -> bool:
        return self.first.raw_data not in (None, []) or self.out.raw_data not in (None, [])


class AskForm(PortalForm):
    """The button of a place sends the form."""

    pays_beyond = BooleanField(_("한도를 넘는 밤은 이용자가 냅니다"))
    note = LinesField(
        _("시설에 전할 말"),
        [Optional(), Length(max=500, message=_("500자까지 적을 수 있습니다."))],
        render_kw={"rows": 2},
    )


class DischargeForm(PortalForm):
    """When somebody came, where nobody noted it, and left; which nights they were in hospital."""

    admitted = ClockField(_("입소한 시각"), [Required(_("입소한 시각을 적어 주십시오."))])
    left_on = DayField(_("퇴소한 날"), [Required(_("퇴소한 날을 적어 주십시오."))])
    left_at = ClockField(_("퇴소한 시각"), [Required(_("퇴소한 시각을 적어 주십시오."))])
    away = ChecksField(_("병원에서 지낸 밤"))
    confirmed_by = RadioField(
        _("이용자 확인"),
        [Required(_("이용자께서 어떻게 확인하셨는지 골라 주십시오."))],
        choices=choices(AT_THE_DOOR),
    )
    notes = LinesField(
        _("남길 말"),
        [Optional(), Length(max=1000, message=_("1,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 3},
    )

    def __init__(self, nights: Sequence[date] = (), **values: Any) -> None:
        super().__init__(**values)
        self.away.choices = [(night.isoformat(), format_day(night)) for night in nights]

    @property
    def nights_away(self) -> frozenset[date]:
        return frozenset(date.fromisoformat(value) for value in self.away.data or [])

    @property
    def moment_left(self) -> Any:
        return at(self.left_on.data, self.left_at.data)


class CorrectForm(DischargeForm):
    """The same anew, with why; what was written before stands beside it, the nights in hospital are chosen."""

    reason = LinesField(
        _("무엇이 왜 달라졌습니까?"),
        [
            Required(_("무엇이 왜 달라졌는지 적어 주십시오.")),
            Length(max=500, message=_("500자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 2},
    )
