"""What the audit can be narrowed by."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from portal.audit.queries import Filters, known_events
from portal.audit.words import event_words
from portal.web.day_fields import DayField
from portal.web.forms import FilterForm
from portal.web.words import lazy_gettext as _


class LogFilterForm(FilterForm):
    first = DayField(_("처음 날"), [Optional()])
    last = DayField(_("마지막 날"), [Optional()])
    event = SelectField(_("한 일"), default="", validate_choice=False)
    reads = BooleanField(_("개인정보를 본 것만"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = sorted((event_words(event), event) for event in known_events())
        self.event.choices = [("", _("모두")), *((event, text) for text, event in words)]

    @property
    def filters(self) -> Filters:
        """What was asked for; whatever cannot be read counts as not asked."""
        return Filters(self.first.data, self.last.data, self.event.data or "", self.reads.data)
