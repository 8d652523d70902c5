"""The lines of the page: members and services, each with the way to what its figures count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import url_for

from portal.consortium.catalogue.models import Service
from portal.coordinators.fairness.queries import Key, Wanted
from portal.coordinators.fairness.rules import LATELY, LATELY_DAYS, Period, Share, together
from portal.coordinators.fairness.states import Counted
from portal.web.filters import month_words
from portal.web.words import gettext as _

NAMED = 3
"""So many members of a turn are named."""
FEWEST_OTHERS = 3
"""Of fewer others a member does not see the sum: it would tell, or nearly tell, what a single one of them has."""

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """`opens` are the arguments that its rows are found by, None where they are another member's to see."""

    name: str
    share: Share
    opens: Arguments | None = None
    turn: str = ""
    narrows: Arguments = field(default_factory=dict)

    def url(self, figure: Counted) -> str:
        return "" if self.opens is None else url_for("fairness.rows", figure=figure.value, **self.opens)


def period_words(period: Period) -> str:
    if period.key == LATELY:
        return _("지난 %(days)d일", days=LATELY_DAYS)
    if period.key == str(period.first.year):
        return _("%(year)d년", year=period.first.year)
    return month_words(period.first)


def arguments(wanted: Wanted, **narrowed: object) -> Arguments:
    """What an address says of it, narrowed further."""
    told = {"period": wanted.period.key, "service": wanted.service_id, "organisation": wanted.organisation_id}
    return {name: value for name, value in {**told, **narrowed}.items() if value is not None}


def lines_of_members(
    found: Mapping[Key, Share], wanted: Wanted, names: Mapping[UUID, str], *, own: UUID | None
) -> list[Line]:
    """Every member by name; to a member (`own`) itself and the others in one line, which opens nothing.

    Of too few others there is no line.
    """
    by_member = {
        member: together(share for (who, _service), share in found.items() if who == member)
        for member in {who for who, _service in found}
    }
    if own is None:
        lines = [
            Line(names[member], share, opened := arguments(wanted, organisation=member), narrows=opened)
            for member, share in by_member.items()
        ]
        return sorted(lines, key=lambda line: line.name)
    mine = by_member.pop(own, Share())
    lines = [Line(names.get(own, ""), mine, arguments(wanted))]
    if len(by_member) >= FEWEST_OTHERS:
        others = _("다른 협동조합 %(count)d곳", count=len(by_member))
        lines.append(Line(others, together(by_member.values())))
    return lines


def lines_of_services(
    found: Mapping[Key, Share],
    wanted: Wanted,
    services: Sequence[Service],
    names: Mapping[UUID, str],
    turns: Mapping[UUID, Sequence[UUID]],
) -> list[Line]:
    """Every service with anything to count or a turn, of one member or of all, in the order of the services."""
    lines = []
    for service in services:
        if wanted.service_id not in (None, service.id):
            continue
        share = together(
            each
            for (member, which), each in found.items()
            if which == service.id and wanted.organisation_id in (None, member)
        )
        turn = _turn(turns.get(service.id, ()), wanted.organisation_id, names)
        if turn or share != Share():
            lines.append(Line(service.name, share, arguments(wanted, service=service.id), turn))
    return lines


def _turn(order: Sequence[UUID], member: UUID | None, names: Mapping[UUID, str]) -> str:
    """The place of a member in it, or who comes next."""
    if member is None:
        return " → ".join(names[each] for each in order[:NAMED])
    if member not in order:
        return ""
    return _("%(count)d곳 가운데 %(place)d번째", count=len(order), place=order.index(member) + 1)
