"""What pages of rules with editions share: their words, and the forms that open them, draft an edition and end them."""

from collections.abc import Iterable

from wtforms import SelectField
from wtforms.validators import Length, Optional

from portal.core.dates import format_day
from portal.db.editions import Edition, last_day_of
from portal.web.day_fields import DayField
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _


def edition_words(edition: Edition) -> str:
    """제2판 (2025. 1. 1.(수)부터)"""
    return gettext("제%(number)d판 (%(day)s부터)", number=edition.number, day=format_day(edition.starts_on))


def term_words(edition: Edition) -> str:
    """2025. 1. 1.(수)부터, with the last day where there is one; - for an edition that never came into force."""
    first, last = edition.starts_on, last_day_of(edition)
    if last is None:
        return gettext("%(first)s부터", first=format_day(first))
    if last < first:
        return "-"
    return gettext("%(first)s부터 %(last)s까지", first=format_day(first), last=format_day(last))


class DetailsForm(PortalForm):
    """What everything with rules has; its form adds the name and where the rules come from, in its own words."""

    code = TextField(
        _("짧은 이름"),
        [Required(_("짧은 이름을 적어 주십시오.")), Length(max=32)],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    summary = TextField(_("한 줄 소개"), [Optional(), Length(max=300)])
    starts_on = DayField(_("첫 판이 시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])


class DraftForm(PortalForm):
    """`base` is the id of the edition whose rules the draft takes over."""

    base = SelectField(_("어느 판을 고쳐 씁니까"), validators=[Required(_("판을 골라 주십시오."))])
    starts_on = DayField(_("시작하는 날"), [Required(_("시작하는 날을 적어 주십시오."))])

    def offer(self, editions: Iterable[Edition]) -> None:
        """The editions that a draft may take over; an empty one where there are none."""
        self.base.choices = [(str(each.id), edition_words(each)) for each in editions] or [("none", gettext("빈 판"))]


class EndForm(PortalForm):
    last_day = DayField(_("마지막 날"), [Required(_("마지막 날을 적어 주십시오."))])
