"""The filters of the list of households and the form of a closure."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.desk.rules import ALL_STATES, Due, Filters, Sort
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.territory import every_dong_choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

STATES = [choice("", _("진행 중 모두")), *choices(CaseState), choice(ALL_STATES, _("종결까지 모두"))]
DUES = [choice("", _("모두")), *choices(Due)]


class HouseholdsFilter(SearchForm):
    """Everything that narrows or orders the list stands in the address, what is sought for sealed."""

    typed = frozenset({"q"})
    q = TextField(
        _("이름·초성·전화 뒷자리·번호"),
        validators=[Optional()],
        render_kw={"maxlength": 50, "autocomplete": "off"},
    )
    state = SelectField(_("상태"), choices=STATES, default="")
    dong = SelectField(_("동"), choices=every_dong_choices, default="")
    due = SelectField(_("다음 연락"), choices=DUES, default="")
    coordinator = SelectField(_("코디네이터"), choices=(), default="")
    sort = HiddenField()
    order = HiddenField()

    def offer(self, coordinators: Iterable[tuple[UUID, str]]) -> None:
        """Whose households may be chosen."""
        self.coordinator.choices = [choice("", _("모두")), *((str(user_id), name) for user_id, name in coordinators)]

    @property
    def shows_closed(self) -> bool:
        return bool(self.state.data == ALL_STATES)

    def filters(self, today: date) -> Filters:
        """What was asked for; a choice that does not exist counts as none."""
        if self.is_used:
            self.validate()
        for field in (self.state, self.dong, self.due, self.coordinator):
            if field.errors:
                field.data, field.errors = "", []
        return Filters(
            today=today,
            text=self.q.data or "",
            state=self.state.data or "",
            dong_code=self.dong.data or "",
            due=Due(self.due.data) if self.due.data else None,
            coordinator_id=UUID(self.coordinator.data) if self.coordinator.data else None,
            sort=Sort(self.sort.data) if self.sort.data in set(Sort) else Sort.CONTACT,
            backwards=self.order.data == "desc",
        )

    @property
    def is_used(self) -> bool:
        return any(field.data for field in (self.q, self.state, self.dong, self.due, self.coordinator))


class ClosureForm(PortalForm):
    reason = RadioField(
        _("종결하는 이유"),
        choices=choices(ClosureReason),
        coerce=ClosureReason,
        validators=[Required(_("종결하는 이유를 골라 주십시오."))],
    )
    note = LinesField(
        _("종결 기록"),
        validators=[
            Required(_("어떻게 마쳤는지 적어 주십시오.")),
            Length(max=2000, message=_("2,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 5},
    )
