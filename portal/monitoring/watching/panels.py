"""What stands about watching on the pages of lower features."""

from datetime import date
from uuid import UUID

from flask import render_template

from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.caseload.states import CaseState
from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import devices_of
from portal.monitoring.devices.rules import Hours
from portal.monitoring.watching import queries
from portal.monitoring.watching.asking import homes_of
from portal.monitoring.watching.trying import try_hours
from portal.residents.households.models import Person
from portal.residents.households.queries import person_of_user
from portal.residents.households.scope import is_in_scope
from portal.web.access import current_actor
from portal.web.forms import ActionForm


def on_household(*, person: Person, day: date) -> str:
    """By what somebody is watched and when they were heard of; the way to begin where nothing stands there."""
    if not current_actor().can(Permission.WATCH_MANAGE):
        return ""
    watch = queries.watch_of(person.household_id)
    devices = devices_of(person.household_id) if watch is not None else ()
    days = queries.days_of(person.household_id, day) if watch is not None else ()
    home = homes_of([person.household_id])[person.household_id]
    return render_template(
        "watching/_on_household.html", person=person, watch=watch, devices=devices, days=days, home=home
    )


def on_call(*, household_id: UUID) -> str:
    """That nobody asked a home yet whether it wants to be watched: the call is an occasion."""
    if not current_actor().can(Permission.WATCH_MANAGE) or not homes_of([household_id])[household_id].is_to_be_asked:
        return ""
    return render_template("watching/_on_call.html")


def on_hours(*, device: Device, hours: Hours | None) -> str:
    """What the hours that are tried, or else those of now, would have done."""
    trial = try_hours(device, hours or device.hours, clock.now())
    return render_template("watching/_trial.html", trial=trial, hours=hours)


def on_open_alert(*, alert: Alert) -> str:
    """That they said they would be away, or that their care rests: the alert goes on until somebody ends it."""
    absences = queries.absences_to_come(alert.household_id, clock.now())
    case = open_case_of_household(alert.household_id)
    held = case if case is not None and case.state is CaseState.ON_HOLD else None
    return render_template("watching/_on_open_alert.html", absences=absences, held=held) if absences or held else ""


def on_ended_alert(*, alert: Alert) -> str:
    """After a false alarm, for whoever works with the household: the hours may be tried and changed."""
    viewer = current_actor()
    if alert.ending is not AlertEnding.FALSE_ALARM or not viewer.can(Permission.WATCH_MANAGE):
        return ""
    devices = [device for device in devices_of(alert.household_id) if device.state in queries.EYES]
    if not devices or not is_in_scope(alert.household_id, viewer):
        return ""
    return render_template("watching/_after_alert.html", devices=devices)


def on_my_care() -> str:
    """The button, for whoever is watched and signed in themselves."""
    viewer = current_actor()
    person = person_of_user(viewer.user_id) if viewer.user_id and viewer.can(Permission.MY_FILE) else None
    if person is None or not queries.is_under_watch(person.household_id):
        return ""
    watch, today = queries.watch_of(person.household_id), clock.day_of(clock.now())
    return render_template(
        "watching/_on_my_care.html",
        watch=watch,
        form=ActionForm(),
        pressed=queries.pressed_on(person.household_id, today),
    )
