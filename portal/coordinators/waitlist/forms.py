"""What is written of a need that waits for a place, and of one that waits no more."""

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.coordinators.waitlist.actions import Wish
from portal.coordinators.waitlist.states import BY_HAND, WaitEnd
from portal.residents.applications.states import DayTime
from portal.web.day_fields import DayField
from portal.web.fields import ChecksField, LinesField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class WaitForm(PortalForm):
    wanted = ChecksField(
        _("언제 오면 되나요?"),
        choices=choices(each for each in DayTime if each is not DayTime.ANY),
        validators=[Optional()],
    )
    until_on = DayField(_("언제까지 기다리나요?"), [Required(_("언제까지 기다릴지 적어 주십시오."))])

    @property
    def wish(self) -> Wish:
        wanted = frozenset(self.wanted.data or ())
        return Wish(tuple(each for each in DayTime if each in wanted), self.until_on.data)


class TakeForm(PortalForm):
    note = LinesField(
        _("협동조합에 전할 말"),
        [Optional(), Length(max=500, message=_("500자까지 적을 수 있습니다."))],
        render_kw={"rows": 2},
    )


class TakeOffForm(PortalForm):
    why = RadioField(
        _("왜 내리나요?"), [Required(_("까닭을 골라 주십시오."))], choices=choices(BY_HAND), coerce=WaitEnd
    )
