"""What of hand-overs stands on other pages: the day of a coordinator, a household, the office's list of what waits."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from flask import render_template, url_for

from portal.coordinators.handovers.models import Handover
from portal.coordinators.handovers.queries import handover_of_person, is_asked_of, open_handovers
from portal.coordinators.handovers.states import UNGIVEN, UNTAKEN
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def on_today(day: date) -> str:
    """What the coordinator is still to write or to confirm."""
    actor = current_actor()
    asked = [handover for handover in open_handovers(actor) if is_asked_of(handover, actor)]
    return render_template("handovers/_on_today.html", asked=asked, day=day) if asked else ""


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    """What the coordinator before wrote, and whether it was taken over."""
    handover = handover_of_person(person.id)
    return render_template("handovers/_on_household.html", handover=handover) if handover else ""


def _awaited(desk: Desk) -> Iterator[Item]:
    """Per person who has not said their part, however many households it is about."""
    waits: dict[tuple[str, UUID, str], list[Handover]] = {}
    for one in open_handovers(desk.viewer):
        for person, words, missing in (
            (one.giver, _("인수인계 글 기다리기"), one.state in UNGIVEN),
            (one.taker, _("인수 확인 기다리기"), one.state in UNTAKEN),
        ):
            if missing:
                waits.setdefault((words, person.id, person.name), []).append(one)
    for (words, person_id, name), found in waits.items():
        yield Item(
            key=f"handover-{found[0].id}-{person_id}",
            what=_("%(what)s: %(name)s 님, %(count)d가구", what=words, name=name, count=len(found)),
            since=min(one.begun_at for one in found),
            due=min(one.due_on for one in found),
            deeds=(Deed(_("인수인계 보기"), url_for("handovers.handovers")),),
        )


AWAITED = Waiting(N_("인수인계"), Permission.APPLICATION_PAIR, _awaited)
