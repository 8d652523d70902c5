"""What is written of an individual support plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.meetings.models import Meeting
from portal.consortium.partners.models import Partner
from portal.coordinators.plans.states import AgreedBy
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.partners.support_plans.actions import Head
from portal.partners.support_plans.goals import start_of
from portal.partners.support_plans.handing import HandingTold
from portal.partners.support_plans.lines import LineTold
from portal.partners.support_plans.models import SupportGoal, SupportLine, SupportPlan
from portal.partners.support_plans.rules import HIGHEST, LOWEST, ScoreTold, Signing
from portal.partners.support_plans.states import HandedBy, ScoredBy, ScoredWhen, SignedBy
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

ONE = _("하나를 골라 주십시오.")
LONGEST, MOST_WON = 2000, 100_000_000
TOO_LONG = _("2,000자까지 적을 수 있습니다.")
SHORTER = _("500자까지 적을 수 있습니다.")


def id_or_none(value: str | UUID | None) -> UUID | None:
    """Nothing chosen is None. Raises `ValueError` for what is no id."""
    if not value:
        return None
    return value if isinstance(value, UUID) else UUID(value)


class HeadForm(EditingForm):
    own_words = LinesField(
        _("본인이 한 말"),
        [Required(_("어떻게 지내고 싶으신지 본인의 말로 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 4},
    )
    needs = LinesField(_("필요한 것"), [Optional(), Length(max=LONGEST, message=TOO_LONG)], render_kw={"rows": 4})
    meeting = SelectField(_("누가 정했습니까?"), coerce=id_or_none)
    starts_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    review_on = DayField(_("점검하는 날"), [Required(_("점검하는 날을 적어 주십시오."))])

    meetings: Sequence[Meeting] = ()

    def offer(self, meetings: Sequence[Meeting]) -> None:
        """The case conferences that named the household, or the coordinator."""
        self.meetings = meetings
        listed = [
            (str(each.id), f"{gettext(each.kind.words)} {format_day(day_of(each.starts_at))}") for each in meetings
        ]
        self.meeting.choices = [("", gettext("담당 코디네이터")), *listed]

    def meet_others(self) -> None:
        super().meet_others()
        self.offer(self.meetings)

    @property
    def head(self) -> Head:
        meeting = next((each for each in self.meetings if each.id == self.meeting.data), None)
        return Head(self.own_words.data, self.needs.data or "", meeting, self.starts_on.data, self.review_on.data)


def head_values(plan: SupportPlan) -> dict[str, Any]:
    return {
        "own_words": plan.own_words,
        "needs": plan.needs,
        "meeting": plan.meeting_id,
        "starts_on": plan.starts_on,
        "review_on": plan.review_on,
    }


def score_field(label: Any) -> NumberField:
    return NumberField(
        label,
        validators=[
            Required(_("점수를 적어 주십시오.")),
            NumberRange(LOWEST, HIGHEST, _("점수는 0에서 10 사이로 적어 주십시오.")),
        ],
        render_kw={"inputmode": "numeric"},
    )


def scored_by_field() -> RadioField:
    return RadioField(_("누가 준 점수입니까?"), [Required(ONE)], choices=choices(ScoredBy), coerce=ScoredBy)


class GoalForm(EditingForm):
    words = LinesField(
        _("목표"),
        [Required(_("이루고 싶은 것을 쉬운 말로 적어 주십시오.")), Length(max=500, message=SHORTER)],
        render_kw={"rows": 2},
    )
    score = score_field(_("시작할 때의 점수"))
    scored_by = scored_by_field()
    scored_on = DayField(_("점수를 준 날"), [Required(_("점수를 준 날을 적어 주십시오."))])
    why = LinesField(_("그 점수인 까닭"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 2})

    @property
    def start(self) -> ScoreTold:
        return ScoreTold(
            ScoredWhen.START, self.score.data or 0, self.scored_by.data, self.scored_on.data, self.why.data or ""
        )


def goal_values(goal: SupportGoal, today: date) -> dict[str, Any]:
    first = start_of(goal)
    if first is None:
        return {"words": goal.words, "scored_on": today}
    told = {"score": first.score, "scored_by": first.scored_by, "scored_on": first.scored_on, "why": first.words}
    return {"words": goal.words} | told


class ScoreForm(PortalForm):
    occasion = RadioField(
        _("언제의 점수입니까?"),
        [Required(ONE)],
        choices=choices((ScoredWhen.REVIEW, ScoredWhen.END)),
        coerce=ScoredWhen,
    )
    score = score_field(_("지금의 점수"))
    scored_by = scored_by_field()
    scored_on = DayField(_("점수를 준 날"), [Required(_("점수를 준 날을 적어 주십시오."))])
    why = LinesField(_("그 점수인 까닭"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 2})

    @property
    def told(self) -> ScoreTold:
        return ScoreTold(
            self.occasion.data, self.score.data or 0, self.scored_by.data, self.scored_on.data, self.why.data or ""
        )


class GoalChoice(EditingForm):
    """Which goal a service of ours serves; the care plan says the rest."""

    goal = SelectField(_("어느 목표를 돕습니까?"), coerce=id_or_none)

    goals: Sequence[SupportGoal] = ()

    def offer_goals(self, goals: Sequence[SupportGoal]) -> None:
        self.goals = goals
        self.goal.choices = [("", gettext("아직 정하지 않음")), *((str(each.id), each.words) for each in goals)]

    def meet_others(self) -> None:
        super().meet_others()
        self.offer_goals(self.goals)

    @property
    def chosen_goal(self) -> SupportGoal | None:
        return next((each for each in self.goals if each.id == self.goal.data), None)


class LineForm(GoalChoice):
    """A service of another body."""

    partner = SelectField(_("협력 기관"), coerce=id_or_none)
    body = TextField(_("협력 기관이 아니면 기관의 이름"), [Optional(), Length(max=100)])
    who = TextField(_("돕는 사람"), [Optional(), Length(max=60)])
    what = TextField(_("서비스"), [Required(_("무엇을 돕는지 적어 주십시오.")), Length(max=200)])
    how_often = TextField(_("얼마나 자주"), [Required(_("얼마나 자주인지 적어 주십시오.")), Length(max=60)])
    unit = TextField(_("돈을 세는 단위"), [Optional(), Length(max=20)])
    cost = NumberField(_("드는 돈"), [Optional(), NumberRange(0, MOST_WON)], render_kw={"inputmode": "numeric"})
    own_share = NumberField(
        _("본인이 내는 돈"), [Optional(), NumberRange(0, MOST_WON)], render_kw={"inputmode": "numeric"}
    )
    starts_on = DayField(_("언제부터"), [Required(_("시작하는 날을 적어 주십시오."))])
    until_on = DayField(_("언제까지"), [Optional()])

    listed: Sequence[Partner] = ()

    def offer(self, goals: Sequence[SupportGoal], partners: Sequence[Partner]) -> None:
        self.listed = partners
        named = [(str(each.id), each.name) for each in partners]
        self.partner.choices = [("", gettext("협력 기관이 아님")), *named]
        self.offer_goals(goals)

    def meet_others(self) -> None:
        super().meet_others()
        self.offer(self.goals, self.listed)

    @property
    def told(self) -> LineTold:
        return LineTold(
            self.chosen_goal,
            next((each for each in self.listed if each.id == self.partner.data), None),
            self.body.data or "",
            self.who.data or "",
            self.what.data,
            self.how_often.data,
            self.unit.data or "",
            self.cost.data,
            self.own_share.data,
            self.starts_on.data,
            self.until_on.data,
        )


OF_LINE = ("who", "what", "how_often", "unit", "cost", "own_share", "starts_on", "until_on")


def line_values(line: SupportLine) -> dict[str, Any]:
    values = {name: getattr(line, name) for name in OF_LINE}
    body = "" if line.partner_id else line.body
    return values | {"goal": line.goal_id, "partner": line.partner_id, "body": body}


class AgreeSupportForm(PortalForm):
    agreed_by = RadioField(
        _("어떻게 동의하셨습니까?"),
        [Required(_("어떻게 동의하셨는지 골라 주십시오."))],
        choices=choices(SignedBy),
        coerce=SignedBy,
    )
    agreed_on = DayField(_("동의하신 날"), [Required(_("동의하신 날을 적어 주십시오."))])
    name = TextField(_("대신 동의한 분의 이름"), [Optional(), Length(max=50)])
    relation = TextField(_("이용자와의 관계"), [Optional(), Length(max=50)])

    @property
    def signing(self) -> Signing:
        proxy = self.agreed_by.data is SignedBy.PROXY
        name, relation = (self.name.data or "", self.relation.data or "") if proxy else ("", "")
        return Signing(self.agreed_by.data, self.agreed_on.data, name, relation)


class ReviewForm(PortalForm):
    review_on = DayField(_("다음에 점검하는 날"), [Required(_("다음에 점검하는 날을 적어 주십시오."))])
    note = LinesField(_("점검하며 나눈 말"), [Optional(), Length(max=500, message=SHORTER)], render_kw={"rows": 3})


class EndSupportForm(PortalForm):
    note = LinesField(
        _("마치는 까닭"),
        [Required(_("마치는 까닭을 적어 주십시오.")), Length(max=500, message=SHORTER)],
        render_kw={"rows": 2},
    )


class HandForm(PortalForm):
    body = SelectField(_("어느 기관에 건넸습니까?"), [Required(_("기관을 골라 주십시오."))])
    receiver = TextField(_("받은 사람"), [Required(_("그 기관에서 받은 사람을 적어 주십시오.")), Length(max=60)])
    consent_by = RadioField(
        _("이 기관에 건네도 된다고 어떻게 들으셨습니까?"),
        [Required(_("이용자께 여쭌 뒤에만 건넬 수 있습니다. 하나를 골라 주십시오."))],
        choices=choices(way for way in AgreedBy if way is not AgreedBy.ONLINE),
        coerce=AgreedBy,
    )
    consented_on = DayField(_("들으신 날"), [Required(_("이용자가 괜찮다고 하신 날을 적어 주십시오."))])
    means = RadioField(_("어떻게 건넵니까?"), [Required(ONE)], choices=choices(HandedBy), coerce=HandedBy)
    handed_on = DayField(_("건네는 날"), [Required(_("건네는 날을 적어 주십시오."))])

    def offer(self, bodies: Sequence[str]) -> None:
        self.body.choices = [choice("", _("고르기")), *((each, each) for each in bodies)]

    @property
    def told(self) -> HandingTold:
        return HandingTold(
            self.body.data,
            self.receiver.data,
            self.consented_on.data,
            self.consent_by.data,
            self.handed_on.data,
            self.means.data,
        )


class ToldForm(PortalForm):
    told_on = DayField(_("그 기관에 말한 날"), [Required(_("말한 날을 적어 주십시오."))])
