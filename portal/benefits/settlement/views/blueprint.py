"""The blueprint of the settlement, and how its pages find what their address names."""

from datetime import date
from uuid import UUID

from flask import Blueprint, url_for

from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.queries import get_dispute, get_line, get_statement
from portal.benefits.settlement.rules import parse_month
from portal.core.errors import DomainError, NotFound
from portal.web.access import current_actor

bp = Blueprint("settlement", __name__, url_prefix="/settlement")


def month_at(text: str) -> date:
    """The month that the address names, such as 2026-10; its first day."""
    try:
        return parse_month(text)
    except DomainError:
        raise NotFound from None


def month_url(month: date) -> str:
    return url_for("settlement.month", month=f"{month:%Y-%m}")


def statement_at(statement_id: UUID) -> Statement:
    return get_statement(statement_id, viewer=current_actor())


def statement_url(statement: Statement) -> str:
    return url_for("settlement.statement", statement_id=statement.id)


def line_at(line_id: UUID) -> StatementLine:
    return get_line(line_id, viewer=current_actor())


def dispute_at(dispute_id: UUID) -> Dispute:
    return get_dispute(dispute_id, viewer=current_actor())
