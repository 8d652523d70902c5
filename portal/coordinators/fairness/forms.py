"""Which days and which service are counted."""

from collections.abc import Iterable, Sequence

from wtforms import SelectField

from portal.consortium.catalogue.models import Service
from portal.coordinators.fairness.presentation import period_words
from portal.coordinators.fairness.rules import Period
from portal.web.forms import FilterForm
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _


class ShareFilter(FilterForm):
    period = SelectField(_("기간"), default="", validate_choice=False)
    service = SelectField(_("서비스"), default="", validate_choice=False)

    def offer(self, periods: Sequence[Period], services: Iterable[Service]) -> None:
        self.period.choices = [(each.key, period_words(each)) for each in periods]
        self.service.choices = [("", gettext("모두")), *((str(each.id), each.name) for each in services)]
