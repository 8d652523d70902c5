"""Shape of what is said of minutes, and of what the office answers."""

from uuid import UUID

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 2_000
WHOLE = choice("", _("회의록 전체"))


class SayForm(PortalForm):
    """What somebody who was there says."""

    answer = RadioField(_("회의록이 맞습니까?"), [Required()], choices=choices(MinutesAnswer))
    item = SelectField(_("어느 안건입니까?"), choices=[WHOLE], validators=[Optional()])
    words = LinesField(_("무엇이 맞지 않습니까?"), [Optional(), Length(max=LONGEST)], render_kw={"rows": 4})

    def offer(self, meeting: Meeting) -> None:
        self.item.choices = [WHOLE, *(choice(str(item.id), item.title) for item in meeting.items)]

    def about(self, meeting: Meeting) -> AgendaItem | None:
        wanted = UUID(self.item.data) if self.item.data else None
        return next((item for item in meeting.items if item.id == wanted), None)


class AnswerForm(PortalForm):
    """What the office answers to an amendment."""

    outcome = RadioField(_("회의록에 반영합니까?"), [Required()], choices=choices(AmendmentOutcome))
    reason = LinesField(_("받아들이지 않는 까닭"), [Optional(), Length(max=LONGEST)], render_kw={"rows": 3})
