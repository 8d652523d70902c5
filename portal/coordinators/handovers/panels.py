"""What of hand-overs stands on other pages: the day of a coordinator, a household, the office's list of what waits."""

from datetime import date, datetime

from flask import render_template, url_for

from portal.coordinators.handovers.queries import handover_of_person, is_asked_of, open_handovers
from portal.coordinators.handovers.states import UNGIVEN, UNTAKEN
from portal.core.permissions import Actor, Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor
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


def waiting(viewer: Actor, _now: datetime) -> list[Waiting]:
    """Per person who has not said their part, however many households it is about."""
    if not viewer.can(Permission.APPLICATION_PAIR):
        return []
    waits: dict[tuple[str, str], list[tuple[date, datetime]]] = {}
    for one in open_handovers(viewer):
        for name, words, missing in (
            (one.giver.name, _("인수인계 글 기다리기"), one.state in UNGIVEN),
            (one.taker.name, _("인수 확인 기다리기"), one.state in UNTAKEN),
        ):
            if missing:
                waits.setdefault((words, name), []).append((one.due_on, one.begun_at))
    return [
        Waiting(
            _("%(what)s: %(name)s 님, %(count)d가구", what=words, name=name, count=len(found)),
            url_for("handovers.handovers"),
            min(begun for _due, begun in found),
            min(due for due, _begun in found),
        )
        for (words, name), found in waits.items()
    ]
