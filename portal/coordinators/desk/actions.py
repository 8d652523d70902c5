"""Closes the case of a household once nothing that was asked of co-operatives or other bodies still runs."""

from datetime import datetime

from portal.audit.steps import lock
from portal.coordinators.caseload import actions as caseload
from portal.coordinators.caseload.met import lock_first
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.queries.household import open_referrals
from portal.coordinators.outside.queries import running_links
from portal.coordinators.plans import actions as plans
from portal.coordinators.requests.actions import end_requests
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.residents.households import actions as households

DIED = N_("사망으로 종결")
STILL_ASKED = N_("다른 기관에 부탁한 일이 남았습니다: %(names)s. 먼저 마치거나 거두어 주십시오.")


def close_household_case(case: CareCase, reason: ClosureReason, note: str, *, actor: Actor, now: datetime) -> None:
    """End plans, pairing and case and tell the resident; refused with the names of what was asked for and still runs.

    A death is written into the file, and its followers end all of this, with visits and referrals that were to come.
    """
    actor.require(Permission.CASE_CLOSE)
    lock_first(case.household_id, now)
    lock(case)
    if reason is ClosureReason.DIED and case.person.death_known_on is None:
        households.note_death(case.person, reason=note or DIED, actor=actor, now=now)
        return
    running = open_referrals(case)
    if links := running_links(case.id):
        raise Conflict(STILL_ASKED, names=", ".join(f"{one.line.service.name}({one.body})" for one in links))
    if running:
        names = ", ".join(f"{one.service.name}({said(one.number, Series.REFERRAL)})" for one in running)
        raise Conflict(N_("끝나지 않은 연계가 있습니다: %(names)s. 먼저 마치거나 거두어 주십시오."), names=names)
    plans.end_plans(case, actor=actor, now=now)
    end_requests(case, actor=actor, now=now)
    caseload.close_case(case, reason, note, actor=actor, now=now)
