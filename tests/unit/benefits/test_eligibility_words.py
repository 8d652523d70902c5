"""What residents read of eligibility: short sentences in plain words, and always something that they can do."""

import re
from datetime import date

import pytest

from portal.benefits.eligibility import texts
from portal.benefits.eligibility.rules import Finding, Said, conditions_document, conditions_from, find
from portal.benefits.eligibility.states import Answer
from tests.unit.benefits.test_worked_cases import cases, facts, rules_on

LONGEST = 40
SENTENCE = re.compile(r"[^.!?]+(?:\.(?=\d)[^.!?]*)*[.!?]?")
EVERY = [case for case in cases("answers") if case["answer"] != "no_edition"]


def finding(case: dict[str, str]) -> Finding:
    day = date.fromisoformat(case["day"])
    rules = rules_on(case["programme"], day)
    assert rules is not None
    return find(rules, facts(case), day)


def words(said: Said) -> str:
    return said.text % said.params


@pytest.mark.parametrize("case", EVERY, ids=lambda case: str(case["id"]))
class TestEveryAnswer:
    def test_is_told_in_short_sentences(self, case: dict[str, str]) -> None:
        answer = finding(case)
        said = [words(each) for each in (*answer.conditions, *answer.instead)]
        sentences = [sentence.strip() for text in said for sentence in SENTENCE.findall(text)]
        assert [sentence for sentence in sentences if len(sentence) > LONGEST] == []

    def test_never_promises_and_never_ends_dead(self, case: dict[str, str]) -> None:
        answer = finding(case)
        assert "선정" not in "".join(words(each) for each in (*answer.conditions, *answer.instead))
        assert answer.conditions
        assert answer.instead or (answer.answer is Answer.ELIGIBLE and answer.own_percent != 100)

    def test_is_the_same_when_kept_and_read_again(self, case: dict[str, str]) -> None:
        conditions = finding(case).conditions
        assert conditions_from(conditions_document(conditions)) == conditions


def test_who_is_turned_away_hears_of_self_pay_and_of_a_number_to_call() -> None:
    turned_away = [finding(case) for case in EVERY if case["answer"] == Answer.NOT_ELIGIBLE]
    assert turned_away
    for answer in turned_away:
        told = " ".join(words(said) for said in answer.instead)
        assert "비용을 모두 내고" in told
        assert re.search(r"02-120|1668-0120", told)


def test_every_way_a_condition_may_stand_has_its_own_words() -> None:
    for sentences in (texts.DISTRICT, texts.LIVES_ALONE, texts.DOOR, texts.DOOR_WITH_AGE, texts.INCOME, texts.FIRST):
        assert len(set(sentences.values())) == 3
    assert texts.FOR_RESIDENTS.keys() == set(Answer)
