"""What became of an application: by number and telephone, and the receipt to keep."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.keys import keyed_digest
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, count_attempt, forgive
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.hosts import network_of
from portal.core.messages import N_
from portal.core.series import Series
from portal.documents.views import document_response
from portal.residents.applications.forms import StatusForm
from portal.residents.applications.models import Application
from portal.residents.applications.queries import application_by_number, get_application
from portal.residents.applications.receipts import due_words, next_steps, receipt_for, service_words
from portal.residents.applications.rules import may_be_withdrawn
from portal.residents.applications.views.blueprint import bp
from portal.residents.applications.views.showing import (
    application_to_show,
    is_own,
    looked_up_id,
    remember_looked_up,
)
from portal.web.access import public
from portal.web.handing import Inside, hands_out
from portal.web.numbered import said
from portal.web.once import repeatable
from portal.web.pages import page

NUMBER_TRIES = Limit("status number", 5, timedelta(seconds=30), timedelta(hours=1), timedelta(hours=1))
TRIES_A_DAY = Limit("status a day", 50, timedelta(hours=1), timedelta(days=1), timedelta(days=1))
ADDRESS_TRIES = Limit("status address", 20, timedelta(0), timedelta(0), timedelta(minutes=15))
"""An address may be a whole community centre: it is never locked, wrong guesses from it weigh more."""


@bp.route("/status", methods=["GET", "POST"])
@public("whoever knows number and telephone of an application may ask what became of it")
@repeatable("looks up the same application again, which the limit counts")
def status() -> ResponseReturnValue:
    form = StatusForm()
    if form.validate_on_submit():
        with form.refusals():
            now = clock.now()
            remember_looked_up(look_up(form.number.data, form.phone.data, now), now)
            return redirect(url_for("residents.status_of"))
    return page("residents/status.html", form=form)


def look_up(number: str, phone: str, now: datetime) -> Application:
    """The application that both name; raises the same `DomainError` whichever was wrong, and slows down guessing."""
    network = network_of(request.remote_addr or "")
    counters = (
        Counter(keyed_digest("status number", network, number), NUMBER_TRIES),
        Counter(keyed_digest("status phone", network, phone), NUMBER_TRIES),
        Counter(keyed_digest("status number a day", number), TRIES_A_DAY),
        Counter(keyed_digest("status phone a day", phone), TRIES_A_DAY),
        Counter(keyed_digest("status address", network), ADDRESS_TRIES, shared=True),
    )
    count_attempt(counters, now=now)
    application = application_by_number(number, phone)
    if application is None:
        raise DomainError(N_("접수번호와 전화번호가 함께 맞는 신청이 없습니다. 두 번호를 다시 확인해 주십시오."))
    forgive(counters)
    return application


@bp.get("/status/application")
@public("shows what was just looked up by number and telephone")
def status_of() -> ResponseReturnValue:
    now = clock.now()
    application_id = looked_up_id(now)
    if application_id is None:
        return redirect(url_for("residents.status"))
    application = get_application(application_id)
    return page(
        "residents/status_of.html",
        application=application,
        steps=next_steps(application),
        due=due_words(application.first_contact_due_at, now=now),
        services=service_words(application),
        has_receipt=is_own(application, now),
        may_be_withdrawn=may_be_withdrawn,
    )


@bp.get("/receipt/<uuid:application_id>")
@public("for the browser that sent the application, its person and staff; anybody else gets 404")
@hands_out(Inside.OWN, "the receipt of whoever applied; staff see the same on the page of the application")
def receipt(application_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    application = application_to_show(application_id, now)
    name = f"{said(application.number, Series.APPLICATION)}.pdf"
    return document_response(receipt_for(application, now=now), download_name=name)
