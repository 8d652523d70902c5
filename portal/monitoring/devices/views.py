"""Suppliers and their keys for the office; devices for whoever works with the household."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.permissions import Permission
from portal.monitoring.devices import actions, queries
from portal.monitoring.devices.faults import latest_faults
from portal.monitoring.devices.forms import OWN, DeviceStepForm, HoursForm, InstallForm, OrderForm, SupplierForm
from portal.monitoring.devices.rules import KEY_OVERLAP, refuse_hours
from portal.monitoring.devices.states import DEVICE_STATES, DeviceState
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.web import links
from portal.web.access import current_actor, needs_proof, requires
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("devices", __name__)
ISSUED = "issued_key"
TROUBLE = "trouble"


@bp.get("/suppliers")
@requires(Permission.SUPPLIER_MANAGE)
def suppliers() -> ResponseReturnValue:
    now = clock.now()
    return page(
        "devices/suppliers.html",
        suppliers=queries.suppliers(current_actor()),
        counted=queries.counted_by_supplier(now),
        nothing=queries.Counted(),
        now=now,
    )


@bp.route("/suppliers/new", methods=["GET", "POST"])
@requires(Permission.SUPPLIER_MANAGE)
def new_supplier() -> ResponseReturnValue:
    form = SupplierForm()
    if form.validate_on_submit():
        with form.refusals():
            supplier = actions.add_supplier(form.told, actor=current_actor(), now=clock.now())
            flash(_("공급처를 적었습니다. 열쇠를 내어 전하면 신호를 보낼 수 있습니다."))
            return redirect(url_for(".supplier", supplier_id=supplier.id))
    return page("devices/new_supplier.html", form=form)


@bp.get("/suppliers/<uuid:supplier_id>")
@requires(Permission.SUPPLIER_MANAGE)
def supplier(supplier_id: UUID) -> ResponseReturnValue:
    found, now = queries.get_supplier(supplier_id, viewer=current_actor()), clock.now()
    devices, faults = queries.counted_by_supplier(now).get(found.id, queries.Counted()), latest_faults(found.id)
    return page(
        "devices/supplier.html",
        supplier=found,
        devices=devices,
        faults=faults,
        now=now,
        overlap_days=KEY_OVERLAP.days,
    )


@bp.route("/suppliers/<uuid:supplier_id>/edit", methods=["GET", "POST"])
@requires(Permission.SUPPLIER_MANAGE)
def edit_supplier(supplier_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = locked(queries.get_supplier(supplier_id, viewer=actor))
    form = SupplierForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            actions.edit_supplier(found, form.told, actor=actor, now=clock.now())
            form.flash_saved(_("공급처를 고쳤습니다."))
            return redirect(url_for(".supplier", supplier_id=supplier_id))
    return page("devices/edit_supplier.html", form=form, supplier=queries.get_supplier(supplier_id, viewer=actor))


@bp.post("/suppliers/<uuid:supplier_id>/keys")
@requires(Permission.SUPPLIER_MANAGE)
@needs_proof
def issue_key(supplier_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    key = actions.issue_key(queries.get_supplier(supplier_id, viewer=actor), actor=actor, now=clock.now())
    session[ISSUED] = str(key.id)
    return redirect(url_for(".issued_key", key_id=key.id))


@bp.get("/suppliers/keys/<uuid:key_id>")
@requires(Permission.SUPPLIER_MANAGE)
@needs_proof
def issued_key(key_id: UUID) -> ResponseReturnValue:
    """Shown until whoever issued it says that they kept it, and never again."""
    key = queries.get_key(key_id, viewer=current_actor())
    if session.get(ISSUED) != str(key.id):
        return redirect(url_for(".supplier", supplier_id=key.supplier_id))
    return page("devices/issued_key.html", key=key)


@bp.post("/suppliers/keys/<uuid:key_id>/kept")
@requires(Permission.SUPPLIER_MANAGE)
def keep_key(key_id: UUID) -> ResponseReturnValue:
    key = queries.get_key(key_id, viewer=current_actor())
    session.pop(ISSUED, None)
    flash(_("열쇠를 냈습니다. 다시 볼 수 없으니 잃어버리면 새로 내 주십시오."))
    return redirect(url_for(".supplier", supplier_id=key.supplier_id))


@bp.post("/suppliers/keys/<uuid:key_id>/end")
@requires(Permission.SUPPLIER_MANAGE)
@needs_proof
def end_key(key_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    key = queries.get_key(key_id, viewer=actor)
    actions.end_key(key, actor=actor, now=clock.now())
    flash(_("열쇠를 끝냈습니다. 이 열쇠로 보낸 신호는 이제 받지 않습니다."))
    return redirect(url_for(".supplier", supplier_id=key.supplier_id))


@bp.post("/suppliers/<uuid:supplier_id>/end")
@requires(Permission.SUPPLIER_MANAGE)
@needs_proof
def end_supplier(supplier_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.end_supplier(queries.get_supplier(supplier_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("공급처를 마쳤습니다. 집에 남은 기기는 하나씩 돌려받아 주십시오."))
    return redirect(url_for(".supplier", supplier_id=supplier_id))


@bp.get("/devices")
@requires(Permission.WATCH_MANAGE)
def devices() -> ResponseReturnValue:
    asked = request.args.get("state")
    state = next((each for each in DeviceState if each.value == asked), None)
    found = queries.devices(current_actor(), page_number(), state=state, only_troubled=asked == TROUBLE)
    return page("devices/devices.html", devices=found, filters=list(_filters(asked)))


def _filters(asked: str | None) -> Iterator[tuple[str, str, bool, None]]:
    named = {state.value: label(state) for state in DeviceState}
    for value, words in ({"": _("모두"), TROUBLE: _("점검할 기기")} | named).items():
        yield words, url_for(".devices", state=value or None), value == (asked or ""), None


@bp.route("/households/<uuid:household_id>/devices/new", methods=["GET", "POST"])
@requires(Permission.WATCH_MANAGE)
def order(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    require_scope(household_id, actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="watching")
    person, form = get_household(household_id).person, OrderForm()
    known = {str(each.id): each for each in queries.suppliers_in_force()}
    form.offer_suppliers(known.values())
    if form.validate_on_submit():
        with form.refusals():
            chosen = None if form.supplier.data == OWN else known[form.supplier.data]
            device = actions.order_device(person, form.kind.data, chosen, actor=actor, now=now)
            flash(_("기기를 적었습니다. 설치하면 그때 적어 주십시오."))
            return redirect(url_for(".device", device_id=device.id))
    return page("devices/order.html", form=form, person=person)


@bp.get("/devices/<uuid:device_id>")
@requires(Permission.WATCH_MANAGE)
def device(device_id: UUID) -> ResponseReturnValue:
    return _device_page(device_id)


def _device_page(device_id: UUID, form: DeviceStepForm | None = None) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found, form = queries.get_device(device_id, viewer=actor), form or DeviceStepForm()
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="watching")
    form.offer_verbs(found)
    return page(
        "devices/device.html",
        device=found,
        form=form,
        steps=history(DEVICE_STATES, found.id),
        changes=queries.hours_changes(found.id),
        may_step=bool(form.verb.choices),
    )


@bp.route("/devices/<uuid:device_id>/installation", methods=["GET", "POST"])
@requires(Permission.WATCH_MANAGE)
def install(device_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_device(device_id, viewer=actor)
    form = InstallForm(installed_by=actor.name)
    if form.validate_on_submit():
        with form.refusals():
            actions.install_device(
                found,
                serial=form.serial.data,
                place=form.place.data,
                installed_by=form.installed_by.data,
                actor=actor,
                now=now,
            )
            flash(_("설치를 적었습니다. 신호가 들어오는지 시험해 주십시오."))
            return redirect(url_for(".device", device_id=found.id))
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="watching")
    return page("devices/install.html", form=form, device=queries.get_device(device_id, viewer=actor))


@bp.post("/devices/<uuid:device_id>/test")
@requires(Permission.WATCH_MANAGE)
def test(device_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.test_device(queries.get_device(device_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("시험을 마쳤습니다. 지금부터 이 기기로 살핍니다."))
    return redirect(url_for(".device", device_id=device_id))


@bp.post("/devices/<uuid:device_id>/step")
@requires(Permission.WATCH_MANAGE)
def step(device_id: UUID) -> ResponseReturnValue:
    actor, form = current_actor(), DeviceStepForm()
    found = queries.get_device(device_id, viewer=actor)
    form.offer_verbs(found)
    if form.validate_on_submit():
        with form.refusals():
            actions.step_device(found, form.chosen_verb, actor=actor, now=clock.now(), note=form.note.data)
            flash(_("기기에 생긴 일을 적었습니다."))
            return redirect(url_for(".device", device_id=device_id))
    return _device_page(device_id, form)


@bp.route("/devices/<uuid:device_id>/hours", methods=["GET", "POST"])
@requires(Permission.WATCH_MANAGE)
def hours(device_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found, form, tried = queries.get_device(device_id, viewer=actor), HoursForm(), None
    if form.validate_on_submit():
        with form.refusals():
            refuse_hours(form.hours)
            if not form.is_trial:
                actions.change_hours(found, form.hours, form.reason.data, actor=actor, now=now)
                flash(_("이 분을 살피는 시간을 바꾸었습니다."))
                return redirect(url_for(".device", device_id=device_id))
            tried = form.hours
    record_read(actor=actor, now=now, subject=("household", found.household_id), fields="watching")
    return page("devices/hours.html", form=form, device=found, tried=tried)


def link_to_device(device_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_device, device_id)
    return links.Link(label(found.kind), url_for("devices.device", device_id=device_id)) if found else None


def link_to_supplier(supplier_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_supplier, supplier_id)
    return links.Link(found.name, url_for("devices.supplier", supplier_id=supplier_id)) if found else None
