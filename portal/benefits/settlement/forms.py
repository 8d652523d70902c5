"""Shape of the forms of the settlement."""

from collections.abc import Iterable
from datetime import date

from wtforms import RadioField
from wtforms.validators import Length, NumberRange, Optional

from portal.audit.asking import WhyForm
from portal.benefits.settlement.rules import LONGEST_ACCOUNT
from portal.benefits.settlement.states import DisputeOutcome, FileKind, MustAct
from portal.web.day_fields import DayField, NumberField
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

MANY = 9_999
DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class ReturnForm(PortalForm):
    reason = LinesField(_("돌려보내는 까닭"), [Required(), Length(max=300)], render_kw={"rows": 3})


class PaidForm(PortalForm):
    paid_on = DayField(_("지급한 날"), [Required()])

    def show(self, today: date) -> None:
        self.paid_on.data = today


class DisputeForm(PortalForm):
    reason = LinesField(_("무엇이 맞지 않습니까"), [Required(), Length(max=500)], render_kw={"rows": 4})
    must_act = RadioField(_("누가 확인해야 합니까"), [Required()], choices=choices(MustAct))


class SettleForm(PortalForm):
    outcome = RadioField(_("확인한 결과"), [Required()], choices=choices(DisputeOutcome))
    quantity = NumberField(
        _("바로잡은 수량"), [Optional(), NumberRange(min=0, max=MANY)], render_kw={"inputmode": "numeric"}
    )
    note = LinesField(_("어떻게 확인했습니까"), [Required(), Length(max=300)], render_kw={"rows": 3})

    @property
    def chosen(self) -> DisputeOutcome:
        return DisputeOutcome(self.outcome.data)


class HandOverForm(PortalForm):
    must_act = RadioField(_("누가 확인해야 합니까"), [Required()])

    def offer(self, present: MustAct) -> None:
        self.must_act.choices = choices(each for each in MustAct if each is not present)


class AccountForm(PortalForm):
    bank = TextField(_("은행"), [Required(), Length(max=30)])
    number = TextField(_("계좌번호"), [Required(), Length(max=LONGEST_ACCOUNT + 8)], render_kw=DIGITS)
    holder = TextField(_("예금주"), [Required(), Length(max=60)])
    reason = TextField(_("바꾸는 까닭"), [Optional(), Length(max=300)])


class ConfirmAccountForm(PortalForm):
    """The number is typed anew from the bank book, so that two people have read it."""

    number = TextField(_("통장 사본의 계좌번호"), [Required(), Length(max=LONGEST_ACCOUNT + 8)], render_kw=DIGITS)
    note = TextField(_("무엇을 보고 확인했습니까"), [Required(), Length(max=300)])


class RefuseAccountForm(PortalForm):
    note = LinesField(_("돌려보내는 까닭"), [Required(), Length(max=300)], render_kw={"rows": 3})


class DownloadForm(WhyForm):
    kind = RadioField(_("어떤 파일"), [Required()])

    def offer(self, kinds: Iterable[FileKind]) -> None:
        self.kind.choices = choices(kinds)

    @property
    def wanted(self) -> FileKind:
        return FileKind(self.kind.data)
