"""The columns by which whatever waits for a coordinator tells of a referral, or of what came of it."""

from typing import Any

from sqlalchemy import Select, select

from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.referrals.models import Referral
from portal.residents.households.models import Person
from portal.web.agenda import Desk, told


def told_of_referrals(desk: Desk, **more: Any) -> Select[Any]:
    """Whom a referral is for, which service and which co-operative, of the households of the desk; `more` beside it."""
    columns = told(
        household_id=Referral.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=Service.name,
        more=Organisation.name,
        **more,
    )
    return (
        select(*columns)
        .select_from(Referral)
        .join(CareCase, CareCase.id == Referral.case_id)
        .join(Person, Person.id == CareCase.person_id)
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, Organisation.id == Referral.organisation_id)
        .where(cases_in_scope(desk.viewer))
    )
