"""The forms of the roster and of one's own choice."""

from datetime import datetime

from wtforms import RadioField, SelectField

from portal.accounts.models import User
from portal.core.clock import at
from portal.duty.states import Pace
from portal.web.day_fields import ClockField, DayField
from portal.web.fields import PhoneField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class PaceForm(PortalForm):
    pace = RadioField(_("급하지 않은 일을 어떻게 들으시겠어요?"), choices=choices(Pace))


class ShiftForm(PortalForm):
    """Who is on call, and from when to when."""

    user = SelectField(_("당직하는 분"), [Required(_("당직하는 분을 골라 주십시오."))])
    phone = PhoneField(_("받을 휴대전화"), [Required(_("문자를 받을 휴대전화 번호를 적어 주십시오."))])
    first_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    first_at = ClockField(_("시작하는 시각"), [Required(_("시작하는 시각을 적어 주십시오."))])
    last_on = DayField(_("끝나는 날"), [Required(_("끝나는 날을 적어 주십시오."))])
    ends_at = ClockField(_("끝나는 시각"), [Required(_("끝나는 시각을 적어 주십시오."))])

    def offer(self, people: list[User]) -> None:
        self.user.choices = [choice(str(user.id), user.name) for user in people]

    @property
    def span(self) -> tuple[datetime, datetime]:
        return at(self.first_on.data, self.first_at.data), at(self.last_on.data, self.ends_at.data)
