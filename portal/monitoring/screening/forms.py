"""The forms of the questionnaire: one question, the whole from paper, what is kept with it, and an edition."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FormField, HiddenField, RadioField
from wtforms.validators import Length, NumberRange, Optional

from portal.core.worded import Worded
from portal.monitoring.screening.models import ScreeningEdition
from portal.monitoring.screening.rules import QUESTIONS_AT_MOST, WEIGHT_AT_MOST, Question
from portal.monitoring.screening.states import Reply, ScreenedBy
from portal.web.day_fields import DayField, NumberField
from portal.web.editing import EditingForm
from portal.web.fields import LinesField, RowsField, TextField
from portal.web.forms import PortalForm
from portal.web.labels import choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

NOTE_LENGTH = Length(max=2000, message=_("2,000자까지 적을 수 있습니다."))
DIGITS_AT_MOST = 6


def _choose(label: str, members: Sequence[Worded], missing: str) -> RadioField:
    kind = type(members[0])
    return RadioField(label, choices=choices(members), coerce=kind, validators=[Required(missing)])


class _OfEdition(PortalForm):
    """Answers belong to the questions that were read, whichever edition is in force when they are sent."""

    edition = HiddenField()

    @property
    def edition_shown(self) -> int:
        told = self.edition.data or ""
        return int(told) if told.isdecimal() and len(told) < DIGITS_AT_MOST else 0


class QuestionForm(_OfEdition):
    """One question; its words are those of the edition."""

    reply = _choose(_("답"), tuple(Reply), _("답을 골라 주십시오. 답하지 않으셨으면 ‘답하지 않음’입니다."))


class _KeptForm(_OfEdition):
    """What is kept with the answers, however they came."""

    asked_on = DayField(_("물어본 날"), validators=[Required(_("물어본 날을 적어 주십시오."))])
    note = LinesField(_("들은 말"), validators=[Optional(), NOTE_LENGTH], render_kw={"rows": 4})
    next_on = DayField(_("다음 점검일"), validators=[Optional()])


class CheckForm(_KeptForm):
    asked_by = _choose(
        _("어떻게 물었습니까?"), (ScreenedBy.MEETING, ScreenedBy.CALL), _("어떻게 물었는지 골라 주십시오.")
    )


class PaperForm(_KeptForm):
    """Every question, as it stands on the paper."""

    replies = RowsField(
        _choose(_("답"), tuple(Reply), _("답을 골라 주십시오.")), _("답"), max_entries=QUESTIONS_AT_MOST
    )

    def ask(self, questions: Sequence[Question]) -> None:
        """As many answers as the edition has questions, each with its words."""
        while len(self.replies) > len(questions):
            self.replies.pop_entry()
        while len(self.replies) < len(questions):
            self.replies.append_entry()
        for number, (entry, asked) in enumerate(zip(self.replies, questions, strict=True), start=1):
            entry.label.text = f"{number}. {asked.words}"

    @property
    def by_place(self) -> dict[int, Reply]:
        return {place: entry.data for place, entry in enumerate(self.replies) if entry.data}


class EditedQuestionForm(FlaskForm):
    class Meta:
        csrf = False

    words = TextField(_("문항"), validators=[Length(max=200, message=_("200자까지 적을 수 있습니다."))])
    hint = TextField(_("도움말"), validators=[Optional(), Length(max=200, message=_("200자까지 적을 수 있습니다."))])
    weight = NumberField(
        _("점수"),
        default=1,
        validators=[
            Required(_("점수를 적어 주십시오.")),
            NumberRange(1, WEIGHT_AT_MOST, _("1에서 5 사이로 적어 주십시오.")),
        ],
    )
    risky = _choose(_("점수가 되는 답"), (Reply.YES, Reply.NO), _("어느 답이 점수가 되는지 골라 주십시오."))

    @property
    def question(self) -> Question:
        return Question(self.words.data, self.weight.data or 1, self.risky.data or Reply.YES, self.hint.data)


class QuestionnaireForm(EditingForm):
    """The questions of an edition; a row without words does not count."""

    questions = RowsField(FormField(EditedQuestionForm), _("문항"), min_entries=1, max_entries=QUESTIONS_AT_MOST)
    high_from = NumberField(_("‘높음’의 점수"), validators=[Required(_("몇 점부터인지 적어 주십시오."))])
    middle_from = NumberField(
        _("‘보통’의 점수"),
        validators=[Required(_("몇 점부터인지 적어 주십시오.")), NumberRange(2, 99, _("2점이나 그보다 커야 합니다."))],
    )

    @property
    def asked(self) -> list[Question]:
        return [entry.form.question for entry in self.questions if entry.form.words.data]

    def add_row(self) -> None:
        if len(self.questions) < QUESTIONS_AT_MOST:
            self.questions.append_entry(EMPTY_ROW)


EMPTY_ROW: Mapping[str, Any] = {"words": "", "hint": "", "weight": 1, "risky": Reply.YES}


def edition_values(edition: ScreeningEdition) -> dict[str, Any]:
    rows = [{**EMPTY_ROW, **each, "risky": Reply(each["risky"])} for each in edition.questions]
    return {"questions": rows, "high_from": edition.high_from, "middle_from": edition.middle_from}
