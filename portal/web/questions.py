"""Fields for the questions of a service, which the office writes: a form with them is made for each service."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

from wtforms import Field, Form, SelectField
from wtforms.validators import Length, Optional

from portal.core.questions import LONGEST_ANSWER, Answers, Question, read_questions
from portal.web.fields import TextField
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _

PREFIX = "answer_"
F = TypeVar("F", bound=Form)


def question_words(lines: Sequence[str]) -> str:
    """The questions one after the other, each with what there is to choose."""
    return ", ".join(_words(each) for each in read_questions(lines))


def _words(question: Question) -> str:
    mark = gettext("꼭") if question.required else ""
    inside = " · ".join(part for part in (mark, " / ".join(question.choices)) if part)
    return f"{question.name} ({inside})" if inside else question.name


def name_of(question: Question) -> str:
    """The name of its field, which follows its words: another question never takes its answer."""
    return PREFIX + blake2b(question.name.encode(), digest_size=6).hexdigest()


def asking(form: type[F], questions: Sequence[Question], answers: Answers) -> type[F]:
    """`form` with a field for each question; an answer that was given before may be kept."""
    fields = {name_of(each): _field(each, answers.get(each.name, "")) for each in questions}
    return type(f"{form.__name__}OfTheCatalogue", (form,), fields)


def _field(question: Question, before: str) -> Field:
    needed = Required(_("답을 적어 주십시오.")) if question.required else Optional()
    if not question.choices:
        return TextField(question.name, [needed, Length(max=LONGEST_ANSWER, message=_("200자까지 적을 수 있습니다."))])
    listed = question.choices if not before or before in question.choices else (*question.choices, before)
    return SelectField(question.name, [needed], choices=lambda: _choices(listed), default="")


def _choices(listed: Sequence[str]) -> list[tuple[str, str]]:
    return [("", gettext("고르기")), *((choice, choice) for choice in listed)]


def values_of(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """What such a form is filled with."""
    return {name_of(each): answers.get(each.name, "") for each in questions}


def fields_of(form: Form, questions: Sequence[Question]) -> list[Field]:
    return [form[name_of(each)] for each in questions]


def answers_of(form: Form, questions: Sequence[Question]) -> dict[str, str]:
    """What was answered, by the words of the questions; what was left empty is left out."""
    given = {each.name: form[name_of(each)].data or "" for each in questions}
    return {name: answer for name, answer in given.items() if answer}
