"""How numbers are said on pages, and what bears one that was typed."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask

from portal.core.series import SAID, Series, Typed
from portal.db.numbers import bearing
from portal.extensions import db
from portal.web.links import link_to
from portal.web.words import gettext


@dataclass(frozen=True)
class Hit:
    """A thing that the viewer may open: 신청 2026-000031."""

    text: str
    url: str
    household_id: UUID | None


def said(number: str, series: str) -> str:
    """신청 2026-000031, in the language of the page."""
    return gettext(SAID[Series(series)], number=number)


def hits(typed: Typed) -> list[Hit]:
    """What bears the number and may be opened by the viewer."""
    links = ((borne, link_to(borne.kind, borne.id)) for borne in bearing(db.session, typed))
    return [Hit(said(borne.number, borne.series), link.url, borne.household_id) for borne, link in links if link]


def install(app: Flask) -> None:
    app.jinja_env.filters["said"] = said
