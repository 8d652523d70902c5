"""The form that asks why somebody takes a file away."""

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.audit.downloads import Why
from portal.audit.states import DownloadReason
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class WhyForm(PortalForm):
    """Every form that hands out a file of persons asks this."""

    reason = RadioField(_("왜 받습니까"), [Required()], choices=choices(DownloadReason))
    note = TextField(_("자세한 까닭"), [Optional(), Length(max=200)])

    @property
    def why(self) -> Why:
        return Why(DownloadReason(self.reason.data), self.note.data or "")
