"""What is written of something passed on to another body."""

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.coordinators.outside.actions import Answer, Ending, Passing
from portal.coordinators.outside.states import BY_HAND, OutsideOutcome, OutsideState, WithdrawnFor
from portal.coordinators.plans.states import AgreedBy
from portal.web.day_fields import DayField
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 1000
TOO_LONG = _("1,000자까지 적을 수 있습니다.")
SHORTER = _("500자까지 적을 수 있습니다.")
ONE = _("하나를 골라 주십시오.")


class PassOnForm(PortalForm):
    body = TextField(_("어느 기관에 부탁했습니까?"), [Required(_("기관의 이름을 적어 주십시오.")), Length(max=60)])
    reached_by = TextField(
        _("그 기관의 연락처"), [Required(_("다시 물어볼 전화번호나 이메일을 적어 주십시오.")), Length(max=60)]
    )
    words = LinesField(
        _("무엇을 부탁했습니까?"),
        [Required(_("부탁한 것을 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 3},
    )
    consent_by = RadioField(
        _("이 기관에 알려도 된다고 어떻게 들으셨습니까?"),
        [Required(_("이용자께 여쭌 뒤에만 알릴 수 있습니다. 하나를 골라 주십시오."))],
        choices=choices(way for way in AgreedBy if way is not AgreedBy.ONLINE),
        coerce=AgreedBy,
    )
    consented_on = DayField(_("들으신 날"), [Required(_("이용자가 괜찮다고 하신 날을 적어 주십시오."))])
    asked_on = DayField(_("부탁한 날"), [Required(_("부탁한 날을 적어 주십시오."))])

    @property
    def passing(self) -> Passing:
        return Passing(
            self.body.data,
            self.reached_by.data,
            self.words.data or "",
            self.consented_on.data,
            self.consent_by.data,
            self.asked_on.data,
        )


class AnswerForm(PortalForm):
    state = RadioField(
        _("어떤 답이 왔습니까?"),
        [Required(ONE)],
        choices=choices((OutsideState.TAKEN, OutsideState.DECLINED)),
        coerce=OutsideState,
    )
    answered_on = DayField(_("답이 온 날"), [Required(_("답이 온 날을 적어 주십시오."))])
    look_again_on = DayField(_("어떻게 되었는지 알아볼 날"), [Optional()])
    words = LinesField(_("답한 말"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 3})

    @property
    def answer(self) -> Answer:
        return Answer(self.state.data, self.answered_on.data, self.words.data or "", self.look_again_on.data)


class LookAgainForm(PortalForm):
    again_on = DayField(_("다시 알아볼 날"), [Required(_("다시 알아볼 날을 적어 주십시오."))])
    note = LinesField(_("들은 것"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 2})


class GiveUpForm(PortalForm):
    tried = LinesField(
        _("몇 번 어떻게 물어보았습니까?"),
        [Required(_("물어본 것과 다음에 할 일을 적어 주십시오.")), Length(max=500, message=SHORTER)],
        render_kw={"rows": 2},
    )


class WithdrawForm(PortalForm):
    why = RadioField(_("왜 거둡니까?"), [Required(ONE)], choices=choices(BY_HAND), coerce=WithdrawnFor)
    told_on = DayField(_("그 기관에 그만 쓰도록 말한 날"), [Optional()])
    details = LinesField(
        _("자세한 까닭과 그 기관이 한 말"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 2}
    )


class TellForm(PortalForm):
    told_on = DayField(_("그 기관에 말한 날"), [Required(_("말한 날을 적어 주십시오."))])
    said = LinesField(_("그 기관이 한 말"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 2})


class EndingForm(PortalForm):
    outcome = RadioField(
        _("어떻게 되었습니까?"),
        [Required(ONE)],
        choices=choices([each for each in OutsideOutcome if each is not OutsideOutcome.UNANSWERED]),
        coerce=OutsideOutcome,
    )
    closed_on = DayField(_("들은 날"), [Required(_("들은 날을 적어 주십시오."))])
    words = LinesField(
        _("받은 도움과 다음에 할 일"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 3}
    )

    @property
    def ending(self) -> Ending:
        return Ending(self.outcome.data, self.closed_on.data, self.words.data or "")
