"""What is written of a year's plan, of a task, and of how far it is."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.monitoring.workplan.actions import ProgressTold, TaskTold
from portal.monitoring.workplan.models import WorkPlan, WorkProgress, WorkTask
from portal.monitoring.workplan.rules import FIRST_YEAR, LAST_YEAR
from portal.monitoring.workplan.states import Beginning, CountedBy, Light
from portal.web.day_fields import NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class NewPlanForm(PortalForm):
    year = NumberField(
        _("몇 년입니까?"),
        [
            Required(_("해를 네 자리 숫자로 적어 주십시오.")),
            NumberRange(FIRST_YEAR, LAST_YEAR, _("해를 네 자리 숫자로 적어 주십시오.")),
        ],
    )
    title = TextField(_("이름"), [Required(_("계획의 이름을 적어 주십시오.")), Length(max=100)])
    beginning = RadioField(
        _("무엇으로 시작합니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices(Beginning),
        coerce=Beginning,
        default=Beginning.EMPTY,
    )

    def offer(self, newest: WorkPlan | None) -> None:
        """The newest plan is one to begin with where there is one."""
        self.beginning.choices = choices(each for each in Beginning if newest or each is not Beginning.NEWEST)


class WorkTaskForm(EditingForm):
    number = NumberField(
        _("번호"),
        [Required(_("과제의 번호를 적어 주십시오.")), NumberRange(1, 999, _("1부터 999까지 적을 수 있습니다."))],
    )
    area = TextField(_("분야"), [Required(_("분야를 적어 주십시오.")), Length(max=40)])
    title = TextField(_("과제"), [Required(_("무엇을 하는지 적어 주십시오.")), Length(max=100)])
    owner = TextField(_("담당"), [Required(_("맡은 부서나 기관을 적어 주십시오.")), Length(max=60)])
    partners = TextField(_("함께하는 곳"), [Optional(), Length(max=200)])
    target = NumberField(
        _("한 해 목표"),
        [Required(_("목표를 숫자로 적어 주십시오.")), NumberRange(1, 9_999_999, _("1 이상의 숫자로 적어 주십시오."))],
    )
    unit = TextField(_("단위"), [Required(_("명, 건, 회처럼 적어 주십시오.")), Length(max=10)])
    counted_by = SelectField(_("어떻게 셉니까?"), choices=choices(CountedBy), coerce=CountedBy)

    @property
    def told(self) -> TaskTold:
        given: dict[str, Any] = {name: self[name].data or "" for name in TaskTold.__slots__}
        return TaskTold(**given)


def values_of_task(task: WorkTask) -> dict[str, Any]:
    return {name: getattr(task, name) for name in TaskTold.__slots__}


class ProgressForm(EditingForm):
    """`done` is taken off the form where the portal counts."""

    done = NumberField(_("이 분기에 한 수"), [Optional()])
    light = RadioField(
        _("어떻게 되고 있습니까?"),
        choices=choices((Light.GREEN, Light.AMBER, Light.RED)),
        coerce=Light,
        validators=[Required(_("하나를 골라 주십시오."))],
    )
    words = LinesField(_("한 일과 어려운 점"), [Optional(), Length(max=1000)], render_kw={"rows": 3})

    @property
    def told(self) -> ProgressTold:
        done = self.done.data if "done" in self else None
        return ProgressTold(done, self.light.data, self.words.data or "")


def values_of_progress(progress: WorkProgress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    return {"done": progress.done, "light": progress.light, "words": progress.words}
