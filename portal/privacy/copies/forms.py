"""The person shows once more that it is them, before everything about them leaves."""

from datetime import date

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.web.fields import BirthField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

WRONG = N_("등록된 생년월일과 다릅니다. 다시 확인해 주십시오.")


class WhoseForm(PortalForm):
    birth_on = BirthField(
        _("생년월일 8자리"),
        validators=[Required(_("생년월일을 적어 주십시오."))],
        render_kw={"inputmode": "numeric", "autocomplete": "bday"},
    )

    def require_birth(self, birth_on: date) -> None:
        if self.birth_on.data != birth_on:
            raise DomainError(WRONG, "birth_on")
