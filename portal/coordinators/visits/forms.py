"""The shape of what is written about a visit; made so that a worker at the door need not type."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Form, FormField, HiddenField, MultipleFileField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.benefits.ledger.units import unit_minutes
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits.rules import NOBODY_SAID, StepDone, step_hindrance
from portal.coordinators.visits.states import AT_THE_DOOR, Attempt
from portal.core.clock import at
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.manuals.models import ManualStep
from portal.web.day_fields import ClockField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, RowsField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

NOTE = Length(max=1000, message=_("1,000자까지 적을 수 있습니다."))
PHOTOS_AT_MOST = 6


class Whole(Worded):
    ALL = "all", N_("정해진 일을 모두 했습니다")
    SOME = "some", N_("하지 않은 일이 있습니다")


class StepForm(Form):
    """One line of the visit sheet that was left out."""

    left_out = BooleanField(_("하지 않음"))
    note = TextField(_("하지 못한 까닭"), [Length(max=200, message=_("200자까지 적을 수 있습니다."))])


class RecordForm(PortalForm):
    """`edition` is the manual's edition whose steps are shown; `steps` are its lines in order.

    How much it was is asked where the unit of the price is no time, which the clock tells. Who came is asked where the
    member has written down `workers`.
    """

    edition = HiddenField()
    whole = RadioField(_("한 일"), [Required(_("한 일을 골라 주십시오."))], choices=choices(Whole))
    steps = RowsField(FormField(StepForm))
    confirmed_by = RadioField(
        _("이용자 확인"), [Required(_("이용자께서 어떻게 확인하셨는지 골라 주십시오."))], choices=choices(AT_THE_DOOR)
    )
    quantity = NumberField(
        _("몇 번이었나요?"),
        [Required(_("수량을 적어 주십시오.")), NumberRange(1, 99, _("1부터 99까지 적을 수 있습니다."))],
    )
    arrived_at = ClockField(_("들어간 시각"), [Required(_("들어간 시각을 적어 주십시오."))])
    left_at = ClockField(_("나온 시각"), [Required(_("나온 시각을 적어 주십시오."))])
    notes = LinesField(_("남길 말"), [Optional(), NOTE], render_kw={"rows": 3})
    worker = SelectField(_("다녀온 사람"), [Required(_(NOBODY_SAID))], default="")
    photos = MultipleFileField(_("사진"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    photos_allowed = BooleanField(_("이용자께서 사진을 허락하셨습니다"))

    def __init__(
        self, sheet: Sequence[ManualStep], *, unit: str, workers: Sequence[tuple[str, str]], **values: Any
    ) -> None:
        super().__init__(data={"steps": [{} for _step in sheet], "quantity": 1, **values})
        self.sheet = sheet
        self.worker.choices = [("", gettext("고르기")), *workers]
        if not workers:
            del self.worker
        if unit_minutes(unit) is not None:
            del self.quantity

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        return all((valid, self._check_steps(), self._check_photos()))

    def _check_steps(self) -> bool:
        if len(self.steps) != len(self.sheet):
            self.form_errors.append(gettext("매뉴얼이 바뀌었습니다. 화면을 새로 고쳐 주십시오."))
            return False
        if self.whole.data == Whole.SOME and not any(entry.left_out.data for entry in self.steps):
            self.whole.errors = [gettext("하지 않은 일을 아래에서 골라 주십시오.")]
            return False
        hindrances = [step_hindrance(step) for step in self.done_steps]
        for entry, hindrance in zip(self.steps, hindrances, strict=True):
            if hindrance:
                entry.form.note.errors = [*entry.form.note.errors, gettext(hindrance)]
        self.steps.errors = [entry.errors for entry in self.steps if entry.errors]
        return not any(hindrances)

    def _check_photos(self) -> bool:
        sent = self.sent_photos
        if len(sent) > PHOTOS_AT_MOST:
            self.photos.errors = [gettext("사진은 %(most)d장까지 보낼 수 있습니다.", most=PHOTOS_AT_MOST)]
        elif sent and not self.photos_allowed.data:
            self.photos_allowed.errors = [
                gettext("이용자께서 허락하신 사진만 보낼 수 있습니다. 허락을 받고 눌러 주십시오.")
            ]
        else:
            return True
        return False

    @property
    def told_quantity(self) -> int | None:
        """How many units it was; None where the times tell."""
        quantity: int | None = self.quantity.data if "quantity" in self else None
        return quantity

    @property
    def who_came(self) -> UUID | None:
        """None where nobody can be chosen."""
        return UUID(self.worker.data) if "worker" in self else None

    @property
    def sent_photos(self) -> list[Any]:
        """The files that were chosen; a browser sends an empty one when none was."""
        return [file for file in self.photos.data or [] if getattr(file, "filename", "")]

    @property
    def done_steps(self) -> list[StepDone]:
        """The lines of the sheet as they were done; all of them where the worker said so."""
        everything = self.whole.data == Whole.ALL
        return [
            StepDone(step.name, step.required, done=everything or not entry.left_out.data, note=entry.note.data or "")
            for step, entry in zip(self.sheet, self.steps, strict=True)
        ]

    def times_on(self, day: date) -> tuple[datetime, datetime]:
        """In and out on `day`, once the form is valid."""
        return at(day, self.arrived_at.data or time()), at(day, self.left_at.data or time())


class NamingForm(EditingForm):
    """Who goes; nobody may be named yet."""

    worker = SelectField(_("다녀갈 사람"), default="")

    def __init__(self, workers: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.worker.choices = [("", gettext("아직 정하지 않음")), *workers]

    @property
    def chosen(self) -> UUID | None:
        return UUID(self.worker.data) if self.worker.data else None


class NobodyHomeForm(PortalForm):
    attempts = ChecksField(_("해 본 일"), choices=choices(Attempt))
    note = LinesField(_("남길 말"), [Optional(), Length(max=500)], render_kw={"rows": 3})

    @property
    def tried(self) -> list[Attempt]:
        return [Attempt(value) for value in self.attempts.data or []]


class AbsentForm(PortalForm):
    note = LinesField(
        _("까닭"), [Required(_("가지 못한 까닭을 적어 주십시오.")), Length(max=500)], render_kw={"rows": 3}
    )


class CancelForm(PortalForm):
    """A coordinator says who cancelled; others cancel for themselves."""

    by = RadioField(
        _("누가 취소하나요?"), [Required(_("누가 취소하는지 골라 주십시오."))], choices=choices(CancelledBy)
    )
    note = LinesField(_("까닭"), [Optional(), Length(max=500)], render_kw={"rows": 3})

    def __init__(self, *, chosen: CancelledBy | None) -> None:
        super().__init__()
        if chosen is not None:
            del self.by
        self.chosen = chosen

    @property
    def canceller(self) -> CancelledBy:
        return self.chosen or CancelledBy(self.by.data)
