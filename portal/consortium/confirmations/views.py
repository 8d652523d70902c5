"""Pages on which somebody confirms that they read a manual, and on which the office sees who has not."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.catalogue.queries import services_by
from portal.consortium.confirmations import actions, queries
from portal.consortium.confirmations.rules import stops_after
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_of, get_manual
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("confirmations", __name__, url_prefix="/manual-confirmations")


@dataclass(frozen=True, slots=True)
class ToRead:
    """An edition that somebody who accepts is to read, and whether they accept nothing without it any more."""

    edition: ManualEdition
    last_on: date
    stops: bool

    @classmethod
    def of(cls, edition: ManualEdition, confirm_by: date, today: date) -> "ToRead":
        last_on = stops_after(confirm_by, current_settings().target)
        return cls(edition, last_on, today > last_on)


def edition_at(code: str, number: int) -> ManualEdition:
    """One that people are asked to confirm."""
    edition = edition_of(get_manual(code), number, viewer=current_actor())
    if edition.confirm_by is None:
        raise NotFound
    return edition


@bp.get("")
@requires(Permission.MANUAL_CONFIRM)
def mine() -> ResponseReturnValue:
    """What the viewer is asked to read, with the day from which on they accept nothing without."""
    now = clock.now()
    editions = queries.editions_to_confirm(current_actor().user_id, clock.day_of(now))
    return page("confirmations/mine.html", editions=editions)


@bp.post("/<code>/<int:number>")
@requires(Permission.MANUAL_CONFIRM)
def confirm(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    actions.confirm_edition(edition, actor=current_actor(), now=clock.now())
    flash(_("‘%(title)s’ 제%(number)d판을 읽었다고 적었습니다.", title=edition.manual.title, number=number))
    return redirect(back_or(url_for("manuals.edition", code=code, number=number)))


@bp.get("/<code>/<int:number>/readers")
@requires(Permission.MANUAL_APPROVE)
def readers(code: str, number: int) -> ResponseReturnValue:
    """Who has and who has not, by member."""
    edition = edition_at(code, number)
    members = queries.readers_by_member(edition, clock.day_of(clock.now()))
    return page("confirmations/readers.html", edition=edition, members=members, stops_after=_stops_after(edition))


def on_edition(edition: ManualEdition) -> str:
    """Above the text of an edition in force: the button for whoever is asked, the count for the office."""
    day, actor = clock.day_of(clock.now()), current_actor()
    if edition.confirm_by is None:
        return ""
    asked = actor.can(Permission.MANUAL_CONFIRM) and queries.is_to_confirm(edition, actor.user_id, day)
    members = queries.readers_by_member(edition, day) if actor.can(Permission.MANUAL_APPROVE) else []
    return render_template(
        "confirmations/_on_edition.html",
        edition=edition,
        asked=asked,
        people=sum(len(each.people) for each in members),
        confirmed=sum(each.confirmed for each in members),
        stops_after=_stops_after(edition),
    )


def on_publishing(edition: ManualEdition) -> str:
    """Which services are done by the manual and how many people of members a major change will ask."""
    people = queries.workers_by(edition, clock.day_of(clock.now()))
    services = services_by(edition.manual_id)
    return render_template("confirmations/_on_publishing.html", services=services, people=people)


def for_cooperative() -> str:
    """On the pages of those who accept: what they are to read, and from when on they accept nothing without."""
    actor = current_actor()
    if not actor.can(Permission.REFERRAL_ANSWER):
        return ""
    today = clock.day_of(clock.now())
    editions = queries.editions_to_confirm(actor.user_id, today)
    if not editions:
        return ""
    to_read = [ToRead.of(edition, edition.confirm_by, today) for edition in editions if edition.confirm_by]
    return render_template("confirmations/_for_cooperative.html", to_read=to_read)


def _stops_after(edition: ManualEdition) -> date | None:
    return stops_after(edition.confirm_by, current_settings().target) if edition.confirm_by else None
