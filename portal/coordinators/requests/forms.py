"""What somebody in care writes, and what they are answered."""

from collections.abc import Sequence

from wtforms.validators import Length, Optional

from portal.consortium.catalogue.queries import OfferedService
from portal.web.fields import ChecksField, LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class AskForm(PortalForm):
    services = ChecksField(_("어떤 도움입니까?"), validators=[Optional()])
    words = LinesField(
        _("하고 싶은 말씀"),
        validators=[
            Required(_("무엇이 필요하신지 적어 주십시오.")),
            Length(max=1000, message=_("1,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 5},
    )

    def offer(self, services: Sequence[OfferedService]) -> None:
        """The services that can be asked for; none where no service is asked about."""
        self.services.choices = [(service.code, service.name) for service in services]


class AnswerForm(PortalForm):
    answer = LinesField(
        _("이용자께 드릴 답"),
        validators=[
            Required(_("이용자께 드릴 답을 적어 주십시오.")),
            Length(max=1000, message=_("1,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 4},
    )
