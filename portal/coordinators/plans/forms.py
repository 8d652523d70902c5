"""The forms of the needs assessment and of the care plan with its lines."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import FormField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.eligibility.queries import PayerOption
from portal.consortium.catalogue.models import Service
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.rules import LINES_AT_MOST, TIMES_AT_MOST, LineDraft
from portal.coordinators.plans.states import AgreedBy, Area, HowOften, NeedLevel
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, RowsField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

SELF = "self"
USUAL_LENGTH = timedelta(days=182)
SHORT = Length(max=200, message=_("200자까지 적을 수 있습니다."))


def level_field(area: Area) -> RadioField:
    return RadioField(
        _(area.words),
        choices=choices(NeedLevel),
        coerce=NeedLevel,
        validators=[Required(_("하나를 골라 주십시오."))],
    )


class AssessmentForm(PortalForm):
    """Six areas, each named like its column."""

    is_home_visit = RadioField(
        _("어떻게 확인했습니까?"),
        choices=lambda: [("yes", gettext("집에 찾아가서")), ("no", gettext("전화나 다른 곳에서"))],
        validators=[Required(_("어떻게 확인했는지 골라 주십시오."))],
    )
    mobility = level_field(Area.MOBILITY)
    meals = level_field(Area.MEALS)
    housekeeping = level_field(Area.HOUSEKEEPING)
    home_safety = level_field(Area.HOME_SAFETY)
    health = level_field(Area.HEALTH)
    relations = level_field(Area.RELATIONS)
    summary = LinesField(
        _("한눈에 보는 형편"),
        validators=[Optional(), Length(max=2000, message=_("2,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 5},
    )

    @property
    def levels(self) -> dict[Area, NeedLevel]:
        return {area: self[area].data for area in Area}


def service_or_none(value: str | UUID | None) -> UUID | None:
    """The id of a service; nothing chosen is None. Raises `ValueError` for any other text."""
    if not value:
        return None
    return value if isinstance(value, UUID) else UUID(value)


class LineForm(FlaskForm):
    """One line of a plan: need → goal → service → how often → until."""

    class Meta:
        csrf = False

    need = TextField(_("필요한 것"), validators=[Required(_("무엇이 필요한지 적어 주십시오.")), SHORT])
    goal = TextField(_("목표"), validators=[Required(_("이루려는 것을 적어 주십시오.")), SHORT])
    service_id = SelectField(_("서비스"), coerce=service_or_none, validators=[Required(_("서비스를 골라 주십시오."))])
    how_often = SelectField(_("얼마나 자주"), choices=choices(HowOften), coerce=HowOften)
    times = NumberField(
        _("횟수"),
        default=1,
        validators=[
            Required(_("횟수를 적어 주십시오.")),
            NumberRange(1, TIMES_AT_MOST, _("1에서 31 사이로 적어 주십시오.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    until_on = DayField(_("언제까지"), validators=[Required(_("언제까지 할지 적어 주십시오."))])

    @property
    def is_blank(self) -> bool:
        return not (self.need.data or self.goal.data or self.service_id.data)

    @property
    def draft(self) -> LineDraft:
        return LineDraft(
            need=self.need.data,
            goal=self.goal.data,
            service_id=self.service_id.data,
            how_often=self.how_often.data,
            times=self.times.data or 1,
            until_on=self.until_on.data or date.min,
        )


class PlanForm(EditingForm):
    """A plan with its lines; lines left empty do not count."""

    aim = TextField(_("계획의 방향"), validators=[Optional(), Length(max=500)])
    ends_on = DayField(_("계획이 끝나는 날"), validators=[Required(_("계획이 끝나는 날을 적어 주십시오."))])
    lines = RowsField(FormField(LineForm), _("서비스"), min_entries=1, max_entries=LINES_AT_MOST)

    offered: Sequence[Service] = ()

    def offer(self, services: Sequence[Service]) -> None:
        """The services that each line may choose from."""
        self.offered = services
        listed = [("", gettext("서비스 고르기")), *((str(service.id), service.name) for service in services)]
        for entry in self.lines:
            entry.form.service_id.choices = listed

    def meet_others(self) -> None:
        super().meet_others()
        self.offer(self.offered)

    def add_line(self) -> None:
        if len(self.lines) < LINES_AT_MOST:
            self.lines.append_entry(empty_line(self.ends_on.data))

    def remove_line(self, name: str) -> None:
        """Take the line of this name out; the last one is emptied instead."""
        self.lines.entries = [entry for entry in self.lines.entries if entry.name != name]
        if not self.lines.entries:
            self.add_line()

    def drop_blank_lines(self) -> None:
        """Forget the lines in which nothing was written, but for the first."""
        written = [entry for entry in self.lines.entries if not entry.form.is_blank]
        self.lines.entries = written or self.lines.entries[:1]

    @property
    def last_day(self) -> date:
        """The day on which the plan ends, once the form is valid."""
        return self.ends_on.data or date.min

    @property
    def drafts(self) -> list[LineDraft]:
        return [entry.form.draft for entry in self.lines]


def plan_values(plan: CarePlan | None, today: date) -> dict[str, Any]:
    """What a form says of `plan`; without one it begins with an empty line for half a year."""
    ends_on = plan.ends_on if plan and plan.ends_on > today else today + USUAL_LENGTH
    lines = list(plan.lines) if plan else []
    return {"aim": plan.aim if plan else "", "ends_on": ends_on, "lines": lines or [empty_line(ends_on)]}


def empty_line(until_on: date | None) -> dict[str, Any]:
    return {"until_on": until_on, "how_often": HowOften.WEEKLY, "times": 1}


class PayerForm(EditingForm):
    """Who pays a line of the plan."""

    programme = RadioField(_("누가 비용을 냅니까?"), validators=[Required(_("누가 비용을 내는지 골라 주십시오."))])
    reason = TextField(
        _("규칙과 다르게 고른 이유"),
        validators=[Optional(), Length(max=300, message=_("300자까지 적을 수 있습니다."))],
    )

    def offer(self, options: Sequence[PayerOption]) -> None:
        """The programmes that may pay, the rule's first, and the person."""
        self.programme.choices = [(str(option.programme.id), option.programme.name) for option in options]
        self.programme.choices.append((SELF, str(_("본인이 모두 냅니다"))))

    @property
    def programme_id(self) -> UUID | None:
        """None: the person pays."""
        return None if self.programme.data == SELF else UUID(self.programme.data)


def payer_values(chosen: PayerChoice | None, options: Sequence[PayerOption]) -> dict[str, Any]:
    """Who was chosen, else whom the rule chooses."""
    if chosen is not None:
        return {"programme": str(chosen.programme_id or SELF), "reason": chosen.reason}
    return {"programme": str(options[0].programme.id)} if options else {}


class AgreeForm(PortalForm):
    """What staff may write down; that somebody agreed online, only they themselves can say."""

    agreed_by = RadioField(
        _("어떻게 합의했습니까?"),
        choices=choices(way for way in AgreedBy if way is not AgreedBy.ONLINE),
        coerce=AgreedBy,
        validators=[Required(_("이용자와 어떻게 합의했는지 골라 주십시오."))],
    )
