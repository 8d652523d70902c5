"""Shape of the forms of programmes: an edition and its rules, which editions are compared, a table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from wtforms import BooleanField, FileField, Form, FormField, HiddenField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.audit.editions import Details, EditionText
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.rules import WHOLE, Door, ProgrammeRules
from portal.benefits.programmes.states import Absence, IncomeBand, PersonGroup
from portal.consortium.catalogue.models import Service
from portal.core.dongs import DISTRICTS
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.editions import DetailsForm
from portal.web.fields import ChecksField, LinesField, RowsField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

PERCENT = NumberRange(0, WHOLE, _("0에서 100 사이로 적어 주십시오."))
AGE = NumberRange(0, 150, _("나이를 다시 확인해 주십시오."))
BLANK_DOORS = 2
"""Empty places for further groups of people; saved, there are two more."""


class ProgrammeForm(DetailsForm):
    name = TextField(_("사업 이름"), [Required(_("사업 이름을 적어 주십시오.")), Length(max=80)])
    source = TextField(_("규칙의 출처"), [Optional(), Length(max=300)])

    @property
    def details(self) -> Details:
        return Details(self.code.data, self.name.data, self.summary.data, self.source.data)


class DoorForm(Form):
    """One way to be among those a programme is for; without a name it is not there."""

    name = TextField(_("부르는 말"), [Optional(), Length(max=60)])
    age_from = NumberField(_("몇 살부터"), [Optional(), AGE])
    age_to = NumberField(_("몇 살까지"), [Optional(), AGE])
    group = SelectField(_("집단"), choices=[choice("", _("정하지 않음")), *choices(PersonGroup)], default="")
    urgent = BooleanField(_("급하게 돌봄이 필요할 때만"))

    @property
    def door(self) -> Door | None:
        """None for an empty place."""
        if not self.name.data:
            return None
        group = PersonGroup(self.group.data) if self.group.data else None
        return Door(self.name.data, self.age_from.data, self.age_to.data, group, self.urgent.data)

    @property
    def is_nameless(self) -> bool:
        """Whether something was told of people who have no name."""
        told = (self.age_from.data, self.age_to.data, self.group.data or None, self.urgent.data or None)
        return not self.name.data and any(value is not None for value in told)


def door_values(door: Door | None) -> dict[str, Any]:
    if door is None:
        return {}
    group = door.group.value if door.group else ""
    return {"name": door.name, "age_from": door.age_from, "age_to": door.age_to, "group": group, "urgent": door.urgent}


def districts() -> list[tuple[str, str]]:
    return [("", gettext("어디에 살아도 됨")), *DISTRICTS.items()]


class EditionForm(EditingForm):
    """The rules of a draft; `edition_form` adds a limit and a price for each service."""

    service_codes: Sequence[str] = ()
    starts_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(_("끝나는 날"), [Optional()])
    doors = RowsField(FormField(DoorForm, label=_("대상")), label=_("누구를 위한 사업"))
    district = SelectField(_("사는 곳"), choices=districts)
    lives_alone = BooleanField(_("혼자 사는 분만 대상입니다"))
    first = FormField(DoorForm, label=_("먼저 돕는 분"))
    pays = BooleanField(_("서비스 값을 지원하는 사업입니다"))
    services = ChecksField(_("지원하는 서비스"))
    annual_cap = NumberField(_("한 사람의 한 해 한도"), [Optional()])
    unknown_limits = ChecksField(_("한도가 있으나 금액을 모르는 서비스"))
    full_support_percent = NumberField(
        _("모두 지원하는 소득"), [Optional(), NumberRange(1, 1000, _("1에서 1,000 사이로 적어 주십시오."))]
    )
    always_supported = ChecksField(_("늘 모두 지원하는 분"), choices=choices(PersonGroup))
    own_up_to_50 = NumberField(_("기준 중위소득 50% 이하의 몫"), [Optional(), PERCENT])
    own_up_to_85 = NumberField(_("기준 중위소득 85% 이하의 몫"), [Optional(), PERCENT])
    own_up_to_100 = NumberField(_("기준 중위소득 100% 이하의 몫"), [Optional(), PERCENT])
    own_over_100 = NumberField(_("기준 중위소득 100% 초과의 몫"), [Optional(), PERCENT])
    others_own_percent = NumberField(
        _("그 밖의 이용자 몫"), [Required(_("그 밖의 이용자가 내는 몫을 적어 주십시오.")), PERCENT]
    )
    short_stay_services = ChecksField(_("며칠 머무는 서비스"))
    short_stay_max_days = NumberField(
        _("이어서 머물 수 있는 날"), [Optional(), NumberRange(1, 365, _("1일에서 365일 사이로 적어 주십시오."))]
    )
    short_stay_year_days = NumberField(
        _("한 해에 머물 수 있는 날"), [Optional(), NumberRange(1, 365, _("1일에서 365일 사이로 적어 주십시오."))]
    )
    due_nobody_home = NumberField(_("찾아갔으나 아무도 없을 때"), [Optional(), PERCENT])
    due_provider_absent = NumberField(_("제공 기관이 가지 못했을 때"), [Optional(), PERCENT])
    due_cancelled_late = NumberField(_("늦게 취소했을 때"), [Optional(), PERCENT])
    due_cancelled_in_time = NumberField(_("제때 취소했을 때"), [Optional(), PERCENT])
    tasks = LinesField(_("하는 일"), [Optional(), Length(max=4000)], render_kw={"rows": 6})
    note = LinesField(_("왜 이렇게 정했습니까"), [Optional(), Length(max=4000)], render_kw={"rows": 4})

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        nameless = [entry for entry in (*self.doors, self.first) if entry.form.is_nameless]
        for entry in nameless:
            entry.form.name.errors = [gettext("누구인지 부르는 말을 적어 주십시오. 예: 65세 이상 어르신")]
        if nameless:
            self.doors.errors = [entry.errors for entry in self.doors if entry.errors]
        return valid and not nameless

    def text(self, kept: ProgrammeRules) -> EditionText[ProgrammeRules]:
        """What was typed; of `kept` stays what the form does not ask: where its values come from."""
        return EditionText(self.starts_on.data, self.ends_on.data or None, self.rules(kept), self.note.data)

    def rules(self, kept: ProgrammeRules) -> ProgrammeRules:
        shares = {band: self[f"own_{band.value}"].data for band in IncomeBand}
        dues = {absence: self[f"due_{absence.value}"].data for absence in Absence}
        return replace(
            kept,
            doors=tuple(door for entry in self.doors if (door := entry.form.door)),
            district=self.district.data,
            lives_alone=self.lives_alone.data,
            first=self.first.form.door,
            pays=self.pays.data,
            services=tuple(self.services.data or ()),
            annual_cap=self.annual_cap.data,
            service_limits=self._limits(),
            full_support_percent=self.full_support_percent.data,
            always_supported=tuple(PersonGroup(value) for value in self.always_supported.data or ()),
            own_share_percent={band: share for band, share in shares.items() if share is not None},
            others_own_percent=self.others_own_percent.data,
            short_stay_services=tuple(self.short_stay_services.data or ()),
            short_stay_max_days=self.short_stay_max_days.data,
            short_stay_year_days=self.short_stay_year_days.data,
            unit_prices=self._amounts("price"),
            absence_percent={absence: due for absence, due in dues.items() if due},
            tasks=tuple(line for line in self.tasks.data.split("\n") if line),
        )

    def _limits(self) -> dict[str, int | None]:
        """In the order of the services, so that an edition that stays as it was is not taken for changed."""
        told, unknown = self._amounts("limit"), set(self.unknown_limits.data or ())
        return {code: told.get(code) for code in self.service_codes if code in told or code in unknown}

    def _amounts(self, prefix: str) -> dict[str, int]:
        amounts = {code: self[f"{prefix}_{code}"].data for code in self.service_codes}
        return {code: amount for code, amount in amounts.items() if amount is not None}


def edition_form(edition: ProgrammeEdition, services: Iterable[Service]) -> EditionForm:
    """A form that says what the draft says, with a limit and a price for each service."""
    listed = list(services)
    fields: dict[str, Any] = {"service_codes": [service.code for service in listed]}
    for service in listed:
        fields[f"limit_{service.code}"] = NumberField(service.name, [Optional()])
        fields[f"price_{service.code}"] = NumberField(service.name, [Optional()])
    form: EditionForm = type("EditionFormOfTheCatalogue", (EditionForm,), fields)(data=_values(edition))
    paid = [(service.code, service.name) for service in listed]
    form.services.choices = form.unknown_limits.choices = form.short_stay_services.choices = paid
    for number, entry in enumerate(form.doors, 1):
        entry.label.text = gettext("대상 %(number)d", number=number)
    return form


def _values(edition: ProgrammeEdition) -> dict[str, Any]:
    rules = edition.rules
    plain = {
        name: getattr(rules, name)
        for name in (
            "district", "lives_alone", "pays", "services", "annual_cap", "full_support_percent", "others_own_percent",
            "short_stay_services", "short_stay_max_days", "short_stay_year_days",
        )
    }  # fmt: skip
    amounts = {f"limit_{code}": amount for code, amount in rules.service_limits.items()}
    amounts |= {f"price_{code}": amount for code, amount in rules.unit_prices.items()}
    shares = {f"own_{band.value}": share for band, share in rules.own_share_percent.items()}
    dues = {f"due_{absence.value}": due for absence, due in rules.absence_percent.items()}
    return {
        **plain, **amounts, **shares, **dues,
        "starts_on": edition.starts_on,
        "ends_on": edition.ends_on,
        "note": edition.note,
        "doors": [*(door_values(door) for door in rules.doors), *({} for _blank in range(BLANK_DOORS))],
        "first": door_values(rules.first),
        "unknown_limits": [code for code, limit in rules.service_limits.items() if limit is None],
        "always_supported": [group.value for group in rules.always_supported],
        "tasks": "\n".join(rules.tasks),
    }  # fmt: skip


class CompareForm(FilterForm):
    """`before` and `after` are ids of editions."""

    before = SelectField(_("앞 판"))
    after = SelectField(_("뒤 판"))

    def offer(self, editions: Sequence[tuple[str, str]]) -> None:
        """Offer the editions, (id, words), latest first; an id that is not among them gives way to the latest two."""
        self.before.choices = self.after.choices = list(editions)
        ids = [value for value, _words in editions]
        if self.after.data not in ids:
            self.after.data = ids[0]
        if self.before.data not in ids:
            place = ids.index(self.after.data)
            self.before.data = ids[min(place + 1, len(ids) - 1)]


class UploadForm(PortalForm):
    file = FileField(_("표가 든 파일"), render_kw={"accept": ".xlsx,.csv,text/csv"})

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not getattr(self.file.data, "filename", ""):
            self.file.errors = [gettext("파일을 골라 주십시오.")]
            return False
        return valid


class KeepForm(PortalForm):
    """What was read, sent back as it was; it is read and checked once more before anything is kept."""

    text = HiddenField()
    file_name = HiddenField()
