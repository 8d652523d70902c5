"""Pages on which somebody confirms that they read a manual, and on which the office sees who has not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import get_service, services_by
from portal.consortium.confirmations import actions, queries
from portal.consortium.confirmations.forms import ChoiceForm
from portal.consortium.confirmations.rules import stops_after
from portal.consortium.members.queries import organisations
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.queries import edition_of, get_manual, manuals_for
from portal.manuals.states import ManualEditionState
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("confirmations", __name__, url_prefix="/manual-confirmations")


@dataclass(frozen=True, slots=True)
class ToRead:
    """An edition that somebody is to read, and after which day they accept nothing without it, if it stops them."""

    edition: ManualEdition
    confirm_by: date
    last_on: date | None
    stops: bool

    @classmethod
    def of(cls, edition: ManualEdition, confirm_by: date, user_id: UUID | None, today: date) -> "ToRead":
        last_on = _last_day(confirm_by) if queries.works_by(edition, user_id, today) else None
        return cls(edition, confirm_by, last_on, last_on is not None and today > last_on)


@dataclass(frozen=True, slots=True)
class Whom:
    """The edition of a manual that would have to be read if a service were done by it, and by how many people."""

    manual: Manual
    edition: ManualEdition | None
    people: int
    members: list[str]

    @classmethod
    def of(cls, manual: Manual, service: Service, day: date) -> "Whom":
        edition = queries.edition_to_ask(manual.id)
        people = queries.newly_asked(edition, service, day) if edition else []
        return cls(manual, edition, len(people), queries.members_of(people))


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
    editions = queries.editions_and_days(current_actor().user_id, clock.day_of(now))
    return page("confirmations/mine.html", editions=editions)


@bp.post("/<code>/<int:number>")
@requires(Permission.MANUAL_CONFIRM)
def confirm(code: str, number: int) -> ResponseReturnValue:
    edition = edition_at(code, number)
    actions.confirm_edition(edition, actor=current_actor(), now=clock.now())
    flash(_("‘%(title)s’ 제%(number)d판을 읽었다고 적었습니다.", title=edition.manual.title, number=number))
    return redirect(back_or(url_for("manuals.manual", code=code)))


@bp.get("/<code>/<int:number>/readers")
@requires(Permission.MANUAL_APPROVE)
def readers(code: str, number: int) -> ResponseReturnValue:
    """Who has and who has not, by member."""
    edition = edition_at(code, number)
    members = queries.readers_by_member(edition, clock.day_of(clock.now()))
    last_day = _last_day(edition.confirm_by) if edition.confirm_by else None
    return page("confirmations/readers.html", edition=edition, members=members, stops_after=last_day)


def on_edition(edition: ManualEdition) -> str:
    """Above a text: in force, the button for whoever is asked to read its last major change; the office's count.

    Editions of before have no button: what is to be read is what people work by.
    """
    day, actor = clock.day_of(clock.now()), current_actor()
    in_force = edition.state is ManualEditionState.PUBLISHED
    major = queries.edition_to_ask(edition.manual_id) if in_force else edition
    if major is None or major.confirm_by is None:
        return ""
    asks = in_force and actor.can(Permission.MANUAL_CONFIRM)
    confirm_by = dict(queries.editions_and_days(actor.user_id, day)).get(major) if asks else None
    members = queries.readers_by_member(major, day) if actor.can(Permission.MANUAL_APPROVE) else []
    return render_template(
        "confirmations/_on_edition.html",
        edition=major,
        is_earlier=major.number != edition.number,
        confirm_by=confirm_by,
        people=sum(len(each.people) for each in members),
        confirmed=sum(each.confirmed for each in members),
        stops_after=_last_day(confirm_by) if confirm_by and queries.works_by(major, actor.user_id, day) else None,
    )


def on_publishing(edition: ManualEdition) -> str:
    """Which services are done by the manual and how many people of members a major change will ask."""
    people = queries.workers_by(edition, clock.day_of(clock.now()))
    services = services_by(edition.manual_id)
    return render_template("confirmations/_on_publishing.html", services=services, people=people)


def members_to_ask(day: date) -> list[tuple[UUID, str]]:
    """Every member whose staff may be asked by its name; the lead agency is asked by its roles."""
    return [(each.id, each.name) for each in organisations(day=day) if not each.is_lead]


def on_service(service: Service) -> str:
    """Beside the manual of a service: the way to another one."""
    return render_template("confirmations/_on_service.html", service=service)


def for_cooperative() -> str:
    """On the pages of those who accept: what they are to read, and from when on they accept nothing without."""
    actor = current_actor()
    if not actor.can(Permission.REFERRAL_ANSWER):
        return ""
    today = clock.day_of(clock.now())
    editions = queries.editions_and_days(actor.user_id, today)
    if not editions:
        return ""
    to_read = [ToRead.of(edition, confirm_by, actor.user_id, today) for edition, confirm_by in editions]
    return render_template("confirmations/_for_cooperative.html", to_read=to_read)


@bp.route("/services/<code>", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def choose(code: str) -> ResponseReturnValue:
    """The manual by which a service is done, with whom a change of it asks."""
    actor, service = current_actor(), locked(get_service(code))
    form = ChoiceForm(data={"manual": str(service.manual_id or "")})
    form.offer(manuals := manuals_for(actor))
    if form.validate_on_submit():
        with form.refusals():
            actions.choose_manual(service, form.chosen, form.confirm_by.data, actor=actor, now=clock.now())
            form.flash_saved(_("업무 매뉴얼을 정했습니다."))
            return redirect(url_for("catalogue.entry", code=code))
    day = clock.day_of(clock.now())
    whom = [Whom.of(manual, service, day) for manual in manuals]
    return page("confirmations/choose.html", form=form, service=service, whom=whom)


def _last_day(confirm_by: date) -> date:
    return stops_after(confirm_by, current_settings().target)
