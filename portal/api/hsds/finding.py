"""Which rows of a list are asked for."""

from collections.abc import Sequence
from typing import Any

from portal.api.hsds import shapes
from portal.api.hsds.queries import Entry
from portal.api.hsds.rules import Asked
from portal.consortium.members.models import Organisation
from portal.core.searching import fold


def services(entries: Sequence[Entry], asked: Asked) -> list[Entry]:
    return [entry for entry in entries if _is_asked(entry, asked)]


def organizations(members: Sequence[Organisation], entries: Sequence[Entry], asked: Asked) -> list[Organisation]:
    """Where kinds of services are asked for, those that offer one."""
    found = [member for member in members if _holds(f"{member.name} {member.introduction}", asked)]
    if asked.taxonomy_term_id is None and asked.taxonomy_id is None:
        return found
    offering = {entry.offer.organisation_id for entry in entries if _is_of_kind(entry, asked)}
    return [member for member in found if member.id in offering]


def terms(found: Sequence[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    is_ours = asked.taxonomy_id in {None, shapes.TAXONOMY}
    return [term for term in found if is_ours and _holds(f"{term['name']} {term['description']}", asked)]


def _is_asked(entry: Entry, asked: Asked) -> bool:
    offered, member = entry.offer.service, entry.offer.organisation
    return (
        _holds(f"{offered.name} {offered.summary} {offered.description} {member.name}", asked)
        and (asked.modified_after is None or entry.modified_at >= asked.modified_after)
        and (asked.organization_id is None or member.id == asked.organization_id)
        and _is_of_kind(entry, asked)
    )


def _is_of_kind(entry: Entry, asked: Asked) -> bool:
    is_ours = asked.taxonomy_id in {None, shapes.TAXONOMY}
    return is_ours and (
        asked.taxonomy_term_id is None or asked.taxonomy_term_id in shapes.term_ids(entry.offer.service)
    )


def _holds(text: str, asked: Asked) -> bool:
    """Each word stands somewhere in the text."""
    folded = fold(text)
    return all(word in folded for word in fold(asked.search).split())
