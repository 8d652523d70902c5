"""What is written of a leak."""

from datetime import datetime
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Length, Optional

from portal.core import clock
from portal.privacy.incidents.actions import Leak
from portal.privacy.incidents.models import Incident
from portal.privacy.incidents.queries import accounts
from portal.web.day_fields import ClockField, DayField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 2000
TOO_LONG = _("2,000자까지 적을 수 있습니다.")
MOMENTS = ("detected", "since", "until")
WORDS = ("title", "items", "how", "advice", "measures", "relief", "contact")


def _lines(label: str, hint: str = "") -> LinesField:
    checks = [Required(), Length(max=LONGEST, message=TOO_LONG)]
    return LinesField(label, checks, description=hint, render_kw={"rows": 3})


class LeakForm(EditingForm):
    title = TextField(_("무슨 일입니까?"), [Required(), Length(max=100)], description=_("사람 이름은 적지 마십시오."))
    detected_on = DayField(_("알게 된 날"), [Required()])
    detected_clock = ClockField(_("알게 된 때"), [Required()])
    account = SelectField(_("어느 계정입니까?"), validators=[Optional()])
    since_on = DayField(_("샌 때의 처음 날"), [Required()])
    since_clock = ClockField(_("처음 때"), [Required()])
    until_on = DayField(_("샌 때의 마지막 날"), [Required()])
    until_clock = ClockField(_("마지막 때"), [Required()])
    is_sensitive = BooleanField(_("건강 같은 민감한 정보나 고유식별정보가 들어 있습니다"), default=True)
    is_from_outside = BooleanField(_("밖에서 불법으로 접근했습니다"))
    items = _lines(_("1. 유출된 개인정보의 항목"), _("예: 이름, 전화번호, 주소, 돌봄 기록"))
    how = _lines(_("2. 유출된 때와 경위"))
    advice = _lines(_("3. 피해를 줄이려면 하실 일"))
    measures = _lines(_("4. 우리가 한 조치와 앞으로 할 일"))
    relief = _lines(_("5. 손해배상과 분쟁조정 같은 구제 절차"))
    contact = TextField(_("6. 피해를 신고하고 물을 곳"), [Required(), Length(max=200)])

    def offer_accounts(self) -> None:
        known = [(str(user.id), user.name) for user in accounts()]
        self.account.choices = [("", _("어느 계정인지 모름(모든 계정)")), *known]

    @property
    def leak(self) -> Leak:
        moments = {name: self._moment(name) for name in MOMENTS}
        return Leak(
            **{name: self[name].data for name in WORDS},
            account_id=next((user.id for user in accounts() if str(user.id) == self.account.data), None),
            detected_at=moments["detected"],
            since=moments["since"],
            until=moments["until"],
            is_sensitive=self.is_sensitive.data,
            is_from_outside=self.is_from_outside.data,
        )

    def _moment(self, name: str) -> datetime:
        return clock.at(self[f"{name}_on"].data, self[f"{name}_clock"].data)


def values_of(incident: Incident) -> dict[str, Any]:
    """The form of what is kept."""
    moments = {"detected": incident.detected_at, "since": incident.since, "until": incident.until}
    days = {f"{name}_on": clock.day_of(at) for name, at in moments.items()}
    clocks = {f"{name}_clock": at.astimezone(clock.SEOUL).time() for name, at in moments.items()}
    words = {name: getattr(incident, name) for name in (*WORDS, "is_sensitive", "is_from_outside")}
    return {**words, **days, **clocks, "account": str(incident.account_id or "")}


class IncidentStepForm(PortalForm):
    """What was done, or under which number the authority took it."""

    note = LinesField(_("한 일"), [Required(), Length(max=100)], render_kw={"rows": 2})
