"""The shape of a kept filter."""

from wtforms.validators import Length

from portal.filters.models import NAME_MAX
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class SaveFilterForm(PortalForm):
    name = TextField(
        _("붙일 이름"),
        validators=[
            Required(_("이 조건에 붙일 이름을 적어 주십시오.")),
            Length(max=NAME_MAX, message=_("20자까지 적을 수 있습니다.")),
        ],
        render_kw={"maxlength": NAME_MAX, "autocomplete": "off"},
    )
