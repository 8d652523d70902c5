"""One form for each fact of a file; a field is named like the column that it fills."""

from typing import Any

from wtforms import Field, RadioField, SelectField
from wtforms.validators import Length, Optional, Regexp

from portal.core.dongs import dong
from portal.core.worded import answers
from portal.residents.households.models import Person
from portal.residents.households.rules import COLUMNS, OF_HOME, Values
from portal.residents.households.states import Fact, Language, SameSex, Sex
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import BirthField, EmailField, LinesField, NameField, PhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.territory import city_dong_name, dong_choices, other_dong_choices, territory
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

YES, NO, UNKNOWN = "yes", "no", "unknown"
ALONE = {YES: True, NO: False, UNKNOWN: None}
STAYS, CLEARED = "stays", "cleared"
ANOTHER = "another"
"""What is chosen for a dong where the consortium does not work."""
ONLY_STAFF = ("from_on", "reason")


def too_long(limit: int) -> Length:
    return Length(max=limit, message=_("%(limit)d자까지 적을 수 있습니다.", limit=limit))


class FactForm(EditingForm):
    """What staff write beside every fact; residents are asked for neither."""

    from_on = DayField(_("언제부터"), validators=[Required(_("언제부터 그런지 골라 주십시오."))])
    reason = TextField(
        _("어떻게 알았습니까?"),
        validators=[Required(_("누구에게 어떻게 들었는지 적어 주십시오.")), too_long(300)],
    )

    def values(self, fact: Fact) -> Values:
        """The fact as it was typed; what is left empty is empty, a contact without number is none."""
        return {column: self[column].data or self._nothing(column) for column in COLUMNS[fact]}

    @staticmethod
    def _nothing(column: str) -> str | None:
        return None if column in ("phone", "email") else ""

    @property
    def about_fact(self) -> list[Field]:
        """The fields that tell the fact itself, in the order in which they are asked."""
        others = (*ONLY_STAFF, "form_key", "whose", "shown", "csrf_token")
        return [field for field in self if field.short_name not in others]

    @property
    def keeps_way_in(self) -> bool:
        return False


class DeathForm(PortalForm):
    """When somebody died, as far as that is known, and who said so."""

    from_on = DayField(_("돌아가신 날"), validators=[Required(_("돌아가신 날을 골라 주십시오."))])
    reason = LinesField(
        _("어떻게 알았습니까?"),
        validators=[Required(_("누구에게 어떻게 들었는지 적어 주십시오.")), too_long(2000)],
        render_kw={"rows": 3},
    )


class DeathTakenBackForm(PortalForm):
    reason = LinesField(
        _("왜 되돌립니까?"),
        validators=[Required(_("어떻게 잘못 적혔는지, 무엇을 보고 알았는지 적어 주십시오.")), too_long(2000)],
        render_kw={"rows": 3},
    )


class NameForm(FactForm):
    name = NameField(_("이름"), validators=[Required(_("이름을 적어 주십시오."))])


class BirthForm(FactForm):
    birth_on = BirthField(
        _("생년월일 8자리"),
        validators=[Required(_("생년월일을 숫자 8자리로 적어 주십시오."))],
        render_kw={"inputmode": "numeric"},
    )


class SexForm(FactForm):
    sex = RadioField(
        _("성별"), choices=choices(answers(Sex)), coerce=Sex, validators=[Required(_("성별을 골라 주십시오."))]
    )


class PhoneForm(FactForm):
    phone = PhoneField(_("전화번호"), validators=[Optional()], render_kw={"autocomplete": "off"})


class EmailForm(FactForm):
    email = EmailField(_("이메일"), validators=[Optional(), too_long(254)], render_kw={"autocomplete": "off"})


