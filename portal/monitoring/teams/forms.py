"""The forms of volunteers: who joins, the days of their vetting, a household in their charge, and what they tell."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.monitoring.teams.actions import Charge, Newcomer, Seen
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.teams.rules import Vetting
from portal.monitoring.teams.states import Found, Often, Reach, Team
from portal.monitoring.worries.states import AskBack
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import EmailField, LinesField, NameField, PhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.territory import territory
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

LONGEST = 500
NOTE = Length(max=LONGEST, message=_("500자까지 적을 수 있습니다."))


class NewcomerForm(PortalForm):
    team = RadioField(
        _("어느 모임입니까?"),
        choices=choices(Team),
        coerce=Team,
        validators=[Required(_("어느 모임인지 골라 주십시오."))],
    )
    name = NameField(_("이름"), [Required(_("이름을 적어 주십시오."))], render_kw={"autocomplete": "off"})
    email = EmailField(
        _("이메일"),
        [Required(_("초대를 받을 이메일을 적어 주십시오."))],
        render_kw={"autocomplete": "off"},
    )
    phone = PhoneField(_("휴대전화"), [Required(_("휴대전화 번호를 적어 주십시오."))])

    @property
    def newcomer(self) -> Newcomer:
        return Newcomer(self.team.data, self.name.data, self.email.data or "", self.phone.data)


class VettingForm(EditingForm):
    trained_on = DayField(_("교육을 마친 날"), [Optional()])
    checked_on = DayField(_("범죄경력 조회를 확인한 날"), [Optional()])
    signed_on = DayField(_("활동 약속에 서명한 날"), [Optional()])
    from_on = DayField(_("활동을 시작하는 날"), [Optional()])
    until_on = DayField(_("활동이 끝나는 날"), [Optional()])

    @property
    def vetting(self) -> Vetting:
        return Vetting(
            trained_on=self.trained_on.data,
            checked_on=self.checked_on.data,
            signed_on=self.signed_on.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
        )


class WhyForm(PortalForm):
    why = TextField(_("왜 끝납니까?"), [Required(_("왜 끝나는지 적어 주십시오.")), Length(max=200)])


class ChargeForm(PortalForm):
    """A household for a watcher."""

    volunteer = SelectField(_("누구에게 맡깁니까?"), validators=[Required(_("이웃지킴이를 골라 주십시오."))])
    reach = RadioField(
        _("어떻게 살핍니까?"),
        choices=choices(Reach),
        coerce=Reach,
        validators=[Required(_("찾아갈지 전화할지 골라 주십시오."))],
    )
    often = RadioField(
        _("얼마나 자주입니까?"),
        choices=choices(Often),
        coerce=Often,
        validators=[Required(_("얼마나 자주인지 골라 주십시오."))],
    )
    what = LinesField(_("무엇을 합니까?"), [Required(_("무엇을 할지 적어 주십시오.")), NOTE], render_kw={"rows": 3})
    until_on = DayField(_("언제까지 합니까?"), [Required(_("끝나는 날을 적어 주십시오."))])

    def offer(self, watchers: Sequence[Volunteer]) -> None:
        named = [(str(each.id), each.name) for each in watchers]
        self.volunteer.choices = [("", gettext("고르기")), *named]

    @property
    def charge(self) -> Charge:
        return Charge(
            volunteer_id=UUID(self.volunteer.data),
            reach=self.reach.data,
            often=self.often.data,
            what=self.what.data,
            until_on=self.until_on.data,
        )


class FoundForm(PortalForm):
    """The second and the third tap of a watcher."""

    found = RadioField(
        _("어떠셨습니까?"),
        choices=choices(Found),
        coerce=Found,
        validators=[Required(_("어떠셨는지 골라 주십시오."))],
    )
    note = LinesField(_("남길 말"), [Optional(), NOTE], render_kw={"rows": 2})


class SeeToForm(PortalForm):
    answer = LinesField(
        _("무엇을 하였습니까?"), [Required(_("무엇을 하였는지 적어 주십시오.")), NOTE], render_kw={"rows": 3}
    )


class FindingForm(PortalForm):
    """What a finder saw."""

    what = LinesField(
        _("무엇을 보셨습니까?"),
        [Required(_("무엇을 보셨는지 적어 주십시오.")), Length(max=2000)],
        render_kw={"rows": 3},
    )
    whereabouts = TextField(_("어디입니까?"), [Required(_("찾아갈 수 있게 사는 곳을 적어 주십시오.")), Length(max=200)])
    dong = RadioField(_("어느 동입니까?"), validators=[Required(_("동을 골라 주십시오."))])
    ask_back = RadioField(
        _("전화로 더 여쭈어도 됩니까?"), choices=choices(AskBack), coerce=AskBack, validators=[Optional()]
    )

    def offer_dongs(self) -> None:
        self.dong.choices = [(each.code, each.short_name) for each in territory()]

    @property
    def seen(self) -> Seen:
        may_ask = bool(self.ask_back.data is AskBack.YES)
        return Seen(self.dong.data, self.whereabouts.data, self.what.data, may_ask=may_ask)
