"""Forms in which the office enters members and their agreements."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Length, Optional, Regexp

from portal.consortium.members.actions import AgreementDetails, MemberDetails
from portal.consortium.members.models import SHORT_NAME, Agreement, Organisation
from portal.consortium.members.states import LegalKind
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, NameField, OfficePhoneField, RegistrationNumberField, TextField
from portal.web.labels import choices
from portal.web.territory import dong_choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class MemberForm(EditingForm):
    name = TextField(_("이름"), validators=[Required(_("기관의 이름을 적어 주십시오.")), Length(max=100)])
    short_name = TextField(
        _("짧은 이름"),
        validators=[
            Required(_("짧은 이름을 적어 주십시오.")),
            Length(max=SHORT_NAME, message=_("짧은 이름은 10자까지 적어 주십시오.")),
        ],
    )
    code = TextField(
        _("영문 이름"),
        validators=[
            Required(_("영문 이름을 적어 주십시오.")),
            Regexp(r"^[a-z0-9-]{2,32}$", message=_("영문 소문자, 숫자, 붙임표로 2~32자를 적어 주십시오.")),
        ],
        render_kw={"autocapitalize": "none"},
    )
    legal_kind = SelectField(_("종류"), choices=choices(LegalKind), validators=[Required(_("종류를 골라 주십시오."))])
    status_number = TextField(_("신고·인가·지정 번호"), validators=[Optional(), Length(max=50)])
    status_authority = TextField(_("신고·인가·지정 기관"), validators=[Optional(), Length(max=50)])
    status_on = DayField(_("신고·인가·지정 날짜"), validators=[Optional()])
    registration_number = RegistrationNumberField(
        _("사업자등록번호"),
        validators=[Required(_("사업자등록번호를 적어 주십시오."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    contact_name = NameField(_("담당자 이름"), validators=[Required(_("담당자 이름을 적어 주십시오."))])
    phone = OfficePhoneField(_("전화번호"), validators=[Required(_("전화번호를 적어 주십시오."))])
    email = TextField(
        _("이메일"),
        validators=[
            Required(_("이메일 주소를 적어 주십시오.")),
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("이메일 주소를 다시 확인해 주십시오. 예: care@example.kr")),
            Length(max=254),
        ],
        render_kw={"inputmode": "email", "autocapitalize": "none"},
    )
    address = TextField(_("주소"), validators=[Optional(), Length(max=200)])
    introduction = LinesField(_("소개"), validators=[Optional(), Length(max=2000)])
    dong_codes = ChecksField(_("찾아가는 동"))
    joined_on = DayField(_("함께하기 시작한 날"), validators=[Required(_("시작한 날을 적어 주십시오."))])
    left_on = DayField(_("떠난 날"), validators=[Optional()])

    def __init__(self, organisation: Organisation | None = None, **kwargs: Any) -> None:
        if organisation is not None:
            kwargs = {"dong_codes": [area.dong_code for area in organisation.areas]} | kwargs
        super().__init__(obj=organisation, **kwargs)
        self.dong_codes.choices = dong_choices()
        self._is_lead = organisation is not None and organisation.is_lead

    @property
    def details(self) -> MemberDetails:
        return MemberDetails(
            code=self.code.data,
            name=self.name.data,
            short_name=self.short_name.data,
            legal_kind=LegalKind(self.legal_kind.data),
            status_number=self.status_number.data,
            status_authority=self.status_authority.data,
            status_on=self.status_on.data,
            registration_number=self.registration_number.data,
            contact_name=self.contact_name.data,
            phone=self.phone.data,
            email=self.email.data,
            address=self.address.data,
            introduction=self.introduction.data,
            joined_on=self.joined_on.data,
            left_on=self.left_on.data,
            dong_codes=list(self.dong_codes.data or ()),
            is_lead=self._is_lead,
        )


class AgreementForm(EditingForm):
    purpose = TextField(_("목적"), validators=[Required(_("협약의 목적을 적어 주십시오.")), Length(max=300)])
    signed_on = DayField(_("맺은 날"), validators=[Required(_("맺은 날을 적어 주십시오."))])
    starts_on = DayField(_("시작하는 날"), validators=[Required(_("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(_("끝나는 날"), validators=[Required(_("끝나는 날을 적어 주십시오."))])
    renews_automatically = BooleanField(_("끝나면 저절로 이어집니다"))
    insurance_number = TextField(
        _("보험 증권 번호"), validators=[Required(_("보험 증권 번호를 적어 주십시오.")), Length(max=50)]
    )
    insurance_ends_on = DayField(_("보험이 끝나는 날"), validators=[Required(_("보험이 끝나는 날을 적어 주십시오."))])
    has_privacy_annex = BooleanField(_("개인정보 처리 위탁 부속서가 있습니다"))

    def __init__(self, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(obj=agreement, **kwargs)

    @property
    def details(self) -> AgreementDetails:
        return AgreementDetails(
            purpose=self.purpose.data,
            signed_on=self.signed_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            renews_automatically=self.renews_automatically.data,
            insurance_number=self.insurance_number.data,
            insurance_ends_on=self.insurance_ends_on.data,
            has_privacy_annex=self.has_privacy_annex.data,
        )
