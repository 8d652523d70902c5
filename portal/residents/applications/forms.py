"""The questions of an application, step by step, and all of them on one page for staff."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import Field, RadioField
from wtforms.validators import Length, Optional, Regexp

from portal.consortium.catalogue.queries import OfferedService
from portal.core.series import Series
from portal.core.worded import answers
from portal.extensions import current_settings
from portal.residents.applications.fields import (
    UNKNOWN,
    YES,
    AnswerField,
    MomentField,
)
from portal.residents.applications.states import ENTERED, DayTime, ForWhom, Urgency
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind
from portal.residents.households.states import Language, SameSex, Sex
from portal.web.fields import (
    BirthField,
    ChecksField,
    EmailField,
    LinesField,
    NameField,
    OfficePhoneField,
    PhoneField,
    SeriesNumberField,
    TextField,
)
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.territory import dong_choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

OWN_WORDS = 1000
HELPER_FIELDS = ("helper_name", "helper_relation", "helper_phone")


def too_long(limit: int) -> Length:
    return Length(max=limit, message=_("%(limit)d자까지 적을 수 있습니다.", limit=limit))


def make_optional(field: Field) -> None:
    """Let a field be left empty; how long it may be stays."""
    checks: Sequence[Any] = field.validators
    field.validators = [Optional(), *[check for check in checks if not isinstance(check, Required)]]
    field.flags.required = False
    field.flags.optional = True


ELSEWHERE = "elsewhere"
UNSURE = choice(UNKNOWN, _("잘 모르겠어요"))


def consent_field(name: str, *, required: bool = True) -> AnswerField:
    """A consent on its own; an optional one may be left without an answer, and is then asked later."""
    validators = [Required(_("동의하시는지 골라 주십시오.")) if required else Optional()]
    return AnswerField(name, yes=_("동의합니다"), no=_("동의하지 않습니다"), validators=validators)


class StartForm(PortalForm):
    for_whom = RadioField(
        _("누구의 신청인가요?"),
        choices=choices(ForWhom),
        validators=[Required(_("누구의 신청인지 골라 주십시오."))],
    )


class ConsentsForm(PortalForm):
    """One field for each kind, named like it."""

    collection = consent_field(_("개인정보 수집·이용"))
    sensitive = consent_field(_("건강정보 처리"), required=False)
    third_party = consent_field(_("협동조합에 제공"), required=False)
    publicity = consent_field(_("홍보 활용"), required=False)

    @property
    def answers(self) -> dict[ConsentKind, bool]:
        """What was answered; a question left open is none."""
        given = {kind: self[kind.value].data for kind in WHEN_APPLYING}
        return {kind: answer == YES for kind, answer in given.items() if answer}


class HelperForm(PortalForm):
    """Who applies for somebody else."""

    helper_name = NameField(
        _("신청하는 분 이름"),
        validators=[Required(_("신청하시는 분의 이름을 적어 주십시오."))],
        render_kw={"autocomplete": "name"},
    )
    helper_relation = TextField(
        _("어떤 사이인가요?"),
        validators=[Optional(), too_long(30)],
    )
    helper_phone = OfficePhoneField(
        _("신청하는 분 전화번호"),
        validators=[Required(_("신청하시는 분의 전화번호를 적어 주십시오."))],
        render_kw={"autocomplete": "tel"},
    )


class YouForm(HelperForm):
    """Who needs help, their address, and what visits should know; without the helper's fields for one's own."""

    name = NameField(_("이름"), validators=[Required(_("이름을 적어 주십시오."))], render_kw={"autocomplete": "name"})
    birth_on = BirthField(
        _("생년월일"),
        validators=[Required(_("생년월일을 숫자 8자리로 적어 주십시오."))],
        render_kw={"inputmode": "numeric", "autocomplete": "bday"},
    )
    sex = RadioField(_("성별"), choices=choices(answers(Sex)), validators=[Optional()])
    phone = PhoneField(
        _("전화번호"), validators=[Required(_("연락드릴 전화번호를 적어 주십시오."))], render_kw={"autocomplete": "tel"}
    )
    address = TextField(
        _("주소"),
        validators=[Required(_("사시는 곳의 주소를 적어 주십시오.")), too_long(200)],
        render_kw={"autocomplete": "street-address"},
    )
    address_detail = TextField(_("동·호수나 층"), validators=[Optional(), too_long(100)])
    postcode = TextField(
        _("우편번호"),
        validators=[Optional(), Regexp(r"\d{5}", message=_("우편번호는 숫자 5자리입니다."))],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
    )
    emergency_name = NameField(_("비상 연락처 이름"), validators=[Optional()])
    emergency_relation = TextField(_("비상 연락처와의 사이"), validators=[Optional(), too_long(30)])
    emergency_phone = PhoneField(_("비상 연락처 전화번호"), validators=[Optional()])
    own_words = LinesField(_("하고 싶은 말씀"), validators=[Optional(), too_long(OWN_WORDS)], render_kw={"rows": 4})
    pets = TextField(_("함께 사는 동물"), validators=[Optional(), too_long(200)])
    entry_note = TextField(_("집에 들어가는 방법"), validators=[Optional(), too_long(300)])
    same_sex = RadioField(_("방문하는 사람"), choices=choices(answers(SameSex)), validators=[Optional()])
    language = RadioField(_("편한 말"), choices=choices(answers(Language)), validators=[Optional()])

    def ask_about(self, for_whom: ForWhom) -> None:
        """Leave out what is not asked; a helper may know neither the person's number nor the address."""
        if for_whom is ForWhom.SELF:
            for name in HELPER_FIELDS:
                del self[name]
            return
        make_optional(self.phone)
        make_optional(self.address)
        for field in (self.name, self.birth_on, self.phone, self.address, self.postcode):
            field.render_kw = {**field.render_kw, "autocomplete": "off"}


