"""Forms in which the office edits services, sets prices and enters offers."""

from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.catalogue.actions import TEXTS, ServiceTexts
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LISTS = ("included", "excluded", "asks", "records")
"""One a line."""


class ServiceForm(EditingForm):
    name = TextField(_("이름"), validators=[Required(_("서비스의 이름을 적어 주십시오.")), Length(max=50)])
    summary = TextField(_("한 줄 소개"), validators=[Required(_("한 줄 소개를 적어 주십시오.")), Length(max=200)])
    description = LinesField(_("설명"), validators=[Required(_("설명을 적어 주십시오.")), Length(max=4000)])
    included = LinesField(_("하는 일"), validators=[Required(_("하는 일을 한 가지 이상 적어 주십시오."))])
    excluded = LinesField(_("하지 않는 일"), validators=[Required(_("하지 않는 일을 한 가지 이상 적어 주십시오."))])
    duration_minutes = NumberField(
        _("한 번에 걸리는 시간"),
        validators=[
            Required(_("걸리는 시간을 분으로 적어 주십시오.")),
            NumberRange(1, 1440, _("1분부터 1,440분까지 적을 수 있습니다.")),
        ],
    )
    unit = TextField(_("단위"), validators=[Required(_("단위를 적어 주십시오. 예: 시간, 회")), Length(max=20)])

    asks = LinesField(_("계획할 때 묻는 것"), [Optional()])
    records = LinesField(_("방문한 뒤에 적는 것"), [Optional()])

    def __init__(self, service: Service, **kwargs: Any) -> None:
        lists = {name: "\n".join(getattr(service, name)) for name in LISTS}
        given = {name: getattr(service, name) for name in TEXTS if name not in lists}
        super().__init__(data=given | lists, **kwargs)

    @property
    def texts(self) -> ServiceTexts:
        return ServiceTexts(
            name=self.name.data,
            summary=self.summary.data,
            description=self.description.data,
            included=_lines(self.included.data),
            excluded=_lines(self.excluded.data),
            duration_minutes=self.duration_minutes.data,
            unit=self.unit.data,
            asks=_lines(self.asks.data),
            records=_lines(self.records.data),
        )


class PriceForm(PortalForm):
    amount = NumberField(_("새 단가"), validators=[Required(_("단가를 원으로 적어 주십시오."))])
    valid_from = DayField(_("시작하는 날"), validators=[Required(_("시작하는 날을 적어 주십시오."))])


def as_id(value: str | UUID) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


class OfferForm(PortalForm):
    organisation_id = SelectField(_("기관"), coerce=as_id, validators=[Required(_("기관을 골라 주십시오."))])
    valid_from = DayField(_("시작하는 날"), validators=[Required(_("시작하는 날을 적어 주십시오."))])

    def offer_members(self, organisations: list[Organisation]) -> None:
        self.organisation_id.choices = [(each.id, each.name) for each in organisations]


class EndOfferForm(PortalForm):
    valid_to = DayField(_("마지막 날"), validators=[Required(_("마지막 날을 적어 주십시오."))])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in (text or "").split("\n") if line.strip()]
