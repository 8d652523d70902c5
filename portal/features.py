"""The features of the portal, each with the function that binds it to the application."""

from collections.abc import Callable

from flask import Flask

from portal import jobs
from portal.accounts import cli as account_commands
from portal.accounts import tasks as account_tasks
from portal.accounts import views as accounts
from portal.audit import cli as audit_commands
from portal.audit import tasks as audit_tasks
from portal.audit import views as audit
from portal.benefits.eligibility import tasks as eligibility_tasks
from portal.benefits.eligibility import views as eligibility
from portal.benefits.figures import views as figures
from portal.benefits.ledger import tasks as ledger_tasks
from portal.benefits.ledger import views as ledger
from portal.benefits.programmes import cli as programme_commands
from portal.benefits.programmes import views as programmes
from portal.benefits.settlement import cli as settlement_commands
from portal.benefits.settlement import tasks as settlement_tasks
from portal.benefits.settlement import views as settlement
from portal.consortium.capacity import cli as capacity_commands
from portal.consortium.capacity import tasks as capacity_tasks
from portal.consortium.capacity import views as capacity
from portal.consortium.catalogue import cli as catalogue_commands
from portal.consortium.catalogue import views as catalogue
from portal.consortium.meetings import views as meetings
from portal.consortium.members import tasks as member_tasks
from portal.consortium.members import views as members
from portal.coordinators.caseload import views as caseload
from portal.coordinators.contacts import views as contacts
from portal.coordinators.desk import views as desk
from portal.coordinators.mycare import views as mycare
from portal.coordinators.plans import views as plans
from portal.coordinators.referrals import views as referrals
from portal.coordinators.visits import tasks as visit_tasks
from portal.coordinators.visits import views as visits
from portal.documents import views as documents
from portal.manuals import cli as manual_commands
from portal.manuals import views as manuals
from portal.monitoring.worries import views as worries
from portal.notifications import tasks as notification_tasks
from portal.notifications import views as notifications
from portal.residents.applications import tasks as application_tasks
from portal.residents.applications import views as residents
from portal.web import tasks as web_tasks
from portal.web import views as web

FEATURES: tuple[Callable[[Flask], None], ...] = (
    web.install,
    web_tasks.install,
    documents.install,
    notifications.install,
    notification_tasks.install,
    audit.install,
    audit_commands.install,
    audit_tasks.install,
    accounts.install,
    account_commands.install,
    account_tasks.install,
    jobs.install,
    manual_commands.install,
    manuals.install,
    meetings.install,
    member_tasks.install,
    members.install,
    catalogue_commands.install,
    catalogue.install,
    capacity_commands.install,
    capacity_tasks.install,
    capacity.install,
    programme_commands.install,
    programmes.install,
    worries.install,
    application_tasks.install,
    residents.install,
    figures.install,
    eligibility_tasks.install,
    eligibility.install,
    ledger_tasks.install,
    ledger.install,
    settlement_commands.install,
    settlement_tasks.install,
    settlement.install,
    caseload.install,
    plans.install,
    referrals.install,
    visit_tasks.install,
    visits.install,
    contacts.install,
    desk.install,
    mycare.install,
)
