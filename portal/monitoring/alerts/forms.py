"""Forms of what was tried, and of an alert by hand."""

from datetime import datetime, timedelta

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.coordinators.contacts.states import BegunBy
from portal.core.series import Series
from portal.core.worded import answers
from portal.monitoring.alerts.actions import Tried
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.rules import PUT_OFF_AT_MOST
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AlertVerb, AttemptMeans, AttemptResult
from portal.web.day_fields import DayField
from portal.web.fields import LinesField, SeriesNumberField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

NOTE = Length(max=500, message=_("500자까지 적을 수 있습니다."))
_SAID = [result for result in AttemptResult if result is not AttemptResult.ASKED]
_HOURS = (1, 2, 3, 6, 12, 24)
GO_ON = "go_on"


class AttemptForm(PortalForm):
    """What was tried, what came of it, and what follows: it goes on, it is put off, or it ends so."""

    means = RadioField(
        _("어떻게 살폈습니까?"),
        choices=choices(AttemptMeans),
        coerce=AttemptMeans,
        validators=[Required(_("어떻게 살폈는지 골라 주십시오."))],
    )
    result = RadioField(
        _("어떻게 되었습니까?"),
        choices=choices(_SAID),
        coerce=AttemptResult,
        validators=[Required(_("어떻게 되었는지 골라 주십시오."))],
    )
    begun_by = RadioField(
        _("누가 먼저 연락했습니까?"),
        choices=choices(answers(BegunBy)),
        coerce=BegunBy,
        default=BegunBy.US,
        validators=[Required(_("누가 먼저 연락했는지 골라 주십시오."))],
    )
    whom = TextField(
        _("누구를 보았거나 누구에게 들었습니까?"), [Optional(), Length(max=100)], render_kw={"autocomplete": "off"}
    )
    note = LinesField(_("남길 말"), [Optional(), NOTE], render_kw={"rows": 3})
    then = RadioField(
        _("이제 어떻게 합니까?"),
        default=GO_ON,
        choices=[
            choice(GO_ON, _("계속 살핍니다")),
            choice(AlertVerb.PUT_OFF.value, _("아직 모릅니다. 때를 정해 다시 봅니다")),
            *choices(AlertEnding),
        ],
        validators=[Required(_("이제 어떻게 하는지 골라 주십시오."))],
    )
    next_look_at = SelectField(_("언제 다시 봅니까?"), validators=[Optional()])
    until_on = DayField(_("언제 돌아오십니까?"), [Optional()])

    def offer_hours(self, alert: Alert) -> None:
        at_most = PUT_OFF_AT_MOST[alert.level]
        hours = [each for each in _HOURS if timedelta(hours=each) <= at_most]
        self.next_look_at.choices = [choice(str(each), gettext("%(hours)d시간 뒤", hours=each)) for each in hours]

    @property
    def tried(self) -> Tried:
        return Tried(self.means.data, self.result.data, self.whom.data, self.note.data)

    @property
    def ending(self) -> AlertEnding | None:
        return AlertEnding(self.then.data) if self.then.data in set(AlertEnding) else None

    @property
    def is_put_off(self) -> bool:
        return bool(self.then.data == AlertVerb.PUT_OFF.value)

    def next_look(self, now: datetime) -> datetime:
        return now + timedelta(hours=int(self.next_look_at.data))


class LookForm(PortalForm):
    """Somebody asks that a household is looked at."""

    what = LinesField(
        _("왜 살펴야 합니까?"),
        [Required(_("왜 살펴야 하는지 적어 주십시오.")), NOTE],
        render_kw={"rows": 3},
    )
    level = RadioField(
        _("얼마나 급합니까?"),
        choices=choices(AlertLevel),
        coerce=AlertLevel,
        validators=[Required(_("얼마나 급한지 골라 주십시오."))],
    )


class NumberedForm(LookForm):
    """The same for a household whose number is known, as whoever a neighbour told of may have one."""

    household = SeriesNumberField(
        _("가구 번호"),
        Series.HOUSEHOLD,
        validators=[Required(_("가구 번호를 적어 주십시오."))],
        render_kw={"autocomplete": "off"},
    )
