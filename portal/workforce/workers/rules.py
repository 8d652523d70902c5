"""Decides who may go to households on a day by their checks, until when, and whose wishes they meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from portal.core.messages import N_
from portal.residents.households.states import Language, SameSex, Sex
from portal.workforce.workers.states import CheckKind, UnmetWish, WorkerStanding


class Checked(Protocol):
    """A check that was made on a day and holds until another one, both included, unless it was struck."""

    @property
    def kind(self) -> CheckKind: ...
    @property
    def done_on(self) -> date: ...
    @property
    def expires_on(self) -> date: ...
    @property
    def struck_at(self) -> datetime | None: ...


class Working(Protocol):
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...
    @property
    def checks(self) -> Sequence[Checked]: ...


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a household wishes of whoever comes."""

    sex: Sex
    same_sex: SameSex
    language: Language


def holds(check: Checked, day: date) -> bool:
    return check.struck_at is None and check.done_on <= day <= check.expires_on


def missing(checks: Iterable[Checked], day: date) -> list[CheckKind]:
    """The kinds of which none holds on `day`."""
    held = {check.kind for check in checks if holds(check, day)}
    return [kind for kind in CheckKind if kind not in held]


def holds_until(checks: Iterable[Checked], day: date) -> date | None:
    """The last day on which all that hold on `day` still do; None where one is missing already."""
    last: dict[CheckKind, date] = {}
    for check in checks:
        if holds(check, day):
            last[check.kind] = max(check.expires_on, last.get(check.kind, check.expires_on))
    return min(last.values()) if len(last) == len(CheckKind) else None


def standing(worker: Working, day: date, *, within: int) -> WorkerStanding:
    """How somebody stands on `day`; a check that ends in `within` days or fewer is told before."""
    if worker.ends_on is not None and worker.ends_on < day:
        return WorkerStanding.LEFT
    until = holds_until(worker.checks, day)
    if worker.starts_on > day:
        return WorkerStanding.COMING
    if until is None:
        return WorkerStanding.LACKING
    return WorkerStanding.ENDING if (until - day).days <= within else WorkerStanding.READY


def check_hindrance(done_on: date, expires_on: date, today: date) -> tuple[str, str] | None:
    """(end of the field's name, words) of what is wrong with a check; None when it can be true."""
    if done_on > today:
        return "done_on", N_("아직 오지 않은 날입니다. 확인한 날을 적어 주십시오.")
    if expires_on < done_on:
        return "expires_on", N_("끝나는 날은 확인한 날보다 빠를 수 없습니다.")
    return None


def unmet_wishes(sex: Sex, languages: Iterable[str], wishes: Wishes) -> list[UnmetWish]:
    """What somebody of this sex, who speaks these languages, cannot give; who did not say wishes nothing."""
    wants_same = wishes.same_sex is SameSex.WANTED and wishes.sex in (Sex.FEMALE, Sex.MALE)
    needs_language = wishes.language not in (Language.KOREAN, Language.UNANSWERED)
    unmet = {
        UnmetWish.OTHER_SEX: wants_same and sex is not wishes.sex,
        UnmetWish.LANGUAGE: needs_language and wishes.language.value not in set(languages),
    }
    return [wish for wish, is_unmet in unmet.items() if is_unmet]
