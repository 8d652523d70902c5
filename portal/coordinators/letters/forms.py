"""The letter of a resident."""

from collections.abc import Sequence

from wtforms import BooleanField, FileField, RadioField
from wtforms.validators import Length

from portal.consortium.members.models import Organisation
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class LetterForm(PortalForm):
    organisation = RadioField(_("어디에 보내십니까?"), [Required(_("다녀간 곳을 골라 주십시오."))])
    words = LinesField(
        _("하고 싶은 말씀"),
        [
            Required(_("하고 싶은 말씀을 적어 주십시오.")),
            Length(max=1000, message=_("1,000자까지 적을 수 있습니다.")),
        ],
        render_kw={"rows": 6},
    )
    photo = FileField(_("사진"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    may_show = BooleanField(_("이름을 가리고 함께하는 기관 모두에게 보여도 됩니다"))

    def offer(self, organisations: Sequence[Organisation]) -> None:
        self.organisation.choices = [(str(one.id), one.name) for one in organisations]