class AddressForm(FactForm):
    """Where somebody lives, as one value, and what becomes of the way in at another street."""

    address = TextField(_("주소"), validators=[Required(_("사시는 곳의 주소를 적어 주십시오.")), too_long(200)])
    address_detail = TextField(_("동·호수나 층"), validators=[Optional(), too_long(100)])
    postcode = TextField(
        _("우편번호"),
        validators=[Optional(), Regexp(r"\d{5}", message=_("우편번호는 숫자 5자리입니다."))],
        render_kw={"inputmode": "numeric"},
    )
    dong_code = RadioField(_("사시는 동"), choices=dong_choices, validators=[Required(_("사시는 동을 골라 주십시오."))])
    other_dong = SelectField(_("다른 구의 동"), choices=other_dong_choices, default="", validators=[Optional()])
    way_in = RadioField(
        _("들어가는 방법은 어떻게 합니까?"),
        choices=[
            choice(CLEARED, _("이사해서 지웁니다")),
            choice(STAYS, _("그대로입니다. 주소만 고칩니다")),
        ],
        default=CLEARED,
        validators=[Required(_("들어가는 방법을 지울지 골라 주십시오."))],
    )

    def offer(self, present: str, *, by_staff: bool) -> None:
        """The dong where somebody lives stays on the list wherever it lies; staff may choose any of the city."""
        there = {each.code for each in territory()}
        own = [] if present in there else [choice(present, city_dong_name(dong(present)))]
        another = [choice(ANOTHER, _("다른 구"))] if by_staff else []
        self.dong_code.choices = [*dong_choices(), *own, *another]
        if not by_staff:
            del self["other_dong"]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if valid and self.dong_code.data == ANOTHER and not self.other_dong.data:
            self.other_dong.errors = [gettext("다른 구의 동을 골라 주십시오.")]
            return False
        if valid and self.dong_code.data != ANOTHER and "other_dong" in self and self.other_dong.data:
            self.dong_code.errors = [gettext("다른 구의 동을 고르셨으면 ‘다른 구’를 골라 주십시오.")]
            return False
        return valid

    def values(self, fact: Fact) -> Values:
        told = super().values(fact)
        return {**told, "dong_code": self.other_dong.data} if told["dong_code"] == ANOTHER else told

    @property
    def keeps_way_in(self) -> bool:
        return "way_in" in self and self.way_in.data == STAYS


class AloneForm(FactForm):
    lives_alone = RadioField(
        _("혼자 사시나요?"),
        choices=[
            choice(YES, _("네, 혼자 삽니다")),
            choice(NO, _("아니요, 함께 사는 사람이 있습니다")),
            choice(UNKNOWN, _("잘 모르겠어요")),
        ],
        validators=[Required(_("혼자 사시는지 골라 주십시오."))],
    )

    def values(self, fact: Fact) -> Values:
        return {column: ALONE[self[column].data] for column in COLUMNS[fact]}


class WayInForm(FactForm):
    entry_note = TextField(_("집에 들어가는 방법"), validators=[Optional(), too_long(300)])


class EmergencyForm(FactForm):
    emergency_name = NameField(_("비상 연락처 이름"), validators=[Optional()])
    emergency_relation = TextField(_("비상 연락처와의 사이"), validators=[Optional(), too_long(30)])
    emergency_phone = PhoneField(_("비상 연락처 전화번호"), validators=[Optional()])


class PetsForm(FactForm):
    pets = TextField(_("함께 사는 동물"), validators=[Optional(), too_long(200)])


class LanguageForm(FactForm):
    language = RadioField(
        _("편한 말"),
        choices=choices(answers(Language)),
        coerce=Language,
        validators=[Required(_("편한 말을 골라 주십시오."))],
    )


class SameSexForm(FactForm):
    same_sex = RadioField(
        _("방문하는 사람"),
        choices=choices(answers(SameSex)),
        coerce=SameSex,
        validators=[Required(_("하나를 골라 주십시오."))],
    )


FORMS: dict[Fact, type[FactForm]] = {
    Fact.NAME: NameForm,
    Fact.BIRTH: BirthForm,
    Fact.SEX: SexForm,
    Fact.PHONE: PhoneForm,
    Fact.EMAIL: EmailForm,
    Fact.ADDRESS: AddressForm,
    Fact.ALONE: AloneForm,
    Fact.WAY_IN: WayInForm,
    Fact.EMERGENCY: EmergencyForm,
    Fact.PETS: PetsForm,
    Fact.LANGUAGE: LanguageForm,
    Fact.SAME_SEX: SameSexForm,
}


def fact_form(fact: Fact, person: Person, *, by_staff: bool, **defaults: Any) -> FactForm:
    """The form of a fact with what the file tells; the way in is asked about only where there is one."""
    row = person.household if fact in OF_HOME else person
    kept = {column: getattr(row, column) for column in COLUMNS[fact]}
    if fact is Fact.ALONE:
        kept = {"lives_alone": next(word for word, told in ALONE.items() if told is kept["lives_alone"])}
    form = FORMS[fact](data=kept | defaults)
    if not by_staff:
        for name in ONLY_STAFF:
            del form[name]
    if isinstance(form, AddressForm):
        form.offer(person.household.dong_code, by_staff=by_staff)
    if fact is Fact.ADDRESS and not person.household.entry_note:
        del form["way_in"]
    return form
