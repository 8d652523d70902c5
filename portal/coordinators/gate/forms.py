"""The shape of a reason to keep a booking."""

from wtforms.validators import Length

from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class KeepForm(PortalForm):
    reason = LinesField(
        _("그대로 두는 까닭"),
        [
            Required(_("그대로 두는 까닭을 적어 주십시오.")),
            Length(max=300, message=_("300자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 3},
    )
