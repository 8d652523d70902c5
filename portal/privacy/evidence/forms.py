"""Asking for a pack."""

from wtforms.validators import Length

from portal.web.day_fields import DayField
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST_REASON = 200


class PackForm(PortalForm):
    first = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    last = DayField(_("끝나는 날"), [Required(_("끝나는 날을 적어 주십시오."))])
    reason = TextField(
        _("왜 만드십니까?"),
        [
            Required(_("왜 만드는지 적어 주십시오.")),
            Length(max=LONGEST_REASON, message=_("200자 안으로 적어 주십시오.")),
        ],
        description=_("예: 개인정보보호위원회 정기 점검"),
    )
