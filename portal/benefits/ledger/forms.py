"""The forms of requests over a cap, their decision, spending limits, and corrections of what a visit costs."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.accounts.models import User
from portal.benefits.eligibility.queries import PayerOption
from portal.consortium.catalogue.models import Service
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

WHOLE, NOBODY = "whole", "nobody"
REASON = Length(max=300, message=_("300자까지 적을 수 있습니다."))
LONG_REASON = Length(max=500, message=_("500자까지 적을 수 있습니다."))
ROWS = {"rows": 3}


class AskForm(PortalForm):
    """`over` names a service of the account, or the whole of it."""

    over = RadioField(_("어느 한도를 넘어야 하나요?"), [Required(_("넘어야 할 한도를 골라 주십시오."))])
    amount = NumberField(_("넘어야 할 금액"), [Required(_("금액을 적어 주십시오."))])
    reason = LinesField(_("까닭"), [Required(_("왜 한도를 넘어야 하는지 적어 주십시오.")), LONG_REASON], render_kw=ROWS)

    def offer(self, services: Sequence[Service]) -> None:
        """The whole cap, and the limits of some services."""
        limits = [(str(each.id), gettext("%(service)s 한도", service=each.name)) for each in services]
        self.over.choices = [(WHOLE, gettext("한 해 전체 한도")), *limits]

    @property
    def service_id(self) -> UUID | None:
        return None if self.over.data == WHOLE else UUID(self.over.data)


class DecideForm(PortalForm):
    """The note is for whoever asked; a refusal needs one."""

    note = LinesField(_("요청한 사람에게 남길 말"), [Optional(), LONG_REASON], render_kw=ROWS)


class LimitForm(PortalForm):
    user = SelectField(_("누구의 한도인가요?"), [Required(_("직원을 골라 주십시오."))])
    amount = NumberField(_("승인할 수 있는 금액"), [Required(_("금액을 적어 주십시오."))])
    from_on = DayField(_("언제부터"), [Required(_("시작하는 날을 적어 주십시오."))])

    def offer(self, users: Sequence[User]) -> None:
        self.user.choices = [(str(user.id), user.name) for user in users]

    @property
    def user_id(self) -> UUID:
        return UUID(self.user.data)


class AdjustForm(EditingForm):
    """The support is only asked where a programme pays."""

    quantity = NumberField(_("수량"), [Required(_("수량을 적어 주십시오."))])
    support = NumberField(_("사업이 내는 금액"), [Optional()])
    reason = LinesField(_("고치는 까닭"), [Required(_("까닭을 적어 주십시오.")), REASON], render_kw=ROWS)

    def without_support(self) -> None:
        del self.support

    @property
    def support_or_none(self) -> int | None:
        support: int | None = self.support.data if "support" in self else None
        return support


class PayerForm(PortalForm):
    programme = RadioField(_("누가 내나요?"), [Required(_("내는 곳을 골라 주십시오."))])
    reason = LinesField(_("바꾸는 까닭"), [Required(_("까닭을 적어 주십시오.")), REASON], render_kw=ROWS)

    def offer(self, options: Sequence[PayerOption]) -> None:
        self.programme.choices = [
            *(
                (
                    str(option.programme.id),
                    gettext("%(name)s · 본인 부담 %(own)d%%", name=option.programme.name, own=option.own_percent),
                )
                for option in options
            ),
            (NOBODY, gettext("이용자가 모두 냄")),
        ]

    @property
    def programme_id(self) -> UUID | None:
        return None if self.programme.data == NOBODY else UUID(self.programme.data)
