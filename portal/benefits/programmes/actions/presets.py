"""The programmes and tables that the portal ships, brought in where they are missing."""

import tomllib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.audit.editions import Details, EditionText
from portal.benefits.programmes.actions.editions import add_published, open_programme
from portal.benefits.programmes.actions.tables import import_rows
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.queries import has_import, programmes
from portal.benefits.programmes.reading import read_import
from portal.benefits.programmes.rules import ProgrammeRules, from_document
from portal.benefits.programmes.states import ImportKind
from portal.consortium.catalogue.actions import load_care_sos_services, load_services
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db

DATA = Path(__file__).parents[1] / "data"
UNPUBLISHED = "unpublished"
"""A limit that exists but whose amount no source gives; TOML has no word for nothing."""


def shipped_programmes() -> list[dict[str, Any]]:
    """The programmes as they are shipped, in their order."""
    entries = [tomllib.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("*.toml")]
    return sorted(entries, key=lambda entry: int(entry["position"]))


def load_presets(*, actor: Actor, now: datetime, only: Collection[str] = ()) -> list[Programme]:
    """Add the shipped services, programmes and tables that are missing; what is there already stays as it is.

    With `only` nothing but these programmes, by their codes, and none of the services that no programme ships with.
    """
    actor.require(Permission.PROGRAMME_MANAGE)
    if not only:
        load_services(actor=actor, now=now)
    load_care_sos_services(actor=actor, now=now)
    present = set(db.session.scalars(select(Programme.code)))
    for entry in shipped_programmes():
        if entry["code"] not in present and (not only or entry["code"] in only):
            _add_programme(entry, actor, now)
    for kind in ImportKind:
        _load_table(kind, actor, now)
    return programmes()


def _add_programme(entry: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    details = Details(entry["code"], entry["name"], entry["summary"], entry["source"])
    programme = open_programme(details, actor=actor, now=now)
    for edition in entry["editions"]:
        add_published(programme, text_of(edition), actor=actor, now=now)


def text_of(edition: Mapping[str, Any]) -> EditionText[ProgrammeRules]:
    """A shipped edition as plain values."""
    rules = dict(edition["rules"])
    limits = rules.get("service_limits", {})
    rules["service_limits"] = {code: None if limit == UNPUBLISHED else limit for code, limit in limits.items()}
    return EditionText(edition["starts_on"], edition.get("ends_on"), from_document(rules), edition["note"].strip())


def _load_table(kind: ImportKind, actor: Actor, now: datetime) -> None:
    """The shipped table, unless it was imported once, even when the office has undone that."""
    path = DATA / f"{kind.value}.csv"
    table = read_import(kind, path.read_bytes(), path.name)
    if table.changes and not has_import(kind, table.digest, undone_too=True):
        import_rows(table, actor=actor, now=now)
