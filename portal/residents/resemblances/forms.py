"""What the office says about two files."""

from uuid import UUID

from wtforms import RadioField
from wtforms.validators import Length, Optional

from portal.residents.households.models import Person
from portal.residents.households.rules import CHANGED_BY_STAFF
from portal.residents.households.states import Fact
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.presentation import compared
from portal.web.fields import ChecksField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

LENGTH = Length(max=300, message=_("300자까지 적을 수 있습니다."))
WHY = _("무엇을 보고 그렇게 정했는지 적어 주십시오.")


class ReasonForm(PortalForm):
    reason = TextField(_("무엇을 보고 정했습니까?"), validators=[Required(WHY), LENGTH])


class JoinForm(ReasonForm):
    """Which file goes on, and which facts it takes from the other."""

    kept = RadioField(
        _("어느 파일로 이어 갑니까?"), coerce=UUID, validators=[Required(_("이어 갈 파일을 골라 주십시오."))]
    )
    facts = ChecksField(_("다른 파일에서 가져올 것"), choices=[], validators=[Optional()])

    def offer(self, pair: Resemblance, proposed: Person) -> None:
        """Both files, the proposed one first, and the facts in which they differ."""
        self.facts.choices = choices(each.fact for each in compared(pair) if each.differs)
        files = sorted((pair.other, pair.person), key=lambda one: one.id != proposed.id)
        self.kept.choices = [(str(one.id), gettext("가구 %(number)s", number=one.household.number)) for one in files]
        if self.kept.data is None and not self.is_submitted():
            self.kept.data = proposed.id

    def chosen(self, pair: Resemblance) -> Person:
        return pair.person if self.kept.data == pair.person_id else pair.other

    @property
    def chosen_facts(self) -> list[Fact]:
        return [fact for fact in CHANGED_BY_STAFF if fact.value in (self.facts.data or ())]
