"""Pages of the tables that programmes calculate with: what counts, what was imported, an import in two steps."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.benefits.programmes import actions, queries
from portal.benefits.programmes.columns import COLUMNS, sample
from portal.benefits.programmes.forms import KeepForm, UploadForm
from portal.benefits.programmes.models import MedianIncome
from portal.benefits.programmes.reading import MAX_BYTES, MAX_ROWS, PriceRow, ReadTable, read_import, read_text
from portal.benefits.programmes.states import ImportKind, RowStanding
from portal.benefits.programmes.views.blueprint import bp
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.queries import all_services
from portal.consortium.catalogue.states import PriceSource
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.documents.sheets import csv_file
from portal.documents.views import XLSX, attached
from portal.web.access import current_actor, requires
from portal.web.early import prepared, prepares
from portal.web.forms import ActionForm, PortalForm
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.pages import page
from portal.web.words import gettext as _

SEEN_ONCE = "seen once"
"""What a table says beside a value that one source only gives."""
TABLES = "/tables"


def kind_of(name: str) -> ImportKind:
    """The kind of table in the address; raises `NotFound` for any other word."""
    found = next((kind for kind in ImportKind if kind.value.replace("_", "-") == name), None)
    if found is None:
        raise NotFound
    return found


def address_of(kind: ImportKind) -> str:
    return kind.value.replace("_", "-")


@bp.get(TABLES)
@requires(Permission.PROGRAMME_READ)
def tables() -> ResponseReturnValue:
    medians = queries.median_incomes()
    return page(
        "programmes/tables.html",
        years=sorted({row.year for row in medians}, reverse=True),
        sizes=sorted({row.household_size for row in medians}),
        medians={(row.year, row.household_size): row for row in medians},
        prices=public_prices(),
        imports=queries.table_imports(),
        address_of=address_of,
        kinds=list(ImportKind),
        action=ActionForm(),
        once_seen=[row for row in medians if is_seen_once(row)],
    )


def is_seen_once(row: MedianIncome) -> bool:
    """Whether one source only gives the value, as the table itself says."""
    return row.source == SEEN_ONCE


def public_prices() -> list[tuple[Service, dict[int, int]]]:
    """The services with a price that was seen in a public source, with what it is by the year it begins in."""
    found = []
    for service in all_services():
        prices = {price.valid_from.year: price.amount for price in service.prices if price.source is PriceSource.SEEN}
        if prices:
            found.append((service, prices))
    return found


def _read(kind: str) -> ReadTable | None:
    """Taking a workbook apart takes long."""
    current_actor().require(Permission.PROGRAMME_MANAGE)
    sent = request.files.get("file")
    if not sent or not sent.filename:
        return None
    return read_import(kind_of(kind), sent.stream.read(MAX_BYTES + 1), sent.filename)


@bp.route(f"{TABLES}/<kind>/import", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_MANAGE)
@prepares(_read)
def import_table(kind: str) -> ResponseReturnValue:
    """A file is read and shown, and nothing of it kept."""
    of, form = kind_of(kind), UploadForm()
    if form.validate_on_submit():
        with form.refusals():
            return preview(prepared(), KeepForm(formdata=None))
    return page(
        "programmes/upload.html",
        form=form,
        kind=of,
        address=kind,
        columns=COLUMNS[of],
        most_kilobytes=MAX_BYTES // 1000,
        most_rows=MAX_ROWS,
    )


@bp.get(f"{TABLES}/<kind>/sample.<any(csv,xlsx):ending>")
@requires(Permission.PROGRAMME_MANAGE)
@hands_out(Inside.NOBODY, "an empty table to fill in")
def sample_file(kind: str, ending: str) -> ResponseReturnValue:
    """A table to fill in; the sheet that tells of its columns comes with the workbook."""
    of = kind_of(kind)
    sheets, name = sample(of), _("%(kind)s 견본", kind=label(of))
    if ending == "csv":
        table = sheets[0]
        return attached(csv_file([[column.head for column in table.columns], *table.rows]), "text/csv", f"{name}.csv")
    from portal.documents.workbook import workbook  # noqa: PLC0415 openpyxl costs time: only where one is made

    return attached(workbook(sheets, title=name, created_at=clock.now()), XLSX, f"{name}.xlsx")


def preview(table: ReadTable, form: PortalForm) -> ResponseReturnValue:
    form["text"].data, form["file_name"].data = table.text, table.file_name
    return page(
        "programmes/preview.html",
        form=form,
        table=table,
        address=address_of(table.kind),
        is_known=queries.has_import(table.kind, table.digest),
        counts=[(standing, table.count(standing)) for standing in RowStanding],
        is_price=table.kind is ImportKind.UNIT_PRICE,
        PriceRow=PriceRow,
    )


@bp.post(f"{TABLES}/<kind>/keep")
@requires(Permission.PROGRAMME_MANAGE)
def keep_table(kind: str) -> ResponseReturnValue:
    of, form = kind_of(kind), KeepForm()
    if form.validate_on_submit():
        with form.refusals():
            table = read_text(of, form.text.data or "", form.file_name.data or "")
            kept = actions.import_rows(table, actor=current_actor(), now=clock.now())
            flash(_("%(rows)d줄을 가져왔습니다. 쓰이기 전에는 되돌릴 수 있습니다.", rows=kept.rows))
            return redirect(url_for(".tables"))
    return page("programmes/refused.html", form=form, kind=of, address=address_of(of))


@bp.post(f"{TABLES}/imports/<uuid:import_id>/undo")
@requires(Permission.PROGRAMME_MANAGE)
def undo_import(import_id: UUID) -> ResponseReturnValue:
    actions.undo_import(queries.get_import(import_id), actor=current_actor(), now=clock.now())
    flash(_("가져온 표를 되돌렸습니다. 그 전의 값으로 셈합니다."))
    return redirect(url_for(".tables"))
