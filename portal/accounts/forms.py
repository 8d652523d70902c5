"""The shape of what is typed to sign in and to manage accounts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import Length, Regexp

from portal.accounts.models import User
from portal.accounts.organisations import organisations
from portal.accounts.rules import Contact, parse_contact
from portal.core import clock
from portal.core.dates import format_day
from portal.core.masking import mask_name
from portal.core.passwords import LONGEST, SHORTEST
from portal.core.permissions import STAFF_ROLES, TEAM_ROLES, Permission, Role
from portal.web.fields import BirthField, EmailField, NameField, ParsedField, SecretField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

SIX_DIGITS = Regexp(r"[0-9]{6}\Z", message=_("인증번호는 숫자 6자리입니다."))
CODE_KEYWORDS = {"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12, "autocapitalize": "off"}


class ContactField(ParsedField):
    """A mobile number or an e-mail address; `data` is a `Contact`."""

    def parse(self, text: str) -> Contact:
        return parse_contact(text)

    def show(self, value: Contact) -> str:
        return value.key


class DigitsField(TextField):
    """Digits, however they were spaced, joined or widened."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = "".join(character for character in self.data if character not in " -.")


def new_password_field() -> SecretField:
    """Pasting and password managers are welcome; what makes a password weak is told by the action."""
    return SecretField(
        _("새 비밀번호"),
        [Required(_("비밀번호를 입력해 주십시오."))],
        render_kw={"autocomplete": "new-password", "minlength": SHORTEST, "maxlength": LONGEST},
    )


class SignInForm(PortalForm):
    contact = ContactField(
        _("휴대전화 번호 또는 이메일"),
        [Required(_("신청할 때 적은 휴대전화 번호나 이메일을 입력해 주십시오."))],
        render_kw={"autocomplete": "username", "maxlength": 254, "autocapitalize": "off", "spellcheck": "false"},
    )


class CodeForm(PortalForm):
    code = DigitsField(
        _("인증번호 6자리"),
        [
            Required(_("문자로 받은 인증번호를 입력해 주십시오.")),
            Regexp(r"[0-9]{6}\Z", message=_("인증번호는 숫자 6자리입니다.")),
        ],
        render_kw=CODE_KEYWORDS,
    )


