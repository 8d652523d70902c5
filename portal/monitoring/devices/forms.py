"""Forms of suppliers and devices."""

from collections.abc import Iterable

from flask import request
from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.monitoring.devices.actions import TAKEN_BY_STEP, SupplierTold
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.devices.presentation import kinds_words
from portal.monitoring.devices.rules import Hours
from portal.monitoring.devices.states import DEVICE_STATES, SUPPLIED, DeviceKind, DeviceVerb
from portal.web.day_fields import NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, OfficePhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

OWN = "own"
"""Chosen where the device is the button on the person's own page."""


class SupplierForm(EditingForm):
    name = TextField(_("공급처 이름"), [Required(_("공급처 이름을 적어 주십시오.")), Length(max=80)])
    kinds = ChecksField(
        _("대는 기기"),
        [Required(_("대는 기기를 하나 이상 골라 주십시오."))],
        choices=choices(SUPPLIED),
        coerce=DeviceKind,
    )
    phone = OfficePhoneField(_("장애를 알릴 전화번호"), [Optional()])
    hours = TextField(
        _("전화를 받는 때"), [Optional(), Length(max=80)], description=_("예: 평일 9시~18시, 밤에는 자동 응답")
    )

    @property
    def told(self) -> SupplierTold:
        return SupplierTold(self.name.data, self.kinds.data or (), self.phone.data or "", self.hours.data)


class OrderForm(PortalForm):
    kind = RadioField(
        _("무엇으로 살핍니까?"),
        [Required(_("기기의 종류를 골라 주십시오."))],
        choices=choices(DeviceKind),
        coerce=DeviceKind,
    )
    supplier = SelectField(_("공급처"), [Required(_("공급처를 골라 주십시오."))])

    def offer_suppliers(self, suppliers: Iterable[DeviceSupplier]) -> None:
        own = choice(OWN, _("공급처 없음(안부 단추)"))
        named = (choice(str(each.id), f"{each.name} ({kinds_words(each.supplies)})") for each in suppliers)
        self.supplier.choices = [*named, own]


class InstallForm(PortalForm):
    serial = TextField(
        _("기기 번호"),
        [Optional(), Length(max=64)],
        description=_("기기에 적힌 그대로 적습니다. 안부 단추에는 없습니다."),
        render_kw={"autocomplete": "off"},
    )
    place = TextField(_("어디에 두었습니까?"), [Optional(), Length(max=50)], description=_("예: 거실 텔레비전 옆"))
    installed_by = TextField(
        _("누가 설치했습니까?"),
        [Required(_("설치한 사람을 적어 주십시오.")), Length(max=50)],
        render_kw={"autocomplete": "off"},
    )


class DeviceStepForm(PortalForm):
    """What became of a device, in a few words."""

    verb = RadioField(_("무엇이 되었습니까?"), [Required(_("하나를 골라 주십시오."))])
    note = LinesField(_("남길 말"), [Optional(), Length(max=300)], render_kw={"rows": 2})

    def offer_verbs(self, device: Device) -> None:
        self.verb.choices = choices(verb for verb in DEVICE_STATES.verbs(device.state) if verb in TAKEN_BY_STEP)

    @property
    def chosen_verb(self) -> DeviceVerb:
        return DeviceVerb(self.verb.data)


class HoursForm(PortalForm):
    """Other hours in place of those that count, which may be tried before; all three are typed anew."""

    TRY = "try"

    attention = NumberField(_("관심"), [Required(_("시간을 적어 주십시오."))])
    caution = NumberField(_("주의"), [Required(_("시간을 적어 주십시오."))])
    danger = NumberField(_("위험"), [Required(_("시간을 적어 주십시오."))])
    reason = LinesField(_("왜 바꿉니까?"), [Optional(), Length(max=300)], render_kw={"rows": 2})

    @property
    def is_trial(self) -> bool:
        return self.TRY in request.form

    @property
    def hours(self) -> Hours:
        return Hours(self.attention.data, self.caution.data, self.danger.data)
