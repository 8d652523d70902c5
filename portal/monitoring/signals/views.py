"""Pages of the office about signals: those that lie apart, and bringing some in by a file."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import get_supplier, suppliers_in_force
from portal.monitoring.signals import actions, queries
from portal.monitoring.signals.blueprint import bp
from portal.monitoring.signals.forms import BringForm, SettleForm, Settling
from portal.monitoring.signals.reading import COLUMNS, LIMITS, Line, read_file
from portal.monitoring.signals.states import SignalKind, SignalReply
from portal.monitoring.watching.steady import steady
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.get("/signals/apart")
@requires(Permission.SUPPLIER_MANAGE)
def apart_signals() -> ResponseReturnValue:
    return page("signals/apart_signals.html", signals=queries.apart_signals(current_actor(), page_number()))


@bp.route("/signals/apart/<uuid:apart_id>", methods=["GET", "POST"])
@requires(Permission.SUPPLIER_MANAGE)
def apart(apart_id: UUID) -> ResponseReturnValue:
    actor, now, form = current_actor(), clock.now(), SettleForm()
    found = queries.get_apart(apart_id, viewer=actor)
    if form.validate_on_submit():
        with form.refusals():
            if form.how.data is Settling.GIVE:
                actions.give_to_device(found, form.serial.data, actor=actor, now=now)
                flash(_("기기에 이어 주었습니다."))
            else:
                actions.drop(found, form.note.data, actor=actor, now=now)
                flash(_("버렸습니다."))
            return redirect(url_for(".apart_signals"))
    found = queries.get_apart(apart_id, viewer=actor)
    return page("signals/apart.html", form=form, signal=found, columns=COLUMNS)


def _read() -> list[Line]:
    """Taking a workbook apart takes long."""
    current_actor().require(Permission.SUPPLIER_MANAGE)
    sent = request.files.get("file")
    return read_file(sent.stream.read(LIMITS.size + 1)) if sent and sent.filename else []


@bp.route("/signals/file", methods=["GET", "POST"])
@requires(Permission.SUPPLIER_MANAGE)
@prepares(_read)
def bring_in() -> ResponseReturnValue:
    actor, form = current_actor(), BringForm()
    form.offer_suppliers(suppliers_in_force())
    if form.validate_on_submit():
        with form.refusals():
            supplier = get_supplier(UUID(form.supplier.data), viewer=actor)
            counted = actions.bring_in(supplier, prepared(), actor=actor, now=steady(clock.now()))
            flash(
                _(
                    "받음 %(taken)d개, 이미 받음 %(known)d개, 따로 둠 %(apart)d개, 남기지 않음 %(not_kept)d개입니다.",
                    taken=counted[SignalReply.TAKEN],
                    known=counted[SignalReply.KNOWN],
                    apart=counted[SignalReply.APART],
                    not_kept=counted[SignalReply.NOT_KEPT],
                )
            )
            return redirect(url_for(".apart_signals"))
    return page("signals/bring_in.html", form=form, columns=COLUMNS, kinds=list(SignalKind), most_rows=LIMITS.rows - 1)


def on_device(*, device: Device) -> str:
    return render_template("signals/_on_device.html", signals=queries.last_signals(device.id))


def link_to_apart(apart_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_apart, apart_id)
    return links.Link(_("따로 둔 신호"), url_for("signals.apart", apart_id=apart_id)) if found else None
