"""Shape of the form by which a decision opens a draft."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField
from wtforms.validators import Length

from portal.manuals.models import Manual
from portal.manuals.states import ChangeSize, SectionKind
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class MandateForm(PortalForm):
    manual = SelectField(_("고칠 매뉴얼"), [Required(_("매뉴얼을 골라 주십시오."))])
    section = SelectField(
        _("고칠 항목"), [Required(_("항목을 골라 주십시오."))], choices=[choice("", _("고르기")), *choices(SectionKind)]
    )
    size = RadioField(
        _("얼마나 바뀝니까"),
        [Required(_("얼마나 바뀌는지 골라 주십시오."))],
        choices=choices(ChangeSize),
    )
    change_note = TextField(_("무엇을 왜 바꾸려고 합니까"), [Required(), Length(max=500)])

    def offer(self, manuals: Sequence[Manual]) -> None:
        self.manual.choices = [choice("", _("고르기")), *(choice(each.code, each.title) for each in manuals)]
