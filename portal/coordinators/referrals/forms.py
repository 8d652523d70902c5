"""The shape of what is filled in about a referral."""

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.web.fields import LinesField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

NOTE = Length(max=500, message=_("500자까지 적을 수 있습니다."))


class ReferForm(PortalForm):
    """A note for the co-operative; the button of a time sends the form."""

    note = LinesField(_("협동조합에 전할 말"), [Optional(), NOTE], render_kw={"rows": 2})
    goes_on = BooleanField(_("거절하거나 제때 답이 없으면 다음 협동조합에 이어서 묻기"))


class DeclineForm(PortalForm):
    reason = RadioField(
        _("받지 못하는 까닭"), [Required(_("까닭을 하나 골라 주십시오."))], choices=choices(DeclineReason)
    )
    note = LinesField(_("덧붙일 말"), [NOTE], render_kw={"rows": 3})

    @property
    def chosen_reason(self) -> DeclineReason:
        return DeclineReason(self.reason.data)


class HoldForm(PortalForm):
    note = LinesField(_("멈추는 까닭"), [Required(_("멈추는 까닭을 적어 주십시오.")), NOTE], render_kw={"rows": 3})


class ReferralFilter(FilterForm):
    """One state, or all of them."""

    state = SelectField(_("상태"), [Optional()])

    def __init__(self) -> None:
        super().__init__()
        self.state.choices = [("", _("모두")), *choices(ReferralState)]

    @property
    def states(self) -> list[ReferralState]:
        return [ReferralState(self.state.data)] if self.state.data in list(ReferralState) else []
