"""Forms of reported worries."""

from collections.abc import Iterable
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.accounts.models import User
from portal.core.series import Series
from portal.monitoring.worries.assigning import Given
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.rules import parse_code, said_code
from portal.monitoring.worries.states import (
    AFTER_THE_ALERT,
    BY_CALL,
    WORRY_STATES,
    AskBack,
    WorryMet,
    WorryTaskKind,
    WorryTaskVerb,
    WorryVerb,
)
from portal.web.day_fields import DayField
from portal.web.fields import LinesField, NameField, ParsedField, PhoneField, SeriesNumberField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.territory import territory
from portal.web.validators import Required
from portal.web.words import gettext
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
    ask_back = RadioField(
        _("전화로 더 여쭈어도 됩니까?"), choices=choices(AskBack), coerce=AskBack, validators=[Optional()]
    )
    reporter_phone = PhoneField(
        _("연락받을 전화번호"), validators=[Optional()], render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )

    @property
    def may_ask(self) -> bool:
        return bool(self.ask_back.data is AskBack.YES)

    def offer_dongs(self) -> None:
        self.dong.choices = [(dong.code, dong.short_name) for dong in territory()]


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
        """A look at a household that has a file is begun on a page of its own, and ends by itself."""
        elsewhere = {WorryVerb.BEGIN_LOOKING, WorryVerb.SEE, *BY_CALL}
        if worry.is_looked_for:
            elsewhere |= AFTER_THE_ALERT
        self.verb.choices = choices(verb for verb in WORRY_STATES.verbs(worry.state) if verb not in elsewhere)

    @property
    def chosen_verb(self) -> WorryVerb:
        return WorryVerb(self.verb.data)


class GiveForm(PortalForm):
    """A visit or another task about a worry: who, by when."""

    kind = RadioField(
        _("무엇을 합니까?"),
        choices=choices(WorryTaskKind),
        coerce=WorryTaskKind,
        validators=[Required(_("무엇을 할지 골라 주십시오."))],
    )
    user = SelectField(_("맡을 분"), validators=[Required(_("맡을 분을 골라 주십시오."))])
    due_on = DayField(_("언제까지"), validators=[Required(_("언제까지 할지 적어 주십시오."))])
    what = LinesField(_("할 일"), validators=[Optional(), Length(max=500)], render_kw={"rows": 2})

    def offer(self, users: Iterable[User]) -> None:
        self.user.choices = [("", gettext("고르기")), *((str(user.id), user.name) for user in users)]

    @property
    def given(self) -> Given:
        return Given(self.kind.data, UUID(self.user.data), self.due_on.data, self.what.data)


class TaskResultForm(PortalForm):
    """What became of a task; of a visit that was made also whether somebody was met."""

    met = RadioField(
        _("그분을 만났습니까?"),
        choices=choices(WorryMet),
        validators=[Required(_("만났는지 골라 주십시오."))],
    )
    result = LinesField(
        _("어떻게 되었습니까?"), validators=[Required(_("어떻게 되었는지 적어 주십시오.")), Length(max=500)]
    )

    def ask_about(self, task: WorryTask, verb: WorryTaskVerb) -> None:
        if task.kind is not WorryTaskKind.VISIT or verb is not WorryTaskVerb.FINISH:
            del self.met

    @property
    def is_missed(self) -> bool:
        return bool("met" in self and self.met.data == WorryMet.NO)
