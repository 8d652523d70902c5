"""The forms of the call desk: what narrows the list, what came of a call, and who called us."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.contacts.states import BegunBy, ContactOutcome
from portal.core import clock
from portal.core.worded import answers
from portal.monitoring.calls.entries import Asked, Cause, Entry
from portal.monitoring.calls.rules import REACHED, WITHOUT_HOUSEHOLD, Said
from portal.web.day_fields import ClockField, DayField
from portal.web.fields import ChecksField, LinesField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.territory import every_dong_choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

HOWS = [how for how in answers(ContactOutcome) if how is not ContactOutcome.NO_ANSWER]


def id_of(sent: str) -> UUID | None:
    """None for what is no id, which nobody's form sends."""
    try:
        return UUID(sent)
    except ValueError:
        return None


class CallsFilter(FilterForm):
    kind = SelectField(_("까닭"), default="", validate_choice=False)
    dong = SelectField(_("동"), choices=every_dong_choices, default="", validate_choice=False)
    coordinator = SelectField(_("담당"), default="", validate_choice=False)

    def offer(self, coordinators: Iterable[tuple[UUID, str]]) -> None:
        """The kinds that there are, and whose households; a choice that does not exist counts as none."""
        kinds = [choice(kind, gettext(source.words)) for kind, source in TO_CALL.items()]
        self.kind.choices = [choice("", _("모두")), *kinds]
        self.coordinator.choices = [
            choice("", _("모두")),
            *(choice(str(user_id), name) for user_id, name in coordinators),
        ]
        for field in (self.kind, self.dong, self.coordinator):
            if field.data not in {value for value, *_rest in field.iter_choices()}:
                field.data = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.kind.data, self.dong.data, id_of(self.coordinator.data))

    @property
    def in_address(self) -> dict[str, Any]:
        chosen = {"kind": self.kind.data, "dong": self.dong.data, "coordinator": self.coordinator.data}
        return {name: value for name, value in chosen.items() if value}


class CallForm(PortalForm):
    result = RadioField(
        _("통화 결과"),
        coerce=CallResult,
        validators=[Required(_("통화 결과를 골라 주십시오."))],
        choices=choices(CallResult),
    )
    how = RadioField(_("어떻게 지내십니까?"), coerce=ContactOutcome, validators=[Optional()], choices=choices(HOWS))
    again_on = DayField(_("다시 걸 날"), validators=[Optional()])
    again_time = ClockField(_("다시 걸 때"), validators=[Optional()])
    answered = ChecksField(_("이 통화로 마친 것"), validators=[Optional()])
    note = LinesField(
        _("나눈 이야기"),
        validators=[Optional(), Length(max=500, message=_("500자까지 적을 수 있습니다."))],
        render_kw={"rows": 2},
    )

    def offer(self, causes: Sequence[Cause], results: Iterable[CallResult]) -> None:
        """What may come of this call, and the reasons that it may answer; all of them unless somebody unticks one."""
        self.result.choices = choices(results)
        self.answered.choices = [(str(cause.reason.id), gettext(cause.source.words)) for cause in causes]
        if not self.is_submitted():
            self.answered.data = [str(cause.reason.id) for cause in causes]

    def offer_for(self, entry: Entry) -> None:
        self.offer(entry.causes, CallResult if entry.household_id else WITHOUT_HOUSEHOLD)

    def offer_incoming(self, causes: Sequence[Cause]) -> None:
        """Whoever calls us has been reached."""
        self.offer(causes, [result for result in CallResult if result in REACHED])

    @property
    def again_at(self) -> datetime | None:
        if self.again_on.data is None or self.again_time.data is None:
            return None
        return clock.at(self.again_on.data, self.again_time.data)

    def said(self, begun_by: BegunBy = BegunBy.US) -> Said:
        return Said(
            result=self.result.data,
            how=self.how.data or ContactOutcome.UNANSWERED,
            again_at=self.again_at,
            note=self.note.data or "",
            begun_by=begun_by,
        )

    @property
    def answered_ids(self) -> set[UUID]:
        return {found for value in self.answered.data or () if (found := id_of(value))}


class DropForm(PortalForm):
    """That what a call left need not be done any more."""

    reason = LinesField(
        _("왜 필요 없어졌습니까?"),
        [Required(_("왜 필요 없어졌는지 적어 주십시오.")), Length(max=300)],
        render_kw={"rows": 2},
    )


class CallerForm(SearchForm):
    """Who called us."""

    typed = frozenset({"q"})
    q = TextField(
        _("이름·초성·전화 뒷자리·번호"),
        validators=[Optional()],
        render_kw={"maxlength": 50, "autocomplete": "off"},
    )


class PeriodForm(FilterForm):
    """Which days of the year are counted."""

    from_on = DayField(_("처음"), validators=[Optional()])
    until_on = DayField(_("끝"), validators=[Optional()])
