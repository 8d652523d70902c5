"""Forms in which the office enters partners, and the day and the kind that a list is narrowed to."""

from datetime import date
from typing import Any

from wtforms import SelectField
from wtforms.validators import Length, Optional

from portal.consortium.partners.actions import PartnerDetails
from portal.consortium.partners.models import Partner
from portal.consortium.partners.states import Accord, PartnerKind
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, NameField, OfficePhoneField, TextField
from portal.web.forms import FilterForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class PartnerForm(EditingForm):
    name = TextField(_("이름"), [Required(_("기관의 이름을 적어 주십시오.")), Length(max=100)])
    kind = SelectField(
        _("종류"), [Required(_("종류를 골라 주십시오."))], choices=choices(PartnerKind), coerce=PartnerKind
    )
    phone = OfficePhoneField(_("전화번호"), [Required(_("전화번호를 적어 주십시오."))])
    contact_name = NameField(_("담당자 이름"), [Optional()])
    address = TextField(_("주소"), [Optional(), Length(max=200)])
    accord = SelectField(
        _("무엇에 따라 함께합니까?"), [Required(_("하나를 골라 주십시오."))], choices=choices(Accord), coerce=Accord
    )
    selected_on = DayField(_("선정한 날"), [Optional()])
    score = NumberField(_("선정 점수"), [Optional()])
    starts_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(_("끝나는 날"), [Optional()])
    note = LinesField(_("메모"), [Optional(), Length(max=2000)])

    def __init__(self, partner: Partner | None = None, **kwargs: Any) -> None:
        super().__init__(obj=partner, **kwargs)

    @property
    def details(self) -> PartnerDetails:
        return PartnerDetails(
            name=self.name.data,
            kind=PartnerKind(self.kind.data),
            phone=self.phone.data,
            contact_name=self.contact_name.data or "",
            address=self.address.data,
            accord=Accord(self.accord.data),
            selected_on=self.selected_on.data,
            score=self.score.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            note=self.note.data,
        )


class PartnersFilter(FilterForm):
    """On which day, and of which kind; what cannot be read counts as today and as all."""

    on = DayField(_("언제"))
    kind = SelectField(_("종류"), choices=[choice("", _("모두")), *choices(PartnerKind)], default="")

    def sought(self, today: date) -> tuple[date, PartnerKind | None]:
        if not self.on.data:
            self.on.data, self.on.typed = today, None
        if self.kind.data not in set(PartnerKind):
            self.kind.data = ""
        return self.on.data, PartnerKind(self.kind.data) if self.kind.data else None
