"""The form of a contact."""

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.core.worded import answers
from portal.web.day_fields import DayField
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class ContactForm(PortalForm):
    outcome = RadioField(
        _("어떻게 지내십니까?"),
        choices=choices(answers(ContactOutcome)),
        coerce=ContactOutcome,
        validators=[Required(_("연락한 결과를 골라 주십시오."))],
    )
    means = RadioField(
        _("연락한 방법"),
        choices=choices(means for means in ContactMeans if means is not ContactMeans.NOTE),
        coerce=ContactMeans,
        default=ContactMeans.CALL,
        validators=[Required(_("연락한 방법을 골라 주십시오."))],
    )
    begun_by = RadioField(
        _("누가 먼저 연락했습니까?"),
        choices=choices(answers(BegunBy)),
        coerce=BegunBy,
        default=BegunBy.US,
        validators=[Required(_("누가 먼저 연락했는지 골라 주십시오."))],
    )
    note = LinesField(
        _("나눈 이야기"),
        validators=[Optional(), Length(max=2000, message=_("2,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 4},
    )
    next_on = DayField(_("다음 연락할 날"), validators=[Optional()])


class NoteForm(PortalForm):
    """Something to remember, of which nothing else is asked."""

    note = LinesField(
        _("메모"),
        validators=[
            Required(_("메모를 적어 주십시오.")),
            Length(max=2000, message=_("2,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 4},
    )
