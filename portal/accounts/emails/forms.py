"""The shape of a new address."""

from portal.web.fields import EmailField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class NewEmailForm(PortalForm):
    email = EmailField(
        _("새 이메일"),
        [Required(_("새 이메일을 입력해 주십시오."))],
        render_kw={"type": "email", "autocomplete": "email", "autocapitalize": "off", "spellcheck": "false"},
    )
