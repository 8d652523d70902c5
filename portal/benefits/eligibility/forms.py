"""The forms of bands, groups and payers, and of trying a person against an edition."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256

from flask import request
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Optional

from portal.benefits.eligibility.actions import GroupFacts, IncomeFacts
from portal.benefits.eligibility.rules import Facts
from portal.benefits.eligibility.states import VerifiedBy
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core.dates import format_day
from portal.core.dongs import DISTRICTS, DONGS
from portal.extensions import current_settings
from portal.web.day_fields import DayField, NumberField
from portal.web.fields import BirthField, ChecksField
from portal.web.forms import FilterForm, PortalForm, new_form_key
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = {YES: True, NO: False}


def answer_choices() -> list[tuple[str, str]]:
    return [(YES, str(_("예"))), (NO, str(_("아니요"))), (UNKNOWN, str(_("모름")))]


class PreviewedForm(PortalForm):
    """A form whose effect is shown before it is kept: kept is only what was shown."""

    previewed = HiddenField()

    @property
    def is_confirmed(self) -> bool:
        """Whether "keep" was pressed beneath the effect of exactly these values."""
        return "keep" in request.form and self.previewed.data == self._fingerprint()

    def was_shown(self) -> None:
        """The answer shows the effect: sent again with these values, it is kept."""
        self.previewed.data = self._fingerprint()
        self.form_key.data = new_form_key()

    def _fingerprint(self) -> str:
        values = [(field.name, str(field.data)) for field in self if not isinstance(field, HiddenField)]
        return sha256(repr(sorted(values)).encode()).hexdigest()


class IncomeForm(PreviewedForm):
    band = RadioField(
        _("소득 구간"),
        choices=choices(IncomeBand),
        coerce=IncomeBand,
        validators=[Required(_("소득 구간을 골라 주십시오."))],
    )
    verified_by = RadioField(
        _("어떻게 확인했습니까?"),
        choices=choices(VerifiedBy),
        coerce=VerifiedBy,
        validators=[Required(_("어떻게 확인했는지 골라 주십시오."))],
    )
    verified_on = DayField(_("확인한 날"), validators=[Required(_("확인한 날을 적어 주십시오."))])
    table_year = NumberField(_("기준 중위소득의 해"), validators=[Required(_("몇 년 표인지 적어 주십시오."))])
    household_size = NumberField(_("가구원 수"), validators=[Required(_("가구원 수를 적어 주십시오."))])
    from_on = DayField(_("언제부터 적용합니까?"), validators=[Required(_("적용을 시작하는 날을 적어 주십시오."))])

    def begin(self, today: date) -> None:
        self.verified_on.data = self.from_on.data = today
        self.table_year.data = today.year
        self.household_size.data = 1

    @property
    def facts(self) -> IncomeFacts:
        return IncomeFacts(
            band=self.band.data,
            table_year=self.table_year.data,
            verified_by=self.verified_by.data,
            verified_on=self.verified_on.data,
            from_on=self.from_on.data,
            household_size=self.household_size.data,
        )

    def applied_to(self, before: Facts) -> Facts:
        """What would be known: a band that was only told is not verified."""
        if self.verified_by.data is VerifiedBy.DECLARED:
            return replace(before, band=None, table_year=None)
        return replace(before, band=self.band.data, table_year=self.table_year.data)


class GroupForm(PreviewedForm):
    group = RadioField(
        _("어떤 집단입니까?"),
        choices=choices(PersonGroup),
        coerce=PersonGroup,
        validators=[Required(_("어떤 집단인지 골라 주십시오."))],
    )
    belongs = RadioField(
        _("해당합니까?"),
        choices=answer_choices,
        validators=[Required(_("해당하는지 골라 주십시오."))],
    )
    verified_by = RadioField(
        _("어떻게 확인했습니까?"),
        choices=choices(VerifiedBy),
        coerce=VerifiedBy,
        validators=[Required(_("어떻게 확인했는지 골라 주십시오."))],
    )
    from_on = DayField(_("언제부터입니까?"), validators=[Required(_("시작하는 날을 적어 주십시오."))])

    @property
    def facts(self) -> GroupFacts | None:
        """None: from that day on it is not known."""
        belongs = ANSWERS.get(self.belongs.data)
        if belongs is None:
            return None
        return GroupFacts(
            group=self.group.data, verified_by=self.verified_by.data, from_on=self.from_on.data, belongs=belongs
        )

    def applied_to(self, before: Facts) -> Facts:
        """What would be known of the group, and as before of the others."""
        group = frozenset({self.group.data})
        belongs = ANSWERS.get(self.belongs.data)
        is_told = self.verified_by.data is VerifiedBy.DECLARED
        return replace(
            before,
            groups=before.groups - group | (group if belongs and not is_told else frozenset()),
            claimed_groups=before.claimed_groups - group | (group if belongs and is_told else frozenset()),
            denied_groups=before.denied_groups - group | (group if belongs is False else frozenset()),
        )


class WhichForm(FilterForm):
    """Against which edition, on which day."""

    edition = SelectField(_("어느 판으로 볼까요?"), validators=[Optional()])
    day = DayField(_("어느 날로 볼까요?"), validators=[Optional()])

    def offer(self, editions: Iterable[ProgrammeEdition]) -> None:
        """The editions to try; none chosen means those in force on the day."""
        words = [
            (
                str(edition.id),
                gettext("%(programme)s, %(day)s부터")
                % {"programme": edition.programme.name, "day": format_day(edition.starts_on)},
            )
            for edition in editions
        ]
        self.edition.choices = [("", str(_("그날의 모든 사업"))), *words]


class TryForm(WhichForm, SearchForm):
    """A person who need not exist, but may."""

    typed = frozenset({"birth_on", "dong_code", "band", "lives_alone", "urgent", "groups", "denied"})
    birth_on = BirthField(_("생년월일"), validators=[Optional()], render_kw={"inputmode": "numeric"})
    dong_code = SelectField(_("사는 동"), validators=[Optional()])
    band = SelectField(
        _("소득 구간"), choices=[choice("", _("확인하지 않음")), *choices(IncomeBand)], validators=[Optional()]
    )
    lives_alone = RadioField(_("혼자 삽니까?"), choices=answer_choices, default=UNKNOWN)
    urgent = RadioField(_("급합니까?"), choices=answer_choices, default=UNKNOWN)
    groups = ChecksField(_("확인된 집단"), choices=choices(PersonGroup), validators=[Optional()])
    denied = ChecksField(_("아니라고 확인된 집단"), choices=choices(PersonGroup), validators=[Optional()])

    def offer(self, editions: Iterable[ProgrammeEdition]) -> None:
        super().offer(editions)
        near = {*current_settings().districts, *(DISTRICTS.get(each.rules.district) for each in editions)}
        there = ((dong.code, f"{dong.district} {dong.short_name}") for dong in DONGS if dong.district in near)
        self.dong_code.choices = [("", str(_("모름"))), *there]
        for field in (self.lives_alone, self.urgent):
            field.data = field.data or UNKNOWN

    def facts(self, day: date) -> Facts:
        groups = frozenset(PersonGroup(value) for value in self.groups.data or ())
        return Facts(
            birth_on=self.birth_on.data,
            dong_code=self.dong_code.data or "",
            lives_alone=ANSWERS.get(self.lives_alone.data),
            groups=groups,
            denied_groups=frozenset(PersonGroup(value) for value in self.denied.data or ()) - groups,
            band=IncomeBand(self.band.data) if self.band.data else None,
            table_year=day.year if self.band.data else None,
            urgent=ANSWERS.get(self.urgent.data),
        )
