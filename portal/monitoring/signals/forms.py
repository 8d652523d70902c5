"""Forms of the office about signals."""

from collections.abc import Iterable
from typing import Any

from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.core.messages import N_
from portal.core.worded import Worded
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.signals.states import Alike, Apart
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices, label
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _


class Settling(Worded):
    GIVE = "give", N_("기기에 이어 주기")
    DROP = "drop", N_("버리기")


class BringForm(PortalForm):
    supplier = SelectField(_("공급처"), [Required(_("공급처를 골라 주십시오."))])
    file = FileField(_("신호가 든 파일"), render_kw={"accept": ".xlsx,.csv,text/csv"})

    def offer_suppliers(self, suppliers: Iterable[DeviceSupplier]) -> None:
        self.supplier.choices = [choice(str(each.id), each.name) for each in suppliers]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not getattr(self.file.data, "filename", ""):
            self.file.errors = [gettext("파일을 골라 주십시오.")]
            return False
        return valid


class SettleAlikeForm(PortalForm):
    """`shown` is how many stood on the page."""

    how = RadioField(
        _("어떻게 합니까?"), [Required(_("하나를 골라 주십시오."))], choices=choices(Settling), coerce=Settling
    )
    serial = TextField(_("기기 번호"), [Optional(), Length(max=64)], render_kw={"autocomplete": "off"})
    note = LinesField(_("버리는 까닭"), [Optional(), Length(max=300)], render_kw={"rows": 2})
    shown = HiddenField()

    def show(self, count: int, how: Alike, why: Apart) -> int:
        """Offer what can be done with `count` of them; answers how many stood on the page that was sent."""
        sent = self.shown.data if self.is_submitted() else ""
        self.shown.data = str(count)
        if how is Alike.SUPPLIER:
            del self.serial
        if why is Apart.UNREADABLE:
            self.how.choices = [choice(Settling.DROP.value, label(Settling.DROP))]
        return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


class SettleForm(PortalForm):
    how = RadioField(
        _("어떻게 합니까?"), [Required(_("하나를 골라 주십시오."))], choices=choices(Settling), coerce=Settling
    )
    serial = TextField(
        _("기기 번호"),
        [Optional(), Length(max=64)],
        description=_("이어 줄 때만 적습니다."),
        render_kw={"autocomplete": "off"},
    )
    note = LinesField(_("버리는 까닭"), [Optional(), Length(max=300)], render_kw={"rows": 2})
