"""Forms of whoever is heard of or away."""

from datetime import date, datetime

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.core.clock import at, day_bounds
from portal.monitoring.watching.states import BY_STAFF, AbsenceKind, HeardBy
from portal.web.day_fields import ClockField, DayField
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class SeenForm(PortalForm):
    how = RadioField(
        _("어떻게 확인했습니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices(BY_STAFF),
        coerce=HeardBy,
    )
    day = DayField(_("날"), [Required(_("날을 적어 주십시오."))])
    at = ClockField(_("때"), [Required(_("때를 적어 주십시오."))])
    note = LinesField(_("남길 말"), [Optional(), Length(max=300)], render_kw={"rows": 2})

    @property
    def moment(self) -> datetime:
        return at(self.day.data, self.at.data)


class AbsenceForm(PortalForm):
    kind = RadioField(
        _("왜 집을 비웁니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices(AbsenceKind),
        coerce=AbsenceKind,
    )
    from_on = DayField(_("나가는 날"), [Required(_("나가는 날을 적어 주십시오."))])
    until_on = DayField(
        _("돌아오는 날"),
        [Required(_("돌아오는 날을 적어 주십시오. 모르시면 어림해 적고 나중에 고칩니다."))],
        description=_("이날이 지나면 다시 살핍니다."),
    )
    note = LinesField(_("남길 말"), [Optional(), Length(max=300)], render_kw={"rows": 2})

    def starts_at(self, now: datetime, today: date) -> datetime:
        """At once where it is today."""
        return now if self.from_on.data == today else day_bounds(self.from_on.data)[0]

    @property
    def ends_at(self) -> datetime:
        return day_bounds(self.until_on.data)[1]
