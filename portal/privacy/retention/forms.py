"""Holding a file back, and ending that before its day."""

from wtforms.validators import Length

from portal.web.day_fields import DayField
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST_REASON = 500


class HoldForm(PortalForm):
    reason = LinesField(
        _("파기를 미루는 까닭"),
        [
            Required(_("왜 더 보관해야 하는지 적어 주십시오.")),
            Length(max=LONGEST_REASON, message=_("500자 안으로 적어 주십시오.")),
        ],
        description=_("예: 소송이 이어지고 있음, 법원이 자료를 요구함"),
    )
    until = DayField(_("언제까지"), [Required(_("언제까지 보관할지 적어 주십시오."))])


class EndHoldForm(PortalForm):
    reason = LinesField(
        _("끝내는 까닭"),
        [
            Required(_("왜 더 보관하지 않아도 되는지 적어 주십시오.")),
            Length(max=LONGEST_REASON, message=_("500자 안으로 적어 주십시오.")),
        ],
        description=_("예: 소송이 끝남, 점검이 끝남"),
    )
