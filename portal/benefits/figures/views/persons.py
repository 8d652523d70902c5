"""Who comes near a cap, for whom nothing was billed, and what each co-operative got of what it offered."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.benefits.figures import people, presentation, shares
from portal.benefits.figures.forms import NarrowedShares, id_in
from portal.benefits.figures.rules import NEAR_PERCENT
from portal.benefits.figures.selection import Selection
from portal.benefits.figures.views.blueprint import asked, asked_year, bp, today, years_to_choose
from portal.benefits.ledger.queries.balances import balance_of
from portal.consortium.catalogue.queries import services
from portal.consortium.members.models import Organisation
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number


@bp.get("/near-cap")
@requires(Permission.FIGURES_READ)
def near_cap() -> ResponseReturnValue:
    year, viewer = asked_year(), current_actor()
    programme_id = id_in(request.args.get("programme"))
    accounts = (
        people.accounts_near_cap(year, page_number(), programme_id=programme_id, viewer=viewer)
        if viewer.can(Permission.HOUSEHOLD_READ)
        else None
    )
    return page(
        "figures/near_cap.html",
        year=year,
        years=years_to_choose(year),
        near=presentation.shown_near(people.near_cap_counts(year), viewer),
        programme_id=programme_id,
        accounts=accounts,
        near_percent=NEAR_PERCENT,
        balance_of=balance_of,
    )


@bp.get("/never-billed")
@requires(Permission.FIGURES_READ)
def never_billed() -> ResponseReturnValue:
    year, viewer = asked_year(), current_actor()
    sees_persons = viewer.can(Permission.HOUSEHOLD_READ)
    return page(
        "figures/never_billed.html",
        year=year,
        years=years_to_choose(year),
        today=today(),
        count=presentation.shown_count(people.never_billed_count(year), viewer),
        found=people.never_billed(year, page_number(), viewer=viewer) if sees_persons else None,
    )


@bp.get("/shares")
@requires(Permission.FIGURES_READ)
def member_shares() -> ResponseReturnValue:
    year, service_id = asked_year(), id_in(request.args.get("service"))
    found = shares.member_shares(year, today(), service_id=service_id)

    def visits_url(member: Organisation) -> str:
        return presentation.rows_url(Selection(year, service_id=service_id, organisation_id=member.id))

    return page(
        "figures/shares.html",
        filter=asked(NarrowedShares, year, services(day=today())),
        shares=found,
        finding=presentation.share_finding(found),
        period=shares.period(year, today()),
        visits_url=visits_url,
    )
