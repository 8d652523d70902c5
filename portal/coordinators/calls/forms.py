"""The shape of what came of several calls."""

from wtforms import RadioField

from portal.notifications.states import CallOutcome
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class SeveralCallsForm(PortalForm):
    outcome = RadioField(
        _("전화한 결과"),
        choices=choices(CallOutcome),
        coerce=CallOutcome,
        validators=[Required(_("전화한 결과를 골라 주십시오."))],
    )
