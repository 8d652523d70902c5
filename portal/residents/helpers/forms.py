"""The form by which staff let somebody help."""

from wtforms import BooleanField, RadioField
from wtforms.validators import Length

from portal.residents.helpers.actions import HelperDetails
from portal.residents.helpers.states import HelperMay
from portal.web.fields import NameField, PhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _


class HelperForm(PortalForm):
    name = NameField(_("도와주는 분 이름"), validators=[Required(_("도와주는 분의 이름을 적어 주십시오."))])
    relation = TextField(
        _("어떤 사이입니까?"),
        validators=[
            Required(_("어떤 사이인지 적어 주십시오. 예: 딸, 이웃")),
            Length(max=30, message=_("30자까지 적을 수 있습니다.")),
        ],
    )
    phone = PhoneField(
        _("도와주는 분 휴대전화"), validators=[Required(_("로그인할 때 쓸 휴대전화 번호를 적어 주십시오."))]
    )
    may = RadioField(
        _("본인이 동의한 일"),
        choices=choices(HelperMay),
        coerce=HelperMay,
        validators=[Required(_("본인이 무엇에 동의했는지 골라 주십시오."))],
    )
    sees_record = BooleanField(_("누가 기록을 보았는지 보고 대신 묻습니다"))
    note = TextField(
        _("본인이 어떻게 동의했습니까?"),
        validators=[
            Required(_("본인에게 언제 어떻게 들었는지 적어 주십시오. 예: 11월 3일 방문 때 말씀하심")),
            Length(max=200, message=_("200자까지 적을 수 있습니다.")),
        ],
    )

    @property
    def details(self) -> HelperDetails:
        return HelperDetails(
            name=self.name.data,
            relation=self.relation.data,
            phone=self.phone.data,
            may=self.may.data,
            note=self.note.data,
            sees_record=self.sees_record.data,
        )
