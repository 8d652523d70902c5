"""What is written of experts, of what they advised, and of what was answered."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.accounts.models import User
from portal.consortium.advice.actions import AdviceDetails, Answer, ExpertDetails
from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.queries import Sought
from portal.consortium.advice.states import AdviceState, AdviceView, FeeRule, Speciality
from portal.consortium.meetings.models import Meeting
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import EmailField, LinesField, NameField, PhoneField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

HIGHEST_FEE = 10_000_000
LONGEST = 2_000
NO_CONSENT = _("동의를 받은 날을 적어 주십시오. 동의 없이는 보관하지 않습니다.")


class ExpertForm(EditingForm):
    name = NameField(_("이름"), [Required(_("이름을 적어 주십시오."))])
    organisation = TextField(_("소속"), [Required(_("소속을 적어 주십시오.")), Length(max=100)])
    position = TextField(_("직위"), [Optional(), Length(max=50)])
    speciality = SelectField(_("분야"), choices=choices(Speciality))
    fee_rule = RadioField(
        _("수당을 어떻게 드립니까?"), [Required(_("하나를 골라 주십시오."))], choices=choices(FeeRule)
    )
    fee = NumberField(_("수당"), [Optional(), NumberRange(1, HIGHEST_FEE, _("1원부터 1천만 원까지 적어 주십시오."))])
    from_on = DayField(_("위촉한 날"), [Required(_("위촉한 날을 적어 주십시오."))])
    until_on = DayField(_("마치는 날"), [Optional()])
    kept_on = DayField(_("이름과 소속을 보관하는 데 동의한 날"), [Required(NO_CONSENT)])
    named_on = DayField(_("이름을 밝히는 데 동의한 날"), [Optional()])
    asked_on = DayField(_("자문회의에 모시는 데 동의한 날"), [Optional()])
    email = EmailField(_("이메일"), [Optional()], render_kw={"type": "email", "autocomplete": "off"})
    phone = PhoneField(_("전화번호"), [Optional()], render_kw={"autocomplete": "off"})

    @property
    def details(self) -> ExpertDetails:
        return ExpertDetails(
            name=self.name.data,
            organisation=self.organisation.data,
            position=self.position.data or "",
            speciality=Speciality(self.speciality.data),
            fee_rule=FeeRule(self.fee_rule.data),
            fee=self.fee.data,
            from_on=self.from_on.data,
            until_on=self.until_on.data,
            kept_on=self.kept_on.data,
            named_on=self.named_on.data,
            asked_on=self.asked_on.data,
            email=self.email.data or "",
            phone=self.phone.data or "",
        )


class AdviceForm(EditingForm):
    meeting = SelectField(_("어느 회의에서 나왔습니까?"))
    expert = SelectField(_("누가 자문했습니까?"))
    topic = TextField(_("무엇에 대한 자문입니까?"), [Required(_("한 줄로 적어 주십시오.")), Length(max=150)])
    words = LinesField(
        _("자문 내용"), [Required(_("자문한 내용을 적어 주십시오.")), Length(max=LONGEST)], render_kw={"rows": 5}
    )
    due_on = DayField(_("언제까지 답합니까?"), [Required(_("답할 날을 적어 주십시오."))])

    def offer(self, meetings: Sequence[Meeting], experts: Sequence[Expert]) -> None:
        self._meetings = {str(each.id): each for each in meetings}
        self._experts = {str(each.id): each for each in experts}
        self.meeting.choices = [(key, format_day(day_of(each.starts_at))) for key, each in self._meetings.items()]
        self.expert.choices = [(key, f"{each.name} ({each.organisation})") for key, each in self._experts.items()]

    def details(self) -> AdviceDetails:
        return AdviceDetails(
            self._meetings[self.meeting.data],
            self._experts[self.expert.data],
            self.topic.data,
            self.words.data,
            self.due_on.data,
        )


def advice_values(advice: Advice) -> dict[str, Any]:
    """What the form says of a piece."""
    kept = {name: getattr(advice, name) for name in ("topic", "words", "due_on")}
    return {"meeting": str(advice.meeting_id), "expert": str(advice.expert_id), **kept}


class AnswerForm(PortalForm):
    state = RadioField(
        _("어떻게 합니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices((AdviceState.ADOPTED, AdviceState.PARTLY, AdviceState.DECLINED)),
        coerce=AdviceState,
    )
    reason = LinesField(
        _("왜 그렇게 합니까?"), [Required(_("까닭을 적어 주십시오.")), Length(max=LONGEST)], render_kw={"rows": 4}
    )
    owner = SelectField(_("누가 반영합니까?"), default="")
    due_on = DayField(_("언제까지 반영합니까?"), [Optional()])

    def offer(self, people: Sequence[User]) -> None:
        self._people = {str(each.id): each for each in people}
        self.owner.choices = [("", gettext("고르지 않음")), *((key, each.name) for key, each in self._people.items())]

    def answer(self) -> Answer:
        return Answer(self.state.data, self.reason.data, self._people.get(self.owner.data or ""), self.due_on.data)


class ApplyForm(PortalForm):
    applied_in = TextField(_("어디에 반영했습니까?"), [Required(_("반영한 곳을 적어 주십시오.")), Length(max=300)])
    applied_on = DayField(_("반영한 날"), [Required(_("반영한 날을 적어 주십시오."))])


class AdviceFilter(FilterForm):
    """Which pieces a list shows; a choice that does not exist counts as none."""

    view = SelectField(_("무엇을 봅니까?"), choices=choices(AdviceView), default=AdviceView.OPEN.value)
    speciality = SelectField(_("분야"), choices=[choice("", _("모두")), *choices(Speciality)], default="")
    expert = SelectField(_("자문위원"), default="")

    def offer(self, experts: Sequence[tuple[str, str]]) -> None:
        self.expert.choices = [("", gettext("모두")), *experts]
        if self.view.data not in set(AdviceView):
            self.view.data = AdviceView.OPEN.value
        if self.speciality.data not in set(Speciality):
            self.speciality.data = ""
        if self.expert.data not in dict(experts):
            self.expert.data = ""

    @property
    def sought(self) -> Sought:
        return Sought(
            AdviceView(self.view.data),
            Speciality(self.speciality.data) if self.speciality.data else None,
            UUID(self.expert.data) if self.expert.data else None,
        )
