"""The forms of surveys: the plan, the list that is brought along, a door and what was found there."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FileField, RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.accounts.models import User
from portal.core.dongs import dong
from portal.core.masking import mask_name
from portal.core.series import Series
from portal.monitoring.surveys.importing import Listed
from portal.monitoring.surveys.models import Survey
from portal.monitoring.surveys.rules import Plan
from portal.monitoring.surveys.states import RESULTS, DoorVerb
from portal.residents.applications.models import Application
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, SeriesNumberField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.numbered import said
from portal.web.territory import territory
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

NOT_LISTED = "other"


def _words(label: Any, longest: int, missing: Any) -> LinesField:
    return LinesField(label, validators=[Required(missing), Length(max=longest)], render_kw={"rows": 3})


class SurveyPlanForm(EditingForm):
    title = TextField(_("조사 이름"), validators=[Required(_("조사 이름을 적어 주십시오.")), Length(max=100)])
    whom = TextField(_("누구를 찾습니까?"), validators=[Required(_("누구를 찾는지 적어 주십시오.")), Length(max=200)])
    why = _words(_("왜 조사합니까?"), 500, _("왜 조사하는지 적어 주십시오."))
    dongs = ChecksField(_("조사할 동"), validators=[Required(_("조사할 동을 하나 이상 골라 주십시오."))])
    starts_on = DayField(_("시작하는 날"), validators=[Required(_("시작하는 날을 적어 주십시오."))])
    ends_on = DayField(_("끝나는 날"), validators=[Required(_("끝나는 날을 적어 주십시오."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dongs.choices = [(each.code, each.short_name) for each in territory()]

    @property
    def plan(self) -> Plan:
        return Plan(
            title=self.title.data,
            whom=self.whom.data,
            why=self.why.data,
            dong_codes=tuple(sorted(self.dongs.data or ())),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


def plan_values(survey: Survey) -> dict[str, Any]:
    named = ("title", "whom", "why", "starts_on", "ends_on")
    return {name: getattr(survey, name) for name in named} | {"dongs": list(survey.dong_codes)}


class ListForm(PortalForm):
    """A list of addresses, from where it is and by which right."""

    file = FileField(_("주소가 든 파일"), render_kw={"accept": ".xlsx,.csv,text/csv"})
    source = TextField(
        _("어디에서 받은 명단입니까?"),
        validators=[Required(_("어디에서 받았는지 적어 주십시오.")), Length(max=200)],
    )
    why = _words(_("이 명단을 써도 되는 근거는 무엇입니까?"), 500, _("써도 되는 근거를 적어 주십시오."))

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if not getattr(self.file.data, "filename", ""):
            self.file.errors = [gettext("파일을 골라 주십시오.")]
            return False
        return valid


class TeamForm(PortalForm):
    user = SelectField(_("함께 조사할 분"), validators=[Required(_("함께 조사할 분을 골라 주십시오."))])

    def offer(self, users: Sequence[User]) -> None:
        self.user.choices = [("", gettext("고르기")), *((str(user.id), user.name) for user in users)]


class SurveyDongsForm(EditingForm):
    """Which dongs somebody of the team walks."""

    dongs = ChecksField(_("맡은 동"), validators=[Optional()])

    def offer(self, survey: Survey) -> None:
        self.dongs.choices = [(code, dong(code).short_name) for code in survey.dong_codes]


class NewDoorForm(PortalForm):
    """A door that stood on no list."""

    dong = RadioField(_("어느 동입니까?"), validators=[Required(_("동을 골라 주십시오."))])
    address = TextField(_("주소"), validators=[Required(_("주소를 적어 주십시오.")), Length(max=200)])
    address_detail = TextField(_("상세주소"), validators=[Optional(), Length(max=100)])

    def offer(self, dong_codes: Sequence[str]) -> None:
        """Those that whoever adds it walks."""
        self.dong.choices = [(code, dong(code).short_name) for code in dong_codes]
        if len(dong_codes) == 1 and not self.is_submitted():
            self.dong.data = dong_codes[0]

    @property
    def listed(self) -> Listed:
        return Listed(self.dong.data, self.address.data, self.address_detail.data)


class ResultForm(PortalForm):
    verb = RadioField(
        _("찾아가 보니 어땠습니까?"),
        choices=choices(RESULTS),
        coerce=DoorVerb,
        validators=[Required(_("찾아가 보니 어땠는지 골라 주십시오."))],
    )
    note = LinesField(_("다음에 갈 사람이 알 것"), validators=[Optional(), Length(max=500)], render_kw={"rows": 2})


class LedForm(PortalForm):
    """The application that a door led to: one that was typed in just now, or its number."""

    application = RadioField(_("받은 신청"), validators=[Required(_("받은 신청을 골라 주십시오."))])
    application_number = SeriesNumberField(_("신청 번호"), Series.APPLICATION, validators=[Optional()])
    is_same_home = BooleanField(_("동·호수가 달리 적혔지만 같은 집입니다"))

    def offer(self, entered: Sequence[Application]) -> None:
        just_now = [
            (one.number, f"{said(one.number, Series.APPLICATION)} · {mask_name(one.person.name)}") for one in entered
        ]
        self.application.choices = [*just_now, (NOT_LISTED, gettext("다른 신청의 번호를 적기"))]

    @property
    def number(self) -> str:
        return (self.application_number.data or "") if self.application.data == NOT_LISTED else self.application.data


class WordForm(PortalForm):
    """What was seen at the door of somebody who agreed to nothing."""

    what = _words(_("어떤 점이 걱정됩니까?"), 2000, _("걱정되는 점을 적어 주십시오."))


class WishForm(PortalForm):
    """How somebody who wants to apply is reached, written down by whoever takes no applications."""

    how = _words(_("어떻게 연락하면 됩니까?"), 500, _("본인께 여쭈어 연락할 길을 적어 주십시오."))
