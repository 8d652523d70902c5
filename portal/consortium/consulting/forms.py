"""The shape of what is asked, advised and done, and of the list."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length

from portal.consortium.consulting.actions import Question
from portal.consortium.consulting.states import ConsultingField, ConsultingView
from portal.consortium.members.models import Organisation
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, NameField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

LONGEST = 5_000


class QuestionForm(PortalForm):
    organisation = SelectField(_("협동조합"), [Required(_("협동조합을 골라 주십시오."))])
    field = RadioField(
        _("분야"), [Required(_("분야를 골라 주십시오."))], choices=choices(ConsultingField), coerce=ConsultingField
    )
    topic = TextField(_("제목"), [Required(_("제목을 적어 주십시오.")), Length(max=150)])
    question = LinesField(
        _("물은 것"), [Required(_("물은 것을 적어 주십시오.")), Length(max=LONGEST)], render_kw={"rows": 6}
    )
    asked_on = DayField(_("물은 날"), [Required()])
    asked_by = NameField(_("물은 사람"), [Required(_("물은 사람을 적어 주십시오."))])

    def offer(self, members: Sequence[Organisation]) -> None:
        self.organisation.choices = [(str(each.id), each.name) for each in members]

    @property
    def asked(self) -> Question:
        return Question(
            field=ConsultingField(self.field.data),
            topic=self.topic.data,
            question=self.question.data,
            asked_on=self.asked_on.data,
            asked_by=self.asked_by.data,
        )


class AdvisingForm(EditingForm):
    advice = LinesField(_("조언"), [Required(_("조언을 적어 주십시오.")), Length(max=LONGEST)], render_kw={"rows": 8})
    advised_by = TextField(_("조언한 사람"), [Required(_("조언한 사람을 적어 주십시오.")), Length(max=100)])
    advised_on = DayField(_("조언한 날"), [Required()])


class DoneForm(PortalForm):
    done = LinesField(
        _("한 일"), [Required(_("무엇을 했는지 적어 주십시오.")), Length(max=LONGEST)], render_kw={"rows": 5}
    )
    done_on = DayField(_("한 날"), [Required()])


class ConsultingFilter(FilterForm):
    """Which records a list shows; a choice that does not exist counts as none."""

    view = SelectField(_("무엇을 봅니까?"), choices=choices(ConsultingView), default=ConsultingView.OPEN.value)
    field = SelectField(_("분야"), choices=[choice("", _("모두")), *choices(ConsultingField)], default="")
    member = SelectField(_("협동조합"), default="")

    def offer(self, members: Sequence[Organisation]) -> None:
        offered = {str(each.id): each.name for each in members}
        self.member.choices = [("", gettext("모두")), *offered.items()]
        if self.view.data not in set(ConsultingView):
            self.view.data = ConsultingView.OPEN.value
        if self.field.data not in set(ConsultingField):
            self.field.data = ""
        if self.member.data not in offered:
            self.member.data = ""

    @property
    def sought(self) -> tuple[ConsultingView, ConsultingField | None, UUID | None]:
        """What the list is narrowed by."""
        return (
            ConsultingView(self.view.data),
            ConsultingField(self.field.data) if self.field.data else None,
            UUID(self.member.data) if self.member.data else None,
        )
