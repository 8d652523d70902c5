"""Pages of the office about signals: those that lie apart, and bringing some in by a file."""

from collections import Counter
from functools import partial
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import get_supplier, suppliers_in_force
from portal.monitoring.signals import actions, queries
from portal.monitoring.signals.blueprint import bp
from portal.monitoring.signals.forms import BringForm, SettleAlikeForm, SettleForm, Settling
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.presentation import shown as told
from portal.monitoring.signals.reading import COLUMNS, LIMITS, Line, read_file
from portal.monitoring.signals.states import Alike, Apart, SignalKind, SignalReply
from portal.monitoring.watching.steady import steady
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.pages import page, page_number
from portal.web.words import gettext as _


@bp.get("/signals/apart")
@requires(Permission.SUPPLIER_MANAGE)
def apart_signals() -> ResponseReturnValue:
    """Calls for help one by one, all others by supplier and reason."""
    actor = current_actor()
    calls, groups = queries.calls_for_help(actor, page_number()), queries.apart_groups(actor)
    return page("signals/apart_signals.html", calls=calls, groups=groups)


@bp.route("/signals/apart/<uuid:apart_id>", methods=["GET", "POST"])
@requires(Permission.ALERT_HANDLE)
def apart(apart_id: UUID) -> ResponseReturnValue:
    """Whoever is on call reads an open call for help; the office settles it."""
    actor, now, form = current_actor(), clock.now(), SettleForm()
    found = queries.get_apart(apart_id, viewer=actor, now=now)
    if form.validate_on_submit():
        with form.refusals():
            if form.how.data is Settling.GIVE:
                actions.give_to_device(found, form.serial.data, actor=actor, now=now)
                flash(_("기기에 이어 주었습니다."))
            else:
                actions.drop(found, form.note.data, actor=actor, now=now)
                flash(_("버렸습니다."))
            return redirect(url_for(".apart_signals"))
    found = queries.get_apart(apart_id, viewer=actor, now=now)
    return page("signals/apart.html", form=form, signal=found, is_call=found.why is Apart.HELP, columns=COLUMNS)


@bp.route("/signals/apart/<uuid:apart_id>/<any(supplier, device):how>", methods=["GET", "POST"])
@requires(Permission.SUPPLIER_MANAGE)
def alike(apart_id: UUID, how: str) -> ResponseReturnValue:
    """Those that lie apart for the same reason, settled together."""
    actor, now, together, form = current_actor(), clock.now(), Alike(how), SettleAlikeForm()
    like = queries.get_apart(apart_id, viewer=actor, now=now)
    shown = form.show(queries.count_alike(like, together), together, like.why)
    if form.validate_on_submit():
        with form.refusals():
            flash(_settle(form, like, together, shown))
            return redirect(url_for(".apart_signals"))
    like = queries.get_apart(apart_id, viewer=actor, now=now)
    found = queries.signals_alike(like, together, page_number())
    return page(
        "signals/alike.html",
        form=form,
        like=like,
        how=together,
        signals=found,
        rows=[told(each) for each in found.items],
        settled=min(found.total, actions.AT_ONCE),
        groups=queries.apart_groups(actor, like) if together is Alike.SUPPLIER else [],
    )


def _settle(form: SettleAlikeForm, like: ApartSignal, how: Alike, shown: int) -> str:
    """What became of them, in words."""
    actor, now = current_actor(), clock.now()
    if form.how.data is Settling.DROP:
        dropped = actions.drop_alike(like, how, form.note.data, shown=shown, actor=actor, now=now)
        return _("%(count)d개를 버렸습니다.", count=dropped)
    serial = form.serial.data if how is Alike.DEVICE else ""
    given, left = actions.give_alike(like, how, serial, shown=shown, actor=actor, now=now)
    if left:
        return _("%(given)d개를 이어 주었습니다. 이어 줄 수 없는 %(left)d개는 그대로 둡니다.", given=given, left=left)
    return _("%(count)d개를 이어 주었습니다.", count=given)


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
            brought = actions.bring_in(supplier, prepared(), actor=actor, now=steady(clock.now()))
            flash(_brought(brought.replies))
            if brought.past:
                flash(_("받은 것 가운데 %(count)d개는 너무 늦게 와서 움직이신 날만 남겼습니다.", count=brought.past))
            return redirect(url_for(".apart_signals"))
    return page("signals/bring_in.html", form=form, columns=COLUMNS, kinds=list(SignalKind), most_rows=LIMITS.rows - 1)


def _brought(counted: Counter[SignalReply]) -> str:
    return _(
        "받음 %(taken)d개, 이미 받음 %(known)d개, 따로 둠 %(apart)d개, 남기지 않음 %(not_kept)d개입니다.",
        taken=counted[SignalReply.TAKEN],
        known=counted[SignalReply.KNOWN],
        apart=counted[SignalReply.APART],
        not_kept=counted[SignalReply.NOT_KEPT],
    )


def on_device(*, device: Device) -> str:
    return render_template("signals/_on_device.html", signals=queries.last_signals(device.id))


def link_to_apart(apart_id: UUID) -> links.Link | None:
    found = links.seen(partial(queries.get_apart, now=clock.now()), apart_id)
    return links.Link(_("따로 둔 신호"), url_for("signals.apart", apart_id=apart_id)) if found else None
