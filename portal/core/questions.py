"""Questions that are kept as lines of text, as the office writes them, and what was answered to them.

`*가는 곳: 병원 / 관공서` must be answered (`*`), by one of the answers after the colon; without a colon it is answered
in words. An answer is kept under the words of its question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.core.errors import DomainError
from portal.core.messages import N_

AT_MOST = 12
LONGEST_NAME, LONGEST_ANSWER = 40, 200
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Question:
    name: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Told:
    """A question with what was answered, "" while nobody did."""

    name: str
    answer: str
    required: bool = False

    @property
    def is_missing(self) -> bool:
        return self.required and not self.answer


def read_question(line: str) -> Question:
    name, _colon, rest = line.removeprefix("*").partition(":")
    choices = tuple(choice.strip() for choice in rest.split("/") if choice.strip())
    return Question(name.strip(), choices, line.startswith("*"))


def read_questions(lines: Iterable[str]) -> list[Question]:
    return [read_question(line) for line in lines]


def asked_no_more(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """Questions that were answered once and that the office has reworded or taken away since."""
    names = {each.name for each in questions}
    return [Question(name) for name, answer in answers.items() if answer and name not in names]


def refuse_questions(lines: Sequence[str], field: str) -> None:
    """Raise `DomainError` beside `field` for lines that nobody could answer."""
    questions = read_questions(lines)
    names = [question.name for question in questions]
    if len(questions) > AT_MOST:
        raise DomainError(N_("물음은 12개까지 적을 수 있습니다."), field)
    if any(not name or len(name) > LONGEST_NAME for name in names):
        raise DomainError(N_("물음은 한 줄에 하나씩, 40자까지 적어 주십시오."), field)
    if len(set(names)) < len(names):
        raise DomainError(N_("같은 물음이 두 번 있습니다."), field)
    if any(len(question.choices) == 1 for question in questions):
        raise DomainError(N_("고를 답은 둘 이상 적어 주십시오. 예: 가는 길: 왕복 / 편도"), field)
    if any(len(choice) > LONGEST_NAME for question in questions for choice in question.choices):
        raise DomainError(N_("고를 답은 40자까지 적을 수 있습니다."), field)


def chosen(questions: Sequence[Question], answers: Answers) -> list[Told]:
    """The answers that were picked from a list; whatever was written in words is left out."""
    listed = {each.name: each.choices for each in questions}
    return [Told(name, answer) for name, answer in answers.items() if answer in listed.get(name, ())]


def told(questions: Sequence[Question], answers: Answers) -> list[Told]:
    """Each question with its answer, then what was answered to questions that are asked no more."""
    asked = [Told(each.name, answers.get(each.name, ""), each.required) for each in questions]
    return asked + [Told(each.name, answers[each.name]) for each in asked_no_more(questions, answers)]
