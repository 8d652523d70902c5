"""Shape of what the office adds to a meeting."""

from wtforms import FileField
from wtforms.validators import Length

from portal.documents.received import ACCEPT
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class PaperForm(PortalForm):
    title = TextField(_("자료 이름"), [Required(), Length(max=120)])
    file = FileField(_("파일"), render_kw={"accept": ACCEPT})
