"""All tables of the portal, for migrations and tests."""

from portal.accounts import models as accounts
from portal.audit import models as audit
from portal.benefits.eligibility import models as eligibility
from portal.benefits.figures import models as figures
from portal.benefits.ledger import models as ledger
from portal.benefits.programmes import models as programmes
from portal.benefits.settlement import models as settlement
from portal.consortium.capacity import models as capacity
from portal.consortium.catalogue import models as catalogue
from portal.consortium.meetings import models as meetings
from portal.consortium.members import models as members
from portal.coordinators.caseload import models as caseload
from portal.coordinators.contacts import models as contacts
from portal.coordinators.plans import models as plans
from portal.coordinators.referrals import models as referrals
from portal.coordinators.visits import models as visits
from portal.db import job_runs, numbers, one_time
from portal.db.base import Base
from portal.documents import models as documents
from portal.manuals import models as manuals
from portal.monitoring.worries import models as worries
from portal.notifications import models as notifications
from portal.residents.applications import models as applications
from portal.residents.consents import models as consents
from portal.residents.households import models as households

MODULES = (
    accounts, applications, audit, capacity, caseload, catalogue, consents, contacts, documents, eligibility,
    figures, households, job_runs, ledger, manuals, meetings, members, notifications, numbers, one_time, plans,
    programmes, referrals, settlement, visits, worries,
)  # fmt: skip
metadata = Base.metadata
