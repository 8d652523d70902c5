"""Pages that hand files out: each asks why, and what was answered stands in the audit before the file leaves."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.audit.why import granted
from portal.benefits.settlement import actions, queries
from portal.benefits.settlement.books import bank_file, bank_workbook, month_workbook, statement_workbook
from portal.benefits.settlement.forms import DownloadForm
from portal.benefits.settlement.models import Statement
from portal.benefits.settlement.paper import is_final, kept_as, statement_paper
from portal.benefits.settlement.states import OF_A_BANK, FileKind
from portal.benefits.settlement.views.blueprint import bp, month_at, statement_at
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.actions import document_for
from portal.documents.hwpx import document_hwpx
from portal.documents.pdf import document_pdf
from portal.documents.sheets import CP949, UTF8_WITH_BOM
from portal.documents.statement import StatementPaper, statement_document
from portal.documents.views import XLSX, attached, document_response
from portal.extensions import current_settings
from portal.web.access import current_actor, needs_proof, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page

OF_STATEMENT = (FileKind.PDF, FileKind.HWPX, FileKind.XLSX)
OF_MONTH = (FileKind.XLSX, FileKind.BANK_XLSX, FileKind.BANK_UTF8, FileKind.BANK_CP949)
MEDIA = {
    FileKind.HWPX: ("application/hwp+zip", "hwpx"),
    FileKind.XLSX: (XLSX, "xlsx"),
    FileKind.BANK_XLSX: (XLSX, "xlsx"),
    FileKind.BANK_UTF8: ("text/csv; charset=utf-8", "csv"),
    FileKind.BANK_CP949: ("text/csv; charset=euc-kr", "csv"),
    FileKind.PDF: ("application/pdf", "pdf"),
}


@bp.route("/statements/<uuid:statement_id>/download", methods=["GET", "POST"])
@requires(Permission.STATEMENT_ACT)
@needs_proof
def download(statement_id: UUID) -> ResponseReturnValue:
    found = statement_at(statement_id)
    form = DownloadForm()
    form.offer(OF_STATEMENT)
    if form.validate_on_submit():
        with form.refusals():
            kind = form.wanted
            actions.record_download(found, kind, form.why, actor=current_actor(), now=clock.now())
            return granted(url_for("settlement.file", statement_id=found.id, kind=kind.value))
    return page("settlement/download.html", form=form, statement=found)


@bp.route("/months/<month>/download", methods=["GET", "POST"])
@requires(Permission.STATEMENT_MANAGE)
@needs_proof
def month_download(month: str) -> ResponseReturnValue:
    """All co-operatives together; the files for a bank hold what is approved and not paid yet."""
    first = month_at(month)
    form = DownloadForm()
    form.offer(OF_MONTH)
    if form.validate_on_submit():
        with form.refusals():
            kind = form.wanted
            if kind is FileKind.BANK_CP949:
                bank_file(queries.approved_of(first), encoding=CP949)  # refuses what the encoding cannot hold
            actions.record_month_download(first, kind, form.why, actor=current_actor(), now=clock.now())
            return granted(url_for("settlement.month_file", month=f"{first:%Y-%m}", kind=kind.value))
    waiting = queries.approved_of(first)
    accounts = queries.current_accounts(each.organisation_id for each in waiting)
    return page("settlement/month_download.html", form=form, month=first, waiting=waiting, accounts=accounts)


def _persons_of_file(statement_id: UUID, kind: str) -> int:
    found, _wanted = statement_at(statement_id), _kind(kind, OF_STATEMENT)
    return queries.persons_of(found)


def _persons_of_month(month: str, kind: str) -> int:
    first, wanted = month_at(month), _kind(kind, OF_MONTH)
    return 0 if wanted in OF_A_BANK else queries.persons_in_month(first)


@bp.get("/statements/<uuid:statement_id>/file/<kind>")
@requires(Permission.STATEMENT_ACT)
@hands_out(Inside.PERSONS, N_("정산 명세서"), count=_persons_of_file)
def file(statement_id: UUID, kind: str) -> ResponseReturnValue:
    found, wanted = statement_at(statement_id), _kind(kind, OF_STATEMENT)
    name = N_("정산명세서_%(month)s_%(name)s") % {"month": f"{found.month:%Y-%m}", "name": found.organisation.name}
    if wanted is FileKind.PDF:
        return _pdf(found, f"{name}.pdf")
    if wanted is FileKind.HWPX:
        return _answer(document_hwpx(statement_document(_paper(found))), wanted, name)
    return _answer(statement_workbook(found), wanted, name)


@bp.get("/months/<month>/file/<kind>")
@requires(Permission.STATEMENT_MANAGE)
@hands_out(Inside.PERSONS, N_("한 달의 정산 명세서"), count=_persons_of_month)
def month_file(month: str, kind: str) -> ResponseReturnValue:
    first, wanted = month_at(month), _kind(kind, OF_MONTH)
    _record_reads(first)
    if wanted is FileKind.XLSX:
        data = month_workbook(first, viewer=current_actor(), now=clock.now())
        return _answer(data, wanted, N_("정산_%(month)s") % {"month": f"{first:%Y-%m}"})
    name = N_("대량이체_%(month)s") % {"month": f"{first:%Y-%m}"}
    waiting = queries.approved_of(first)
    if wanted is FileKind.BANK_XLSX:
        return _answer(bank_workbook(waiting, first, now=clock.now()), wanted, name)
    encoding = CP949 if wanted is FileKind.BANK_CP949 else UTF8_WITH_BOM
    return _answer(bank_file(waiting, encoding=encoding), wanted, name)


def _record_reads(month: date) -> None:
    """The file of a month is read of everybody in whose statement something stands."""
    actor, now = current_actor(), clock.now()
    for statement in queries.statements_of(month, viewer=actor):
        record_read(actor=actor, now=now, subject=("statement", statement.id), fields="statement")


def _kind(text: str, offered: Iterable[FileKind]) -> FileKind:
    for kind in offered:
        if kind.value == text:
            return kind
    raise NotFound


def _paper(statement: Statement) -> StatementPaper:
    return statement_paper(statement, office=current_settings().office_name)


def _pdf(statement: Statement, name: str) -> Response:
    """An approved statement is set once and kept; one that may still change is set for this answer alone."""
    if not is_final(statement):
        return _answer(document_pdf(statement_document(_paper(statement))), FileKind.PDF, name.removesuffix(".pdf"))
    kept = document_for(
        *kept_as(statement), lambda: document_pdf(statement_document(_paper(statement))), now=clock.now()
    )
    return document_response(kept, download_name=name, as_attachment=True)


def _answer(data: bytes, kind: FileKind, name: str) -> Response:
    media, suffix = MEDIA[kind]
    return attached(data, media, f"{name}.{suffix}")
