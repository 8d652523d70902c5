"""Whom a new edition would change, before it starts: each person's answer with it against the answer without it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.benefits.eligibility.people import concerned
from portal.benefits.eligibility.queries import Change, facts_of_all
from portal.benefits.eligibility.rules import Facts, Finding, find
from portal.benefits.eligibility.states import Answer
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.queries import NamedProgramme, edition_on
from portal.core.paging import Page, page_within
from portal.residents.households.models import Person

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What changes for one person."""

    person: Person
    change: Change


@dataclass(frozen=True, slots=True)
class Effect:
    """`looked_at` people in all, how many get and had each answer, and a page of those for whom something changes."""

    looked_at: int
    before: Counter[Answer]
    after: Counter[Answer]
    page: Page[PersonChange]


def effect_of(edition: ProgrammeEdition, page_number: int) -> Effect:
    """The answers of `edition` on its first day against those of the edition in force the day before."""
    day = edition.starts_on
    earlier = edition_on(edition.programme, day - timedelta(days=1))
    programme = NamedProgramme.of(edition.programme)
    before: Counter[Answer] = Counter()
    after: Counter[Answer] = Counter()
    changed, looked_at = [], 0
    for person, facts in _people(day):
        change = Change(programme, _found(earlier, facts, day), find(edition.rules, facts, day))
        looked_at += 1
        before.update(_answers(change.before))
        after.update(_answers(change.after))
        if change.is_change:
            changed.append(PersonChange(person, change))
    page_number = page_within(page_number, PAGE_SIZE, len(changed))
    first = (page_number - 1) * PAGE_SIZE
    return Effect(
        looked_at, before, after, Page(changed[first : first + PAGE_SIZE], page_number, PAGE_SIZE, len(changed))
    )


def _people(day: date) -> Iterator[tuple[Person, Facts]]:
    for people in concerned():
        facts = facts_of_all(people, day)
        yield from ((person, facts[person.id]) for person in people)


def _found(edition: ProgrammeEdition | None, facts: Facts, day: date) -> Finding | None:
    """What would be answered on `day` if the earlier edition went on."""
    return find(edition.rules, facts, day) if edition else None


def _answers(finding: Finding | None) -> list[Answer]:
    return [finding.answer] if finding else []
