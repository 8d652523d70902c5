"""What the audit can be narrowed by."""

from uuid import UUID

from wtforms import BooleanField, SelectField
from wtforms.validators import Optional

from portal.audit.queries import ACCOUNTS, About, Filters, about_number, known_events
from portal.audit.things import THINGS
from portal.audit.words import event_words, thing_words
from portal.web.day_fields import DayField
from portal.web.fields import TextField
from portal.web.sought import SearchForm
from portal.web.words import lazy_gettext as _

NO_NUMBER = _("번호는 2026-000123처럼 적어 주십시오.")


class LogFilterForm(SearchForm):
    typed = frozenset({"about", "address", "errand"})
    first = DayField(_("처음 날"), [Optional()])
    last = DayField(_("마지막 날"), [Optional()])
    event = SelectField(_("한 일"), default="", validate_choice=False)
    kind = SelectField(_("대상"), default="", validate_choice=False)
    who = SelectField(_("한 사람"), default="", validate_choice=False)
    about = TextField(_("가구·신청·연계 번호"), [Optional()], render_kw={"maxlength": 20, "autocomplete": "off"})
    address = TextField(_("접속 주소"), [Optional()], render_kw={"maxlength": 64, "autocomplete": "off"})
    errand = TextField(_("요청 번호"), [Optional()], render_kw={"maxlength": 36, "autocomplete": "off"})
    reads = BooleanField(_("개인정보를 본 것만"))

    def __init__(self) -> None:
        super().__init__()
        events = sorted((event_words(event), event) for event in known_events())
        kinds = sorted((thing_words(kind), kind) for kind in THINGS)
        accounts = ((name, str(account_id)) for account_id, name in ACCOUNTS.only()())
        for field, offered in ((self.event, events), (self.kind, kinds), (self.who, accounts)):
            field.choices = [("", _("모두")), *((value, words) for words, value in offered)]

    @property
    def filters(self) -> Filters:
        """What was asked for; whatever cannot be read counts as not asked, but for a number that nothing bears."""
        return Filters(
            first=self.first.data,
            last=self.last.data,
            event=self.event.data or "",
            reads_only=self.reads.data,
            kind=self.kind.data or "",
            actor_id=_id_of(self.who.data or ""),
            address=(self.address.data or "").strip(),
            about=self._about(),
            errand=_id_of((self.errand.data or "").strip()),
        )

    def _about(self) -> tuple[About, ...] | None:
        text = (self.about.data or "").strip()
        found = about_number(text) if text else None
        if text and found is None:
            self.about.errors = [NO_NUMBER]
        return found


def _id_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
