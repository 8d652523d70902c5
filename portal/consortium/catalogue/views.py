"""Pages of the services: those that anyone may read, and those on which the office keeps them."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.catalogue import actions, availability, queries
from portal.consortium.catalogue.forms import EndOfferForm, OfferForm, PriceForm, ServiceForm
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.rules import has_begun, has_ended, in_force_on, is_withdrawn, last_day_of
from portal.consortium.catalogue.states import OWN_GROUPS, ServiceGroup
from portal.consortium.members.queries import get_organisation, organisations
from portal.consortium.members.rules import may_offer
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web.access import current_actor, public, requires
from portal.web.pages import page
from portal.web.territory import territory
from portal.web.words import gettext as _

bp = Blueprint("catalogue", __name__)


def by_group(services: Sequence[Service]) -> dict[ServiceGroup, list[Service]]:
    """Every group with its services in their order."""
    return {group: [service for service in services if service.group is group] for group in ServiceGroup}


def chosen_dong() -> str | None:
    """The dong in the address, None for any other text."""
    code = request.args.get("dong")
    return code if code in {dong.code for dong in territory()} else None


@bp.get("/services")
@public("anyone may see what the consortium offers")
def services() -> ResponseReturnValue:
    now, dong_code = clock.now(), chosen_dong()
    today = clock.day_of(now)
    return page(
        "catalogue/services.html",
        by_group=by_group(queries.services_with_details(day=today)),
        own_groups=OWN_GROUPS,
        price_on=queries.price_on,
        free=availability.places_this_week(dong_code, now),
        dongs=territory(),
        dong_code=dong_code,
        today=today,
    )


@bp.get("/services/<code>")
@public("anyone may see what a service is")
def service(code: str) -> ResponseReturnValue:
    now, dong_code = clock.now(), chosen_dong()
    today = clock.day_of(now)
    found = queries.get_service(code)
    if is_withdrawn(found.withdrawn_on, today):
        raise NotFound
    return page(
        "catalogue/service.html",
        service=found,
        price=queries.price_on(found, today),
        providers=[each for each in queries.providers_of(found, today) if may_offer(each, today)],
        days=availability.free_days(found.id, dong_code, now),
        dongs=territory(),
        dong_code=dong_code,
    )


@bp.get("/catalogue")
@requires(Permission.CATALOGUE_MANAGE)
def catalogue() -> ResponseReturnValue:
    return page(
        "catalogue/catalogue.html",
        is_withdrawn=is_withdrawn,
        services=queries.all_services(),
        price_on=queries.price_on,
        offers_on=queries.offers_on,
        today=clock.day_of(clock.now()),
    )


@bp.get("/catalogue/<code>")
@requires(Permission.CATALOGUE_MANAGE)
def entry(code: str) -> ResponseReturnValue:
    found, today = queries.get_service(code), clock.day_of(clock.now())
    price = in_force_on(found.prices, today)
    return page(
        "catalogue/entry.html",
        service=found,
        price=price,
        today=today,
        may_offer=may_offer,
        has_begun=has_begun,
        has_ended=has_ended,
        last_day=last_day_of(found.withdrawn_on),
    )


@bp.route("/catalogue/<code>/edit", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def edit_service(code: str) -> ResponseReturnValue:
    found = locked(queries.get_service(code))
    form = ServiceForm(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_service(found, form.texts, actor=current_actor(), now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".entry", code=code))
    return page("catalogue/edit.html", form=form, service=queries.get_service(code))


@bp.route("/catalogue/<code>/prices/new", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def new_price(code: str) -> ResponseReturnValue:
    found, form = queries.get_service(code), PriceForm()
    if form.validate_on_submit():
        with form.refusals():
            given = (form.amount.data, form.valid_from.data)
            actions.add_price(found, *given, actor=current_actor(), now=clock.now())
            flash(_("새 단가를 넣었습니다."))
            return redirect(url_for(".entry", code=code))
    return page("catalogue/price.html", form=form, service=queries.get_service(code))


@bp.route("/catalogue/<code>/offers/new", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def new_offer(code: str) -> ResponseReturnValue:
    found, form, now = queries.get_service(code), OfferForm(), clock.now()
    form.offer_members(organisations(day=clock.day_of(now)))
    if form.validate_on_submit():
        with form.refusals():
            organisation = get_organisation(form.organisation_id.data)
            actions.add_offer(found, organisation, form.valid_from.data, actor=current_actor(), now=now)
            flash(_("제공 기관을 더하였습니다."))
            return redirect(url_for(".entry", code=code))
    return page("catalogue/offer.html", form=form, service=queries.get_service(code))


@bp.route("/catalogue/offers/<uuid:offer_id>/end", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def end_offer(offer_id: UUID) -> ResponseReturnValue:
    offer, form = queries.get_offer(offer_id), EndOfferForm()
    code = offer.service.code
    if form.validate_on_submit():
        with form.refusals():
            actions.end_offer(offer, form.valid_to.data, actor=current_actor(), now=clock.now())
            flash(_("제공을 끝냈습니다. 마지막 날 뒤에 잡힌 방문은 어긋난 예약에 보입니다."))
            return redirect(url_for(".entry", code=code))
    return page("catalogue/end_offer.html", form=form, offer=queries.get_offer(offer_id))


@bp.route("/catalogue/<code>/end", methods=["GET", "POST"])
@requires(Permission.CATALOGUE_MANAGE)
def end_service(code: str) -> ResponseReturnValue:
    found, form = queries.get_service(code), EndOfferForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.end_service(found, form.valid_to.data, actor=current_actor(), now=clock.now())
            flash(_("서비스가 끝나는 날을 정했습니다. 그 뒤에 잡힌 방문은 어긋난 예약에 보입니다."))
            return redirect(url_for(".entry", code=code))
    return page("catalogue/end_service.html", form=form, service=queries.get_service(code))


@bp.post("/catalogue/<code>/resume")
@requires(Permission.CATALOGUE_MANAGE)
def resume_service(code: str) -> ResponseReturnValue:
    actions.resume_service(queries.get_service(code), actor=current_actor(), now=clock.now())
    flash(_("서비스를 다시 제공합니다. 제공 기관은 새로 더해 주십시오."))
    return redirect(url_for(".entry", code=code))
