"""Shape of what is said of minutes, and of what the office answers."""

from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.minutes.searching import Sought
from portal.consortium.minutes.states import AmendmentOutcome, FoundPart, MinutesAnswer
from portal.web.day_fields import DayField
from portal.web.drawn import DrawnField
from portal.web.fields import EmailField, LinesField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.sought import SearchForm
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 2_000
WHOLE = choice("", _("회의록 전체"))
ALL = choice("", _("모두"))
UNSIGNED = frozenset(MinutesAnswer) - {MinutesAnswer.CONFIRMED}


class SayForm(PortalForm):
    """What somebody who was there says."""

    answer = RadioField(_("회의록이 맞습니까?"), [Required()], choices=choices(MinutesAnswer))
    item = SelectField(_("어느 안건입니까?"), choices=[WHOLE], validators=[Optional()])
    words = LinesField(_("무엇이 맞지 않습니까?"), [Optional(), Length(max=LONGEST)], render_kw={"rows": 4})

    signature = DrawnField(_("서명"), signed=lambda form: form["answer"].data not in UNSIGNED)

    def offer(self, meeting: Meeting) -> None:
        self.item.choices = [WHOLE, *(choice(str(item.id), item.title) for item in meeting.items)]

    def about(self, meeting: Meeting) -> AgendaItem | None:
        wanted = UUID(self.item.data) if self.item.data else None
        return next((item for item in meeting.items if item.id == wanted), None)


class PassOnForm(PortalForm):
    """Where the deputy who came is reached."""

    deputy_email = EmailField(_("대리인의 이메일"), [Required()], render_kw={"type": "email", "autocomplete": "off"})


class AnswerForm(PortalForm):
    """What the office answers to an amendment."""

    outcome = RadioField(_("회의록에 반영합니까?"), [Required()], choices=choices(AmendmentOutcome))
    reason = LinesField(_("받아들이지 않는 까닭"), [Optional(), Length(max=LONGEST)], render_kw={"rows": 3})


class MinutesSearch(SearchForm):
    """What cannot be read counts as not asked."""

    typed = frozenset({"words", "person"})

    words = TextField(_("회의록에서 찾기"), [Optional(), Length(max=100)])
    person = TextField(_("사람"), [Optional(), Length(max=50)], render_kw={"autocomplete": "off"})
    since = DayField(_("처음 날"), [Optional()])
    until = DayField(_("마지막 날"), [Optional()])
    part = SelectField(_("무엇에서"), choices=[ALL, *choices(FoundPart)], default="", validate_choice=False)

    def __init__(self, *, with_persons: bool = True) -> None:
        super().__init__()
        if not with_persons:
            del self.person

    @property
    def sought_for(self) -> Sought:
        part = self.part.data or ""
        return Sought(
            words=(self.words.data or "").strip(),
            person=(self.data.get("person") or "").strip(),
            since=self.since.data,
            until=self.until.data,
            part=FoundPart(part) if part in set(FoundPart) else None,
        )
