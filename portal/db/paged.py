"""A page of what a query finds, with how much it finds in all."""

from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.core.paging import Page, clamp_page

T = TypeVar("T")


def page_of(session: Session, query: Select[T], number: int, size: int) -> Page[T]:
    """The rows of the page `number` (from 1) in the order of `query`, which ends in a key: none stands on two pages.

    A list may have become shorter meanwhile: beyond its last page comes the last one.
    """
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(clamp_page(number), Page((), 1, size, total).pages)
    return Page(session.scalars(query.limit(size).offset((number - 1) * size)).all(), number, size, total)
