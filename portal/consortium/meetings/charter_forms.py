"""Shape of the form of what holds for the meetings of a kind."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import Length, NumberRange, Optional

from portal.consortium.meetings.actions import CharterValues
from portal.consortium.meetings.rules import Charter
from portal.consortium.meetings.states import Asked, MeetingKind, Quorum, SilenceCounts, WeekOfMonth, may_be_asked
from portal.consortium.meetings.timing import LONGEST
from portal.web.day_fields import ClockField, DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import ChecksField, LinesField, TextField
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

WEEKDAYS = (_("월요일"), _("화요일"), _("수요일"), _("목요일"), _("금요일"))
LEFT_OPEN = choice("", _("정하지 않음"))
MONTHS = (
    ("1", _("달마다")),
    ("2", _("두 달마다")),
    ("3", _("석 달마다")),
    ("6", _("여섯 달마다")),
    ("12", _("해마다")),
)
MOST_PROXIES = 9
MOST_DAYS = 60
PLAIN = ("starts_at", "minutes", "place", "proxies", "confirm_days")


class CharterForm(EditingForm):
    """Without a week there is no series."""

    points = LinesField(_("늘 다루는 안건"), [Required(), Length(max=2_000)], render_kw={"rows": 4})
    asked = ChecksField(_("부를 분"), choices=choices(Asked), validators=[Optional()])
    quorum = RadioField(_("정족수"), [Required()], choices=choices(Quorum))
    proxies = NumberField(_("한 분이 맡을 수 있는 위임"), [Required(), NumberRange(min=0, max=MOST_PROXIES)])
    confirm_days = NumberField(_("회의록을 확인하는 기간"), [Required(), NumberRange(min=0, max=MOST_DAYS)])
    silence = RadioField(_("기간 안에 답이 없으면"), [Required()], choices=choices(SilenceCounts))
    week = SelectField(_("몇째 주"), choices=[LEFT_OPEN, *choices(WeekOfMonth)])
    weekday = SelectField(
        _("요일"), choices=[LEFT_OPEN, *(choice(str(day), words) for day, words in enumerate(WEEKDAYS))]
    )
    months = SelectField(_("얼마마다"), choices=[choice(*each) for each in MONTHS])
    from_on = DayField(_("언제부터"), [Optional()])
    starts_at = ClockField(_("시작 시각"), [Required()])
    minutes = NumberField(_("걸리는 시간"), [Required(), NumberRange(min=10, max=LONGEST)])
    place = TextField(_("장소"), [Optional(), Length(max=100)])

    def offer_asked(self, kind: MeetingKind) -> None:
        offered = may_be_asked(kind)
        self.asked.choices = choices(each for each in Asked if each in offered)

    def values(self) -> CharterValues:
        return CharterValues(
            asked=[Asked(each) for each in self.asked.data or ()],
            quorum=Quorum(self.quorum.data),
            silence=SilenceCounts(self.silence.data),
            week=WeekOfMonth(self.week.data) if self.week.data else None,
            weekday=int(self.weekday.data) if self.weekday.data else None,
            months=int(self.months.data),
            **{name: self.data[name] for name in ("points", "from_on", *PLAIN)},
        )


def charter_values(charter: Charter) -> dict[str, Any]:
    """What a form says of it."""
    series = charter.series
    return {
        "points": "\n".join(charter.points),
        "asked": [each.value for each in Asked if each in charter.asked],
        "quorum": charter.quorum.value,
        "silence": charter.silence.value,
        "week": series.week.value if series else "",
        "weekday": str(series.weekday) if series else "",
        "months": str(series.months if series else 1),
        "from_on": series.from_on if series else None,
        **{name: getattr(charter, name) for name in PLAIN},
    }
