"""Shape of a file that the office adds to something."""

from flask import request
from wtforms import FileField
from wtforms.validators import Length

from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.documents.added import AddedFiles
from portal.documents.received import ACCEPT
from portal.documents.sent import Sent
from portal.web.early import prepared
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

NO_FILE = N_("올릴 파일을 골라 주십시오.")


class AddedForm(PortalForm):
    title = TextField(_("자료 이름"), [Required(), Length(max=120)])
    file = FileField(_("파일"), render_kw={"accept": ACCEPT})


def sealed_upload(files: AddedFiles) -> Sent | None:
    """What was sent, sealed for a new row before the transaction; None without a file."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    return files.seal(sent.stream.read(), new_id())


def prepared_upload() -> Sent:
    """What `sealed_upload` made; raises `DomainError` beside the field where nothing was sent."""
    sent: Sent | None = prepared()
    if sent is None:
        raise DomainError(NO_FILE, "file")
    return sent
