"""Where anyone learns by the number of a certificate whether it holds; nobody is named."""

from flask import redirect, session, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.keys import keyed_digest
from portal.accounts.throttling import Counter, count_attempt
from portal.accounts.visitors import network
from portal.core import clock
from portal.web.access import public
from portal.web.once import repeatable
from portal.web.pages import page
from portal.workforce.training import queries
from portal.workforce.training.forms import CertificateForm
from portal.workforce.training.rules import ASKED_BY_VISITORS, certificate_standing, read_certificate_number
from portal.workforce.training.views.blueprint import bp

ASKED = "certificate_asked"


@bp.route("/certificates", methods=["GET", "POST"])
@public("whoever is shown a certificate asks by its number whether it holds")
@repeatable("asks again about the same number, which the limit counts")
def check() -> ResponseReturnValue:
    """The number stands in no address; one that exists and one that does not take the same way."""
    form = CertificateForm()
    if form.validate_on_submit():
        with form.refusals():
            count_attempt([Counter(keyed_digest("certificate", network()), ASKED_BY_VISITORS)], now=clock.now())
            session[ASKED] = read_certificate_number(form.number.data)
            return redirect(url_for("training.checked"))
    return page("training/check.html", form=form)


@bp.get("/certificates/checked")
@public("tells of the number that was just typed: course, day, and whether it holds")
def checked() -> ResponseReturnValue:
    if ASKED not in session:
        return redirect(url_for("training.check"))
    found = queries.find_certificate(session[ASKED])
    day = clock.day_of(clock.now())
    standing = certificate_standing(found.state, found.valid_until, day) if found else None
    return page("training/checked.html", number=session[ASKED], found=found, standing=standing, day=day)
