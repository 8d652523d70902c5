"""Which household a conference is about."""

from wtforms.validators import Length

from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class AboutForm(PortalForm):
    number = TextField(_("가구 번호"), [Required(_("가구 번호를 적어 주십시오.")), Length(max=30)])