class WhomForm(PortalForm):
    """When whoever signs in was born, and who they are where several have the contact: a number alone proves little."""

    whom = RadioField(_("누구의 돌봄을 보십니까?"), [Required(_("한 분을 골라 주십시오."))])
    birth_on = BirthField(
        _("돌봄 받는 분의 생년월일 8자리"),
        [Required(_("생년월일을 숫자 8자리로 적어 주십시오."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def offer(self, users: Sequence[User]) -> None:
        """With the day since when, in case two have names that look alike once they are masked."""
        self.whom.choices = [(str(user.id), self._words(user)) for user in users]
        if len(users) == 1:
            del self.whom

    def chosen(self, users: Sequence[User]) -> User:
        """Of those that were offered; one alone is not chosen."""
        return next(user for user in users if "whom" not in self or str(user.id) == self.whom.data)

    @staticmethod
    def _words(user: User) -> str:
        """The account of a helper is named for whom they help, masked as it is."""
        day = format_day(clock.day_of(user.created_at))
        if user.actor.can(Permission.MY_FILE):
            return gettext("%(name)s 님 (%(day)s부터)") % {"name": mask_name(user.name), "day": day}
        return gettext("%(name)s (%(day)s부터)") % {"name": user.name, "day": day}


class StaffSignInForm(PortalForm):
    email = EmailField(
        _("이메일"),
        [Required(_("이메일을 입력해 주십시오."))],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"},
    )
    password = SecretField(
        _("비밀번호"),
        [Required(_("비밀번호를 입력해 주십시오.")), Length(max=4 * LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class SecondFactorForm(PortalForm):
    code = DigitsField(
        _("인증번호 6자리"),
        [Required(_("앱에 보이는 번호를 입력해 주십시오.")), SIX_DIGITS],
        render_kw=CODE_KEYWORDS,
    )


class RecoveryCodeForm(PortalForm):
    code = TextField(
        _("복구 코드"),
        [Required(_("적어 두신 복구 코드를 입력해 주십시오.")), Length(max=20)],
        render_kw={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )


class AskResetForm(PortalForm):
    email = EmailField(
        _("이메일"),
        [Required(_("이메일을 입력해 주십시오."))],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"},
    )


class NewPasswordForm(PortalForm):
    password = new_password_field()


class ChangePasswordForm(PortalForm):
    present = SecretField(
        _("지금 쓰는 비밀번호"),
        [Required(_("지금 쓰는 비밀번호를 입력해 주십시오."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password_field()


class AuthenticatorForm(PortalForm):
    """Binds an authenticator; the password is asked where another one is bound already."""

    password = SecretField(_("비밀번호"), render_kw={"autocomplete": "current-password"})
    code = DigitsField(
        _("앱에 보이는 번호 6자리"),
        [
            Required(_("앱에 보이는 번호를 입력해 주십시오.")),
            Regexp(r"[0-9]{6}\Z", message=_("인증번호는 숫자 6자리입니다.")),
        ],
        render_kw=CODE_KEYWORDS,
    )


class PasskeyForm(PortalForm):
    """What the device answered, which a script puts here."""

    credential = HiddenField(validators=[Length(max=10_000)])


class NewPasskeyForm(PasskeyForm):
    name = TextField(
        _("패스키 이름"),
        [Required(_("어느 기기인지 적어 주십시오. 예: 사무실 노트북")), Length(max=60)],
        render_kw={"autocomplete": "off"},
    )


class ProveForm(PortalForm):
    password = SecretField(
        _("비밀번호"),
        [Required(_("비밀번호를 입력해 주십시오."))],
        render_kw={"autocomplete": "current-password"},
    )


class RemovalForm(PortalForm):
    reason = TextField(
        _("푸는 까닭"), [Required(_("까닭을 적어 주십시오.")), Length(max=200)], render_kw={"autocomplete": "off"}
    )


class LiftThrottleForm(PortalForm):
    contact = ContactField(
        _("직원 이메일, 또는 이용자의 휴대전화 번호나 이메일"),
        [Required(_("누구의 로그인인지 적어 주십시오."))],
        render_kw={"maxlength": 254, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"},
    )


class RoleForm(PortalForm):
    """A role of staff; a co-operative's staff name their organisation."""

    role = RadioField(_("역할"), [Required(_("역할을 골라 주십시오."))])
    organisation_id = SelectField(_("소속 협동조합"), coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = choices(role for role in Role if role in STAFF_ROLES - TEAM_ROLES)
        names = [(str(organisation.id), organisation.name) for organisation in organisations()]
        self.organisation_id.choices = [("", _("해당 없음")), *names]

    def validate_organisation_id(self, field: SelectField) -> None:
        if self.role.data == Role.COOPERATIVE and not field.data:
            raise ValidationError(_("일하는 협동조합을 골라 주십시오."))

    @property
    def chosen_role(self) -> Role:
        return Role(self.role.data)

    @property
    def chosen_organisation(self) -> UUID | None:
        """Only a co-operative's staff have one, whatever else was left chosen."""
        wanted = self.chosen_role is Role.COOPERATIVE and self.organisation_id.data
        return UUID(self.organisation_id.data) if wanted else None


class InvitationForm(RoleForm):
    name = NameField(_("이름"), [Required(_("이름을 입력해 주십시오."))], render_kw={"autocomplete": "off"})
    email = EmailField(
        _("이메일"), [Required(_("이메일을 입력해 주십시오."))], render_kw={"type": "email", "autocomplete": "off"}
    )
