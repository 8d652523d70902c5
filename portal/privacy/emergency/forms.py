"""Why somebody opens a household, whom they spoke to, and what the office found."""

from wtforms import RadioField
from wtforms.validators import Length

from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.states import EMERGENCY_STATES, EmergencyVerb
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 500
TOO_LONG = _("500자 안으로 적어 주십시오.")


class OpenForm(PortalForm):
    number = TextField(
        _("가구 번호"),
        [Required(_("가구 번호를 적어 주십시오.")), Length(max=50)],
        description=_("신청이나 연계의 번호로도 찾습니다."),
        render_kw={"autocomplete": "off"},
    )
    reason = LinesField(
        _("왜 지금 보아야 합니까?"),
        [Required(_("사유를 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        description=_("예: 담당이 쉬는 날인데 이웃이 며칠째 안 보인다고 전화함"),
        render_kw={"rows": 3},
    )


class EmergencyNoteForm(PortalForm):
    note = LinesField(
        _("누구와 무슨 이야기를 했습니까?"),
        [Required(_("나눈 이야기를 적어 주십시오.")), Length(max=2000, message=_("2,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 4},
    )


class EmergencyReviewForm(PortalForm):
    verb = RadioField(_("열 만한 일이었습니까?"), [Required(_("하나를 골라 주십시오."))])
    finding = LinesField(
        _("확인한 내용"),
        [Required(_("무엇을 확인했는지 적어 주십시오.")), Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 3},
    )

    def offer_verbs(self, access: EmergencyAccess) -> None:
        self.verb.choices = choices(EMERGENCY_STATES.verbs(access.state))

    @property
    def chosen_verb(self) -> EmergencyVerb:
        return EmergencyVerb(self.verb.data)
