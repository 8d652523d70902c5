"""The shape of a wish for regular visits, and of what is said of them later."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.states import CancelledBy, DeclineReason
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.preview import Wish
from portal.coordinators.series.queries import Place
from portal.coordinators.series.rhythm import DAYS_AT_MOST, EVERY_AT_MOST, LONGEST, Rule, times_left
from portal.coordinators.series.states import OnHoliday, Rhythm, SeriesState
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.web.day_fields import DayField, NumberField
from portal.web.fields import ChecksField, LinesField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

NOTE = Length(max=500, message=_("500자까지 적을 수 있습니다."))
WEEKDAYS = N_("월화수목금토일")


class TakesGaps(Worded):
    NO = "no", N_("한 날이라도 안 되면 요청하지 않기")
    YES = "yes", N_("빈 날을 두고 나머지를 요청하기")


class WishForm(PortalForm):
    """`seen` is what was shown before it is asked: nobody asks for days that they did not see."""

    place = SelectField(_("협동조합과 시간"), [Required(_("협동조합과 시간을 골라 주십시오."))])
    rhythm = RadioField(_("얼마나 자주"), [Required(_("얼마나 자주인지 골라 주십시오."))], choices=choices(Rhythm))
    every = NumberField(
        _("몇 주(몇 달)마다"),
        [
            Required(_("몇 주마다인지 적어 주십시오.")),
            NumberRange(1, EVERY_AT_MOST, _("1부터 12까지 적을 수 있습니다.")),
        ],
    )
    weekdays = ChecksField(
        _("요일"),
        choices=lambda: [
            (str(number), gettext("%(day)s요일", day=day)) for number, day in enumerate(gettext(WEEKDAYS))
        ],
    )
    first_on = DayField(_("첫 방문 날"), [Required(_("첫 방문 날을 적어 주십시오."))])
    times = NumberField(_("몇 번"), [Optional(), NumberRange(1, DAYS_AT_MOST, _("1부터 60까지 적을 수 있습니다."))])
    until_on = DayField(_("언제까지"), [Optional()])
    on_holiday = RadioField(_("공휴일에는"), choices=choices(OnHoliday), default=OnHoliday.SKIP.value)
    takes_gaps = RadioField(_("방문할 수 없는 날이 있으면"), choices=choices(TakesGaps), default=TakesGaps.NO.value)
    note = LinesField(_("협동조합에 전할 말"), [Optional(), NOTE], render_kw={"rows": 2})
    seen = HiddenField()

    def offer(self, places: Sequence[Place]) -> None:
        """The times that may be chosen."""
        self.place.choices = [("", gettext("고르기")), *((each.key, words_of(each)) for each in places)]

    @property
    def leaves_gaps(self) -> bool:
        """Whether days that cannot be stand in the way of none of the others."""
        return bool(self.takes_gaps.data == TakesGaps.YES.value)

    def read_wish(self) -> Wish:
        """Once the form is valid; its place is one of those that were offered."""
        member, clock = self.place.data.split("|")
        rule = Rule(
            rhythm=Rhythm(self.rhythm.data),
            first_on=self.first_on.data or date.min,
            every=self.every.data or 1,
            weekdays=frozenset(map(int, self.weekdays.data or ())),
            times=self.times.data,
            until_on=self.until_on.data,
            on_holiday=OnHoliday(self.on_holiday.data),
        )
        return Wish(UUID(member), time.fromisoformat(clock), rule)


def words_of(place: Place) -> str:
    """울림두레돌봄 09:00~11:00 (월·수) · 다녀간 곳"""
    days = "·".join(gettext(WEEKDAYS)[number] for number in place.weekdays)
    known = f" · {gettext('다녀간 곳')}" if place.is_known else ""
    known += f" · {gettext('거절한 곳')}" if place.has_declined else ""
    return f"{place.organisation.name} {place.starts_at:%H:%M}~{place.ends_at:%H:%M} ({days}){known}"


def values_of_line(line: PlanLine, places: Sequence[Place], first_on: date) -> dict[str, Any]:
    """What the plan says of the rhythm, to begin with."""
    every = 2 if line.how_often is HowOften.FORTNIGHTLY else 1
    rhythm = Rhythm.MONTHLY_WEEKDAY if line.how_often is HowOften.MONTHLY else Rhythm.WEEKLY
    place = places[0].key if places else ""
    until_on = min(line.until_on, first_on + LONGEST)
    return {"rhythm": rhythm.value, "every": every, "first_on": first_on, "until_on": until_on, "place": place}


def values_of_series(series: CareSeries, line: PlanLine, places: Sequence[Place], first_on: date) -> dict[str, Any]:
    """The same rhythm at the same time, from the day after which it would end; what was declined is asked elsewhere."""
    is_declined = series.state is SeriesState.DECLINED
    same = f"{series.organisation_id}|{series.starts_at:%H:%M}"
    return {
        "place": (places[0].key if places else "") if is_declined else same,
        "rhythm": series.rhythm.value,
        "every": series.every,
        "weekdays": list(series.weekdays),
        "first_on": first_on,
        "times": series.times if is_declined else times_left(series.rule, series.last_on),
        "until_on": series.until_on if is_declined else min(line.until_on, first_on + LONGEST),
        "on_holiday": series.on_holiday.value,
        "takes_gaps": (TakesGaps.YES if series.takes_gaps else TakesGaps.NO).value,
    }


class AcceptForm(PortalForm):
    """Who goes there, wherever they may."""

    worker = SelectField(_("다녀갈 사람"), default="")

    def offer(self, workers: Sequence[tuple[str, str]]) -> None:
        self.worker.choices = [("", gettext("나중에 정하기")), *workers]

    @property
    def worker_id(self) -> UUID | None:
        return UUID(self.worker.data) if self.worker.data else None


class DeclineForm(PortalForm):
    reason = RadioField(
        _("받지 못하는 까닭"), [Required(_("까닭을 하나 골라 주십시오."))], choices=choices(DeclineReason)
    )
    note = LinesField(_("덧붙일 말"), [NOTE], render_kw={"rows": 3})

    @property
    def chosen_reason(self) -> DeclineReason:
        return DeclineReason(self.reason.data)


class StopForm(PortalForm):
    from_on = DayField(_("이날부터"), [Required(_("언제부터 그만둘지 적어 주십시오."))])
    by = RadioField(
        _("누가 그만두나요?"), [Required(_("누가 그만두는지 골라 주십시오."))], choices=choices(CancelledBy)
    )
    note = LinesField(_("까닭"), [Required(_("까닭을 적어 주십시오.")), NOTE], render_kw={"rows": 3})

    @property
    def cancelled_by(self) -> CancelledBy:
        return CancelledBy(self.by.data)


class SeriesFilter(FilterForm):
    """One state, or all of them."""

    state = SelectField(_("상태"), [Optional()])

    def __init__(self) -> None:
        super().__init__()
        self.state.choices = [("", _("모두")), *choices(SeriesState)]

    @property
    def states(self) -> list[SeriesState]:
        return [SeriesState(self.state.data)] if self.state.data in list(SeriesState) else []
