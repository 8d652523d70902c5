"""Forms of reported worries."""

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.core.dongs import MAPO, dongs_of
from portal.core.series import Series
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.rules import parse_code, said_code
from portal.monitoring.worries.states import WORRY_STATES, WorryVerb
from portal.web.fields import LinesField, NameField, ParsedField, PhoneField, SeriesNumberField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class WorryForm(PortalForm):
    what = LinesField(
        _("어떤 점이 걱정되십니까?"),
        validators=[Required(_("걱정되는 점을 적어 주십시오.")), Length(max=2000)],
    )
    whereabouts = TextField(
        _("어디에 사는 분입니까?"),
        validators=[Required(_("찾아갈 수 있게 사는 곳을 적어 주십시오.")), Length(max=200)],
    )
    dong = RadioField(_("어느 동입니까?"), validators=[Required(_("동을 골라 주십시오."))])
    reporter_name = NameField(_("알려 주시는 분 이름"), validators=[Optional()])
    reporter_phone = PhoneField(
        _("연락받을 전화번호"), validators=[Optional()], render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )

    def offer_dongs(self) -> None:
        self.dong.choices = [(dong.code, dong.short_name) for dong in dongs_of(MAPO)]


class CodeField(ParsedField):
    """The code that somebody was given who told of a worry."""

    def parse(self, text: str) -> str:
        return parse_code(text)

    def show(self, value: str) -> str:
        return said_code(value)


class FollowForm(PortalForm):
    number = SeriesNumberField(
        _("접수 번호"),
        Series.WORRY,
        validators=[Required(_("접수 번호를 적어 주십시오."))],
        render_kw={"autocomplete": "off"},
    )
    code = CodeField(
        _("확인 번호"),
        validators=[Required(_("확인 번호를 적어 주십시오."))],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )


class HandleForm(PortalForm):
    verb = RadioField(_("어떻게 하였습니까?"), validators=[Required(_("하나를 골라 주십시오."))])
    outcome = LinesField(_("한 일"), validators=[Required(_("무엇을 하였는지 적어 주십시오.")), Length(max=500)])
    application_number = SeriesNumberField(_("신청 번호"), Series.APPLICATION, validators=[Optional()])

    def offer_verbs(self, worry: Worry) -> None:
        self.verb.choices = choices(WORRY_STATES.verbs(worry.state))

    @property
    def chosen_verb(self) -> WorryVerb:
        return WorryVerb(self.verb.data)
