"""How pages name a visit, what of it a viewer sees, and whom they may choose to go there."""

from uuid import UUID

from flask import url_for

from portal.coordinators.referrals.queries import disclosed_person
from portal.coordinators.visits import notices, queries
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import Rating
from portal.core.clock import day_of
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.core.questions import Told, chosen, read_questions
from portal.web import links
from portal.web.access import current_actor
from portal.web.labels import label
from portal.web.words import gettext as _
from portal.workforce.training.queries import untrained
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import unchecked_among, workers_on
from portal.workforce.workers.rules import Wishes, unmet_wishes


def link_to_visit(visit_id: UUID) -> links.Link | None:
    actor = current_actor()
    try:
        found = queries.get_visit(visit_id, viewer=actor)
    except NotFound:
        return None
    endpoint = "visits.visit" if actor.can(Permission.VISIT_READ) else "mycare.visit"
    words = _("%(service)s 방문 %(when)s", service=found.referral.service.name, when=notices.span_of(found))
    return links.Link(words, url_for(endpoint, visit_id=found.id))


def rating_seen(visit: Visit) -> Rating | None:
    """How the resident found the visit: a co-operative knows what was said for it, too."""
    sees_all = current_actor().can(Permission.HOUSEHOLD_READ)
    return visit.rating if sees_all or visit.rating_shared else None


def words_seen(visit: Visit) -> str:
    """What the resident said beside it, likewise."""
    sees_all = current_actor().can(Permission.HOUSEHOLD_READ)
    return visit.feedback if sees_all or visit.feedback_shared else ""


def worker_choices(visit: Visit) -> list[tuple[str, str]]:
    """Who may be sent, and who is named already.

    Beside whoever does not meet a wish of the household, or lacks a course that the service asks for, that is said.
    """
    free = queries.free_workers(visit)
    named = [visit.worker] if visit.worker and visit.worker not in free else []
    everybody = [*named, *free]
    lacking = untrained(everybody, visit.referral.service_id, day_of(visit.starts_at))
    return [(str(one.id), _with_training(_with_wishes(visit, one), one.id in lacking)) for one in everybody]


def _with_training(words: str, lacks: bool) -> str:
    return f"{words} · {_('필수 교육 없음')}" if lacks else words


def _with_wishes(visit: Visit, worker: Worker) -> str:
    """Co-operatives are not told what was wished, only whom it does not suit, and that while the consents stand."""
    sees_all = current_actor().can(Permission.HOUSEHOLD_READ)
    person = visit.referral.household.person if sees_all else disclosed_person(visit.referral)
    if person is None:
        return worker.name
    unmet = unmet_wishes(worker.sex, worker.languages, Wishes(person.sex, person.same_sex, person.language))
    if not unmet:
        return worker.name
    why = ", ".join(label(wish) for wish in unmet)
    return f"{worker.name} · {why if sees_all else _('이용자의 희망과 다름')}"


def people_choices(visit: Visit) -> list[tuple[str, str]]:
    """Who may have come; beside whoever lacked a check on that day, that is said."""
    day = day_of(visit.starts_at)
    there = workers_on(visit.organisation_id, day)
    everybody = there if visit.worker is None or visit.worker in there else [visit.worker, *there]
    lacking = unchecked_among(everybody, day)
    return [(str(one.id), f"{one.name} · {_('확인 없음')}" if one.id in lacking else one.name) for one in everybody]


def chosen_findings(visit: Visit) -> list[Told]:
    """What the resident reads of it; words that were written for whoever comes next are not for them."""
    return chosen(read_questions(visit.referral.service.records), visit.findings)
