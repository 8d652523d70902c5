"""Forms by which bodies ask, and in which the office writes what it does about it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.consortium.catalogue.queries import OfferedService
from portal.consortium.partners.models import Partner
from portal.core.worded import answers
from portal.partners.requests.actions import Asked
from portal.partners.requests.states import TYPED_IN, AnswerWay, AskGround, BodyWay, ConsentBy
from portal.residents.applications.fields import AnswerField
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Person
from portal.web.day_fields import DayField
from portal.web.fields import BirthField, ChecksField, EmailField, LinesField, NameField, OfficePhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.territory import dong_choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

SOMEBODY_NEW = "new"


def _dongs() -> list[Any]:
    return [choice("", _("고르기")), *dong_choices()]


class LinkRequestForm(PortalForm):
    """What a body asks; the link says which one it is."""

    asker_name = NameField(_("요청하는 담당자 이름"), [Required(_("담당자의 이름을 적어 주십시오."))])
    asker_phone = OfficePhoneField(_("담당자 전화번호"), [Required(_("담당자의 전화번호를 적어 주십시오."))])
    asker_email = EmailField(_("담당자 이메일"), [Optional()])
    name = NameField(_("이름"), [Required(_("도움이 필요한 분의 이름을 적어 주십시오."))])
    birth_on = BirthField(
        _("생년월일"), [Required(_("생년월일을 숫자 8자리로 적어 주십시오."))], render_kw={"inputmode": "numeric"}
    )
    phone = OfficePhoneField(_("전화번호"), [Optional()])
    address = TextField(_("주소"), [Optional(), Length(max=200)])
    dong_code = SelectField(_("사시는 동"), [Required(_("사시는 동을 골라 주십시오."))], choices=_dongs)
    lives_alone = AnswerField(
        _("혼자 사십니까?"),
        yes=_("혼자 삽니다"),
        no=_("함께 사는 사람이 있습니다"),
        unknown=_("모릅니다"),
        validators=[Required(_("혼자 사시는지 골라 주십시오."))],
    )
    helper_name = NameField(_("돕는 분 이름"), [Optional()])
    helper_relation = TextField(_("어떤 사이입니까?"), [Optional(), Length(max=30)])
    helper_phone = OfficePhoneField(_("돕는 분 전화번호"), [Optional()])
    ground = RadioField(
        _("무엇을 근거로 요청합니까?"),
        choices=choices(AskGround),
        coerce=AskGround,
        validators=[Required(_("요청의 근거를 골라 주십시오."))],
    )
    consented_on = DayField(_("동의하거나 신청한 날"), [Optional()])
    consent_by = RadioField(_("어떻게 들었습니까?"), choices=choices(ConsentBy), validators=[Optional()])
    ground_words = LinesField(_("법적 근거나 신청한 분"), [Optional(), Length(max=500)], render_kw={"rows": 2})
    needs = LinesField(_("알아본 필요"), [Required(_("어떤 도움이 필요한지 적어 주십시오.")), Length(max=1000)])
    services = ChecksField(_("필요한 서비스"), validators=[Optional()])
    urgency = RadioField(
        _("얼마나 급합니까?"),
        choices=choices(answers(Urgency)),
        coerce=Urgency,
        validators=[Required(_("얼마나 급한지 골라 주십시오."))],
    )
    wanted_by = DayField(_("언제까지 필요합니까?"), [Optional()])
    papers = TextField(_("함께 보내는 서류"), [Optional(), Length(max=300)])

    def offer_services(self, services: Sequence[OfferedService]) -> None:
        self.services.choices = [choice(service.code, service.name) for service in services]

    @property
    def asked(self) -> Asked:
        how = self.consent_by.data
        return Asked(
            asker_name=self.asker_name.data,
            asker_phone=self.asker_phone.data,
            asker_email=self.asker_email.data or "",
            name=self.name.data,
            birth_on=self.birth_on.data,
            phone=self.phone.data or "",
            address=self.address.data or "",
            dong_code=self.dong_code.data,
            lives_alone=self.lives_alone.answer,
            helper_name=self.helper_name.data or "",
            helper_relation=self.helper_relation.data or "",
            helper_phone=self.helper_phone.data or "",
            ground=self.ground.data,
            consented_on=self.consented_on.data,
            consent_by=ConsentBy(how) if how else None,
            ground_words=self.ground_words.data or "",
            services=tuple(self.services.data or ()),
            needs=self.needs.data,
            papers=self.papers.data or "",
            urgency=self.urgency.data,
            wanted_by=self.wanted_by.data,
        )


def offer_bodies(field: SelectField, bodies: Iterable[Partner]) -> None:
    field.choices = [("", gettext("고르기")), *((str(body.id), body.name) for body in bodies)]


class BodyRequestForm(LinkRequestForm):
    """As the office types it in, or a care manager sends it for their body."""

    partner = SelectField(_("요청하는 기관"), [Required(_("기관을 골라 주십시오."))])
    way = RadioField(
        _("어떻게 받았습니까?"),
        choices=choices(TYPED_IN),
        coerce=BodyWay,
        validators=[Required(_("어떻게 받았는지 골라 주십시오."))],
    )
    received_on = DayField(_("받은 날"), [Optional()])

    def offer(self, bodies: Iterable[Partner], *, typed_in: bool) -> None:
        offer_bodies(self.partner, bodies)
        if not typed_in:
            del self.way
            del self.received_on

    @property
    def came_by(self) -> BodyWay:
        return BodyWay(self.way.data) if "way" in self else BodyWay.STAFF

    @property
    def came_on(self) -> date | None:
        return self.received_on.data if "received_on" in self else None

    @property
    def partner_id(self) -> UUID:
        return UUID(self.partner.data)


class TakeForm(PortalForm):
    """Whether the person is known already, where somebody like them is."""

    same_person = RadioField(
        _("이미 있는 분입니까?"),
        choices=[],
        validators=[Required(_("비슷한 분이 있습니다. 같은 분인지 골라 주십시오."))],
    )

    def offer(self, alike: Sequence[Person]) -> None:
        """Whoever was chosen and is alike no more is chosen anew: nobody new is made in their place."""
        if not alike and self.same_person.data in (None, SOMEBODY_NEW):
            del self.same_person
            return
        known = [
            (str(each.id), gettext("이 분입니다: 가구 %(number)s", number=each.household.number)) for each in alike
        ]
        self.same_person.choices = [*known, (SOMEBODY_NEW, gettext("다른 분입니다. 새로 등록합니다."))]

    @property
    def person_id(self) -> UUID | None:
        chosen = self.same_person.data if "same_person" in self else SOMEBODY_NEW
        return None if chosen == SOMEBODY_NEW else UUID(chosen)


def _reason() -> LinesField:
    return LinesField(_("까닭"), [Required(_("까닭을 적어 주십시오.")), Length(max=500)], render_kw={"rows": 3})


class DeclineForm(PortalForm):
    """The body reads it."""

    reason = _reason()


class TakeBackForm(PortalForm):
    """What the body said; it stands beside `DeclineForm` on one page."""

    why = _reason()


class AnswerForm(PortalForm):
    way = RadioField(
        _("어떻게 보냈습니까?"),
        choices=choices(AnswerWay),
        coerce=AnswerWay,
        validators=[Required(_("어떻게 보냈는지 골라 주십시오."))],
    )
    note = LinesField(_("덧붙인 말"), [Optional(), Length(max=500)], render_kw={"rows": 2})


class MakeLinkForm(PortalForm):
    partner = SelectField(_("기관"), [Required(_("기관을 골라 주십시오."))])

    def offer(self, bodies: Iterable[Partner]) -> None:
        offer_bodies(self.partner, bodies)

    @property
    def partner_id(self) -> UUID:
        return UUID(self.partner.data)
