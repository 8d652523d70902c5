"""How often people in care were spoken to, by which means and with what outcome, in a period and a year before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.coordinators.calls.states import CallResult
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.calls.models import PhoneCall
from portal.monitoring.calls.rules import a_year_before, change_in_percent

UNTOLD = N_("닿았으나 어떻게 지내시는지 듣지 못함")
CHANNELS = tuple(means for means in ContactMeans if means is not ContactMeans.NOTE)
Counted = Mapping[tuple[ContactMeans, ContactOutcome], int]


@dataclass(frozen=True, slots=True)
class Line:
    """A channel or an outcome: how many in the period, how many a year before; `change` in percent, where there is one.

    `unreached` are those of the period in which nobody answered.
    """

    words: str
    count: int
    before: int
    unreached: int = 0

    @property
    def change(self) -> int | None:
        return change_in_percent(self.before, self.count)


@dataclass(frozen=True, slots=True)
class Figures:
    channels: tuple[Line, ...]
    outcomes: tuple[Line, ...]
    results: tuple[Line, ...]


def contact_figures(first: date, last: date, *, viewer: Actor) -> Figures:
    """Contacts from `first` to `last`, both counted, beside those of the same days a year before."""
    viewer.require(Permission.FIGURES_READ)
    earlier = (a_year_before(first), a_year_before(last))
    now, before = _contacts(first, last), _contacts(*earlier)
    results, results_before = _results(first, last), _results(*earlier)
    return Figures(
        tuple(_of_channel(means, now, before) for means in CHANNELS),
        tuple(_of_outcome(outcome, now, before) for outcome in ContactOutcome),
        tuple(Line(each.words, results.get(each, 0), results_before.get(each, 0)) for each in CallResult),
    )


def _contacts(first: date, last: date) -> Counted:
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    rows = select(Contact.means, Contact.outcome, func.count()).where(Contact.at >= begins, Contact.at < ends)
    rows = rows.where(Contact.means != ContactMeans.NOTE).group_by(Contact.means, Contact.outcome)
    return {(means, outcome): count for means, outcome, count in db.session.execute(rows)}


def _results(first: date, last: date) -> Mapping[CallResult, int]:
    begins, ends = day_bounds(first)[0], day_bounds(last)[1]
    rows = select(PhoneCall.result, func.count()).where(PhoneCall.at >= begins, PhoneCall.at < ends)
    return dict(db.session.execute(rows.group_by(PhoneCall.result)).all())


def _of_channel(means: ContactMeans, now: Counted, before: Counted) -> Line:
    unreached = now.get((means, ContactOutcome.NO_ANSWER), 0)
    return Line(means.words, _sum(now, means), _sum(before, means), unreached)


def _sum(counted: Counted, means: ContactMeans) -> int:
    return sum(count for (each, _outcome), count in counted.items() if each is means)


def _of_outcome(outcome: ContactOutcome, now: Counted, before: Counted) -> Line:
    """By whatever means."""
    count, earlier = (sum(n for (_means, each), n in of.items() if each is outcome) for of in (now, before))
    words = UNTOLD if outcome is ContactOutcome.UNANSWERED else outcome.words
    return Line(words, count, earlier)