class NeedsForm(PortalForm):
    """Where somebody lives, whether alone, and what they need: nothing yet that tells who they are."""

    dong_code = RadioField(_("사시는 동"), choices=dong_choices, validators=[Required(_("사시는 동을 골라 주십시오."))])
    lives_alone = AnswerField(
        _("혼자 사시나요?"),
        yes=_("네, 혼자 삽니다"),
        no=_("아니요, 함께 사는 사람이 있습니다"),
        unknown=_("잘 모르겠어요"),
        validators=[Required(_("혼자 사시는지 골라 주십시오. 모르시면 ‘잘 모르겠어요’를 고르세요."))],
    )
    services = ChecksField(_("어떤 도움이 필요하세요?"), validators=[Optional()])
    urgency = RadioField(_("얼마나 급하세요?"), choices=choices(answers(Urgency)), validators=[Optional()])
    day_times = ChecksField(_("언제가 좋으세요?"), choices=choices(DayTime), validators=[Optional()])

    def offer(self, services: Sequence[OfferedService]) -> None:
        """The services in force, and the answer of someone who does not know."""
        self.services.choices = [*(choice(service.code, service.name) for service in services), UNSURE]

    def offer_elsewhere(self) -> None:
        """Let somebody of another district say so."""
        elsewhere = gettext("%(where)s가 아니에요", where=current_settings().territory_name)
        self.dong_code.choices = [*dong_choices(), choice(ELSEWHERE, elsewhere)]

    @property
    def is_elsewhere(self) -> bool:
        return bool(self.dong_code.data == ELSEWHERE)

    @property
    def service_codes(self) -> tuple[str, ...]:
        return tuple(code for code in self.services.data or () if code != UNKNOWN)


class EnterForm(StartForm, ConsentsForm, YouForm, NeedsForm):
    """Everything on one page, as staff take it down; `same_person` is asked once someone alike is known."""

    intake = RadioField(
        _("어떻게 받았습니까?"),
        choices=choices(ENTERED),
        validators=[Required(_("어떻게 받았는지 골라 주십시오."))],
    )
    received_at = MomentField(_("받은 때"), validators=[Required(_("언제 받았는지 적어 주십시오."))])
    email = EmailField(_("이메일"), validators=[Optional(), too_long(254)])
    same_person = RadioField(_("이미 있는 분입니까?"), choices=[], validators=[Optional()])

    def ask_about(self, for_whom: ForWhom) -> None:
        """A person without a telephone may apply at the counter; a helper is named only when there is one."""
        make_optional(self.phone)
        if for_whom is ForWhom.SELF:
            for name in HELPER_FIELDS:
                make_optional(self[name])


class DongForm(EnterForm):
    """As a care manager of a dong office takes it down from the person themselves: it comes in when it is sent."""

    def ask_themselves(self) -> None:
        """Leave out what only the office is asked."""
        self.ask_about(ForWhom.SELF)
        for name in ("for_whom", "intake", "received_at", "same_person", *HELPER_FIELDS):
            del self[name]


class StatusForm(PortalForm):
    number = SeriesNumberField(
        _("접수번호"),
        Series.APPLICATION,
        validators=[Required(_("접수번호를 적어 주십시오."))],
        render_kw={"autocomplete": "off"},
    )
    phone = PhoneField(
        _("전화번호"),
        validators=[Required(_("신청할 때 적은 전화번호를 적어 주십시오."))],
        render_kw={"autocomplete": "tel"},
    )


class WithdrawForm(PortalForm):
    """What the person said."""

    reason = LinesField(
        _("본인이 하신 말씀"),
        validators=[Required(_("본인이 어떻게 말씀하셨는지 적어 주십시오.")), too_long(300)],
        render_kw={"rows": 3},
    )


class ConfirmForm(PortalForm):
    """What the person says about each consent that a helper gave: one field for each, named like its kind."""

    def answers(self, kinds: Iterable[ConsentKind]) -> dict[ConsentKind, bool]:
        return {kind: self[kind.value].data == YES for kind in kinds}


def confirm_form(titles: Mapping[ConsentKind, str]) -> ConfirmForm:
    """A form that asks for the kinds of `titles`, in their order."""

    class ConsentsToConfirm(ConfirmForm):
        pass

    for kind, title in titles.items():
        setattr(ConsentsToConfirm, kind.value, consent_field(title))
    return ConsentsToConfirm()
