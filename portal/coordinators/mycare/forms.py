"""What a resident fills in about a visit; one question a page."""

from datetime import datetime

from wtforms import BooleanField, HiddenField, RadioField
from wtforms.validators import Length, Optional

from portal.consortium.capacity.models import Slot
from portal.coordinators.visits.states import Rating
from portal.core.clock import day_of
from portal.core.dates import format_clock, format_long_day
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.web.fields import LinesField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

OTHER_TIME = "other"


class MoveForm(PortalForm):
    """One of the times offered, or another in one's own words."""

    slot = RadioField(_("언제가 좋으세요?"), [Required(_("좋은 시간을 하나 골라 주십시오."))])
    wish = LinesField(
        _("다른 시간이면 언제가 좋으세요?"),
        [Optional(), Length(max=200, message=_("200자까지 적을 수 있습니다."))],
        render_kw={"rows": 2},
    )

    def __init__(self, slots: list[Slot]) -> None:
        super().__init__()
        offered = [(str(slot.id), _words(slot)) for slot in slots]
        self.slot.choices = [*offered, (OTHER_TIME, _("다른 시간이 좋습니다"))]


def _words(slot: Slot) -> str:
    return f"{format_long_day(day_of(slot.starts_at))} {format_clock(slot.starts_at)}~{format_clock(slot.ends_at)}"


class CancelForm(PortalForm):
    note = LinesField(
        _("까닭"), [Optional(), Length(max=500, message=_("500자까지 적을 수 있습니다."))], render_kw={"rows": 2}
    )


class FeedbackForm(PortalForm):
    rating = RadioField(_("어떠셨어요?"), [Required(_("하나를 골라 주십시오."))], choices=choices(Rating))
    text = LinesField(
        _("하고 싶은 말씀"),
        [Optional(), Length(max=1000, message=_("1,000자까지 적을 수 있습니다."))],
        render_kw={"rows": 3},
    )

    is_shared = BooleanField(_("다녀가신 협동조합에도 이 말씀을 전해 주십시오"))

    @property
    def chosen(self) -> Rating:
        return Rating(self.rating.data)


class AgreeForm(PortalForm):
    """Agrees to the plan as it was shown: `shown` is when that was written."""

    shown = HiddenField()

    def refuse_another(self, written_at: datetime) -> None:
        """Raise `Conflict` when the plan was changed after it was shown."""
        if self.shown.data != written_at.isoformat():
            raise Conflict(N_("그사이 계획이 바뀌었습니다. 다시 읽어 보시고 동의해 주십시오."))
