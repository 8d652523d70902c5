"""What the page of a household shows while somebody stays elsewhere."""

from flask import render_template

from portal.coordinators.stays.queries import homes_meanwhile
from portal.core import clock
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor


def on_household(person: Person) -> str:
    """Each stay to come or going on, with what its home needs meanwhile."""
    actor = current_actor()
    if not actor.can(Permission.REFERRAL_MANAGE):
        return ""
    stays = homes_meanwhile(person, viewer=actor, now=clock.now())
    return render_template("stays/_on_household.html", stays=stays) if stays else ""
