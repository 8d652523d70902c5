"""The forms of pairing, handing over, refusing, holding, and of a coordinator's profile."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField
from wtforms.validators import Length, NumberRange, Optional

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.rules import NextDoor, Suggestion
from portal.core.masking import mask_name
from portal.core.series import Series, said
from portal.core.worded import answers
from portal.residents.households.states import Language, Sex
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, OfficePhoneField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.territory import dong_choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

REASON = Length(max=300, message=_("300자까지 적을 수 있습니다."))
NOTE = Length(max=2000, message=_("2,000자까지 적을 수 있습니다."))


class PairForm(PortalForm):
    """One coordinator of those offered; `coordinator` holds the id."""

    coordinator = RadioField(
        _("코디네이터"), coerce=UUID, validators=[Required(_("코디네이터를 한 사람 골라 주십시오."))]
    )
    reason = TextField(_("추천하지 않은 사람을 고른 이유"), validators=[Optional(), REASON])

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        self.coordinator.choices = [
            (
                str(suggestion.coordinator.coordinator_id),
                gettext(
                    "%(name)s · 담당 %(load)d/%(limit)d가구",
                    name=suggestion.coordinator.name,
                    load=suggestion.load,
                    limit=suggestion.limit,
                ),
            )
            for suggestion in suggestions
        ]


class HandOverForm(PairForm):
    reason = TextField(_("담당을 바꾸는 이유"), validators=[Required(_("담당을 바꾸는 이유를 적어 주십시오.")), REASON])
    handover_note = LinesField(
        _("다음 코디네이터에게 넘겨줄 내용"),
        validators=[Required(_("다음 코디네이터에게 넘겨줄 내용을 적어 주십시오.")), NOTE],
        render_kw={"rows": 6},
    )


class HandOverAllForm(HandOverForm):
    """Which households of one coordinator go to another; all of them unless some are taken out."""

    households = ChecksField(_("넘길 가구"), coerce=UUID)

    def offer_households(self, cases: Sequence[CareCase]) -> None:
        self.households.choices = [
            (
                str(case.household_id),
                f"{mask_name(case.application.person.name)} · {said(case.household.number, Series.HOUSEHOLD)}",
            )
            for case in cases
        ]
        if not self.is_submitted():
            self.households.data = [case.household_id for case in cases]


class RefuseForm(PortalForm):
    """Never a dead end: the reason and the next door are both needed."""

    reason = LinesField(
        _("연계하지 못하는 이유"),
        validators=[Required(_("연계하지 못하는 이유를 적어 주십시오.")), Length(max=250)],
        render_kw={"rows": 3},
    )
    next_door = RadioField(
        _("다음에 안내할 곳"),
        choices=choices(NextDoor),
        coerce=NextDoor,
        validators=[Required(_("다음에 안내할 곳을 골라 주십시오."))],
    )
    where = TextField(
        _("기관 이름과 전화번호"),
        validators=[Required(_("어디로 연락하면 되는지 적어 주십시오.")), Length(max=150)],
    )


class HoldForm(PortalForm):
    """Neither day need be known."""

    reason = TextField(_("멈추는 이유"), validators=[Required(_("멈추는 이유를 적어 주십시오.")), REASON])
    until_on = DayField(_("언제까지"), validators=[Optional()])
    call_on = DayField(_("전화해 볼 날"), validators=[Optional()])

    @property
    def wanted(self) -> dict[str, Any]:
        """What the actions take."""
        return {"reason": self.reason.data, "until_on": self.until_on.data, "call_on": self.call_on.data}


class ChangedHoldForm(HoldForm, EditingForm):
    """The hold that runs."""


class ProfileForm(EditingForm):
    """What pairing looks at for one coordinator."""

    phone = OfficePhoneField(
        _("이용자가 거는 전화번호"), validators=[Required(_("이용자에게 알릴 전화번호를 적어 주십시오."))]
    )
    case_limit = NumberField(
        _("맡을 수 있는 가구"),
        validators=[
            Required(_("맡을 수 있는 가구 수를 적어 주십시오.")),
            NumberRange(1, 200, _("1에서 200 사이로 적어 주십시오.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    sex = RadioField(
        _("성별"), choices=choices(answers(Sex)), coerce=Sex, validators=[Required(_("성별을 골라 주십시오."))]
    )
    languages = ChecksField(
        _("쓰는 말"),
        choices=choices(answers(Language)),
        validators=[Required(_("쓰는 말을 하나 이상 골라 주십시오."))],
    )
    dong_codes = ChecksField(
        _("맡는 동"),
        choices=dong_choices,
        validators=[Required(_("맡는 동을 하나 이상 골라 주십시오."))],
    )

    @property
    def facts(self) -> dict[str, Any]:
        """The fields as `save_profile` takes them."""
        names = ("phone", "case_limit", "sex", "languages", "dong_codes")
        return {name: self[name].data for name in names}
