"""Shape of the form by which the meeting is told what somebody wrote."""

from wtforms.validators import Length

from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class RetoldForm(PortalForm):
    words = LinesField(_("회의에 전할 말"), [Required(), Length(max=2_000)], render_kw={"rows": 6})
