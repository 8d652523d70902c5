"""What people suggest for a section, and what the office answers."""

from wtforms import RadioField, SelectField
from wtforms.validators import Length, Optional

from portal.consortium.suggestions.actions import Answer
from portal.consortium.suggestions.states import ANSWERS, SuggestionState, SuggestionView
from portal.manuals.states import ChangeSize
from portal.web.fields import LinesField, TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

LONGEST = 1_000
BRIEF = 300


class SuggestionForm(PortalForm):
    wish = LinesField(
        _("어떻게 바뀌면 좋겠습니까?"), [Required(_("바꾸고 싶은 것을 적어 주십시오.")), Length(max=LONGEST)]
    )
    reason = LinesField(_("왜 그렇습니까?"), [Required(_("까닭을 적어 주십시오.")), Length(max=LONGEST)])


class AnswerForm(PortalForm):
    """`brief` stands in the draft or on the agenda, `words` go to whoever made the suggestion."""

    state = RadioField(
        _("어떻게 합니까?"),
        [Required(_("하나를 골라 주십시오."))],
        choices=choices(tuple(ANSWERS)),
        coerce=SuggestionState,
    )
    brief = TextField(_("무엇을 바꿉니까?"), [Optional(), Length(max=BRIEF)])
    size = RadioField(_("얼마나 바뀝니까"), [Optional()], choices=choices(ChangeSize))
    words = LinesField(_("제안한 분께 드리는 답"), [Optional(), Length(max=LONGEST)])

    def answer(self) -> Answer:
        size = ChangeSize(self.size.data) if self.size.data else None
        return Answer(self.state.data, self.words.data or "", self.brief.data or "", size)


class SuggestionFilter(FilterForm):
    """Which suggestions a list shows; a choice that does not exist counts as none."""

    view = SelectField(_("무엇을 봅니까?"), choices=choices(SuggestionView), default=SuggestionView.WAITING.value)

    @property
    def sought(self) -> SuggestionView:
        if self.view.data not in set(SuggestionView):
            self.view.data = SuggestionView.WAITING.value
        return SuggestionView(self.view.data)
