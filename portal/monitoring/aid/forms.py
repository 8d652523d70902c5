"""What is written of a benefit asked for on somebody's behalf."""

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.monitoring.aid.actions import Answer, Asking
from portal.monitoring.aid.states import AidKind, AidState, AmountBand
from portal.web.day_fields import DayField
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 1000
TOO_LONG = _("1,000자까지 적을 수 있습니다.")


class AskForAidForm(PortalForm):
    kind = SelectField(
        _("무엇을 신청했습니까?"),
        [Required(_("무엇을 신청했는지 골라 주십시오."))],
        choices=[choice("", _("고르기")), *choices(AidKind)],
    )
    agency = TextField(
        _("어디에 신청했습니까?"), [Required(_("주민센터나 기관의 이름을 적어 주십시오.")), Length(max=60)]
    )
    asked_on = DayField(_("신청한 날"), [Required(_("신청한 날을 적어 주십시오."))])
    words = LinesField(_("왜 필요합니까?"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 3})

    @property
    def asking(self) -> Asking:
        return Asking(AidKind(self.kind.data), self.agency.data, self.asked_on.data, self.words.data or "")


class AnswerAidForm(PortalForm):
    state = RadioField(
        _("어떤 답이 왔습니까?"),
        choices=choices((AidState.GRANTED, AidState.REFUSED)),
        coerce=AidState,
        validators=[Required(_("하나를 골라 주십시오."))],
    )
    answered_on = DayField(_("답이 온 날"), [Required(_("답이 온 날을 적어 주십시오."))])
    band = SelectField(
        _("한 달에, 또는 한 번에 얼마쯤입니까?"),
        choices=choices(AmountBand),
        coerce=AmountBand,
        default=AmountBand.UNANSWERED,
    )
    words = LinesField(
        _("받지 못하신 까닭과 다음에 할 일"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 3}
    )

    @property
    def answer(self) -> Answer:
        return Answer(self.state.data, self.answered_on.data, self.band.data, self.words.data or "")
