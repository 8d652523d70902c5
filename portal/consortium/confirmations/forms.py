"""The form that says by which manual a service is done."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import Optional

from portal.manuals.models import Manual
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.labels import choice
from portal.web.words import lazy_gettext as _


class ChoiceForm(EditingForm):
    manual = SelectField(_("업무 매뉴얼"), [Optional()])
    confirm_by = DayField(_("언제까지 확인합니까?"), [Optional()])

    def offer(self, manuals: Sequence[Manual]) -> None:
        self.manual.choices = [choice("", _("없음")), *(choice(str(each.id), each.title) for each in manuals)]

    @property
    def chosen(self) -> UUID | None:
        return UUID(self.manual.data) if self.manual.data else None
