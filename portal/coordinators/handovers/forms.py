"""What whoever gives a household on writes down."""

from wtforms.validators import Length

from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class GiveForm(PortalForm):
    note = LinesField(
        _("다음 코디네이터가 알아야 할 것"),
        [
            Required(_("다음 코디네이터가 알아야 할 것을 적어 주십시오.")),
            Length(max=2000, message=_("2,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 6},
    )
