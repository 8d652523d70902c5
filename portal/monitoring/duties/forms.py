"""Shape of the forms of monitoring: a policy and its editions, which list is shown, an exemption."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Form, FormField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.audit.editions import Details, EditionText
from portal.coordinators.caseload.states import CaseState
from portal.monitoring.duties.models import DutyPolicyEdition
from portal.monitoring.duties.queries import Sought
from portal.monitoring.duties.rules import DutyRule, PolicyRules
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyTrigger, DutyView, SpanUnit
from portal.monitoring.screening.states import RiskLevel
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.editions import DetailsForm
from portal.web.fields import LinesField, RowsField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

AGE = NumberRange(0, 150, _("나이를 다시 확인해 주십시오."))
SPAN = NumberRange(0, 366, _("366 이하로 적어 주십시오."))
BLANK_RULES = 2
"""Empty places for further rules; saved, there are two more."""
NOT_SAID = choice("", _("가리지 않음"))
EXEMPTABLE = tuple(act for act in DutyAct if act is not DutyAct.REVIEW)


class PolicyForm(DetailsForm):
    name = TextField(_("기준 이름"), [Required(_("기준 이름을 적어 주십시오.")), Length(max=80)])
    source = TextField(_("기준의 출처"), [Optional(), Length(max=300)])

    @property
    def details(self) -> Details:
        return Details(self.code.data, self.name.data, self.summary.data, self.source.data)


class RuleForm(Form):
    """One thing that a policy asks; without a name it is not there."""

    name = TextField(_("부르는 말"), [Optional(), Length(max=60)])
    act = SelectField(_("무엇을"), choices=choices(DutyAct), default=DutyAct.CONTACT.value)
    trigger = SelectField(_("언제부터 셉니까?"), choices=choices(DutyTrigger), default=DutyTrigger.EVERY.value)
    amount = NumberField(_("얼마"), [Optional(), SPAN])
    unit = SelectField(_("안에"), choices=choices(SpanUnit), default=SpanUnit.DAYS.value)
    from_day = NumberField(_("담당이 정해지고 며칠째부터"), [Optional(), SPAN])
    to_day = NumberField(_("며칠째 전까지"), [Optional(), SPAN])
    risk = SelectField(_("고립 위험"), choices=[NOT_SAID, *choices(RiskLevel)], default="")
    state = SelectField(_("돌봄의 단계"), choices=[NOT_SAID, *choices(CaseState)], default="")
    programme = SelectField(_("지원 사업"), default="")
    age_from = NumberField(_("몇 살부터"), [Optional(), AGE])
    age_to = NumberField(_("몇 살까지"), [Optional(), AGE])
    urgent = BooleanField(_("급한 신청만"))
    by = SelectField(_("누가"), choices=choices(DutyBy), default=DutyBy.COORDINATOR.value)

    @property
    def rule(self) -> DutyRule | None:
        """None for an empty place."""
        if not self.name.data:
            return None
        return DutyRule(
            name=self.name.data,
            act=DutyAct(self.act.data),
            trigger=DutyTrigger(self.trigger.data),
            amount=self.amount.data or 0,
            unit=SpanUnit(self.unit.data),
            from_day=self.from_day.data or 0,
            to_day=self.to_day.data,
            programme=self.programme.data or "",
            risk=RiskLevel(self.risk.data) if self.risk.data else None,
            state=CaseState(self.state.data) if self.state.data else None,
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            urgent=self.urgent.data,
            by=DutyBy(self.by.data),
        )

    @property
    def is_nameless(self) -> bool:
        """Whether something was told of a rule that has no name."""
        told = (self.amount.data, self.to_day.data, self.risk.data or None, self.state.data or None)
        return not self.name.data and any(value is not None for value in told)


def rule_values(rule: DutyRule) -> dict[str, Any]:
    values = {name: getattr(rule, name) for name in ("name", "amount", "from_day", "to_day", "programme", "urgent")}
    chosen = {name: getattr(rule, name) for name in ("act", "trigger", "unit", "risk", "state", "by")}
    ages = {"age_from": rule.age_from, "age_to": rule.age_to}
    return values | ages | {name: member.value if member else "" for name, member in chosen.items()}


class EditionForm(EditingForm):
    """What a draft asks."""

    starts_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(_("끝나는 날"), [Optional()])
    duties = RowsField(FormField(RuleForm, label=_("할 일")), label=_("무엇을 언제까지 합니까?"))
    waiting_workdays = NumberField(
        _("연락이 닿지 않을 때 기다리는 근무일"),
        [Required(_("며칠까지 기다리는지 적어 주십시오.")), NumberRange(1, 10, _("1에서 10 사이로 적어 주십시오."))],
    )
    waiting_hours = NumberField(
        _("시간으로 세는 첫 방문을 미루어 기다리는 시간"),
        [Required(_("몇 시간까지 기다리는지 적어 주십시오.")), NumberRange(0, 72, _("0에서 72 사이로 적어 주십시오."))],
    )
    note = LinesField(_("왜 이렇게 정했습니까?"), [Optional(), Length(max=4000)], render_kw={"rows": 4})

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        nameless = [entry for entry in self.duties if entry.form.is_nameless]
        for entry in nameless:
            entry.form.name.errors = [gettext("무엇이라고 부르는지 적어 주십시오. 예: 매주 전화")]
        if nameless:
            self.duties.errors = [entry.errors for entry in self.duties if entry.errors]
        return valid and not nameless

    @property
    def text(self) -> EditionText[PolicyRules]:
        rules = PolicyRules(
            duties=tuple(rule for entry in self.duties if (rule := entry.form.rule)),
            waiting_workdays=self.waiting_workdays.data,
            waiting_hours=self.waiting_hours.data,
        )
        return EditionText(self.starts_on.data, self.ends_on.data or None, rules, self.note.data)


def edition_form(edition: DutyPolicyEdition, programmes: Sequence[tuple[str, str]]) -> EditionForm:
    """A form that says what the draft says; `programmes` are codes and names."""
    rules = edition.rules
    form = EditionForm(
        data={
            "starts_on": edition.starts_on,
            "ends_on": edition.ends_on,
            "waiting_workdays": rules.waiting_workdays,
            "waiting_hours": rules.waiting_hours,
            "note": edition.note,
            "duties": [*(rule_values(rule) for rule in rules.duties), *({} for _blank in range(BLANK_RULES))],
        }
    )
    for number, entry in enumerate(form.duties, 1):
        entry.label.text = gettext("할 일 %(number)d", number=number)
        entry.form.programme.choices = [NOT_SAID, *programmes]
    return form


class CompareForm(FilterForm):
    """`before` and `after` are ids of editions."""

    before = SelectField(_("앞 판"))
    after = SelectField(_("뒤 판"))

    def offer(self, editions: Sequence[tuple[str, str]]) -> None:
        """Offer the editions, (id, words), latest first; an id that is not among them gives way to the latest two."""
        self.before.choices = self.after.choices = list(editions)
        ids = [value for value, _words in editions]
        if self.after.data not in ids:
            self.after.data = ids[0]
        if self.before.data not in ids:
            place = ids.index(self.after.data)
            self.before.data = ids[min(place + 1, len(ids) - 1)]


class DutiesFilter(FilterForm):
    """Which list of duties; a choice that does not exist counts as none."""

    view = SelectField(_("무엇을 봅니까?"), choices=choices(DutyView), default=DutyView.OVERDUE.value)
    coordinator = SelectField(_("누구의 일입니까?"), default="")

    def offer(self, coordinators: Sequence[tuple[str, str]]) -> None:
        self.coordinator.choices = [("", gettext("모두")), *coordinators]
        if self.coordinator.data not in dict(coordinators):
            self.coordinator.data = ""
        if self.view.data not in set(DutyView):
            self.view.data = DutyView.OVERDUE.value

    @property
    def sought(self) -> Sought:
        view, whose = DutyView(self.view.data), self.coordinator.data
        if whose == DutyBy.OFFICE:
            return Sought(view, is_of_office=True)
        return Sought(view, UUID(whose) if whose else None)


class CoordinatorFilter(FilterForm):
    """Whose households; a choice that does not exist counts as none."""

    coordinator = SelectField(_("코디네이터"), default="")

    def offer(self, coordinators: Sequence[tuple[str, str]]) -> None:
        self.coordinator.choices = [("", gettext("모두")), *coordinators]
        if self.coordinator.data not in dict(coordinators):
            self.coordinator.data = ""

    @property
    def coordinator_id(self) -> UUID | None:
        return UUID(self.coordinator.data) if self.coordinator.data else None


class ExemptionForm(PortalForm):
    act = SelectField(
        _("무엇을 면제합니까?"),
        choices=choices(EXEMPTABLE),
        coerce=DutyAct,
        default=DutyAct.CONTACT,
        validators=[Required(_("무엇을 면제하는지 골라 주십시오."))],
    )
    until_on = DayField(_("언제까지"), [Required(_("마지막 날을 적어 주십시오."))])
    reason = LinesField(
        _("면제하는 까닭"),
        [Required(_("면제하는 까닭을 적어 주십시오.")), Length(max=1000, message=_("1,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 3},
    )
