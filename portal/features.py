"""The features of the portal, in the order in which their panels stand and their equal entries of the menu follow."""

from portal.accounts.emails.feature import feature as emails
from portal.accounts.feature import feature as accounts
from portal.accounts.providers.feature import feature as providers
from portal.api.hsds.feature import feature as hsds
from portal.audit.feature import feature as audit
from portal.backups.feature import feature as backups
from portal.benefits.eligibility.feature import feature as eligibility
from portal.benefits.figures.feature import feature as figures
from portal.benefits.ledger.feature import feature as ledger
from portal.benefits.programmes.feature import feature as programmes
from portal.benefits.settlement.feature import feature as settlement
from portal.consortium.advice.feature import feature as advice
from portal.consortium.capacity.feature import feature as capacity
from portal.consortium.catalogue.feature import feature as catalogue
from portal.consortium.confirmations.feature import feature as confirmations
from portal.consortium.consulting.feature import feature as consulting
from portal.consortium.events.feature import feature as events
from portal.consortium.lessons.feature import feature as lessons
from portal.consortium.library.feature import feature as library
from portal.consortium.mandates.feature import feature as mandates
from portal.consortium.materials.feature import feature as materials
from portal.consortium.meetings.feature import feature as meetings
from portal.consortium.members.feature import feature as members
from portal.consortium.minutes.feature import feature as minutes
from portal.consortium.papers.feature import feature as papers
from portal.consortium.partners.feature import feature as partners
from portal.consortium.suggestions.feature import feature as suggestions
from portal.coordinators.calls.feature import feature as calls
from portal.coordinators.caseload.feature import feature as caseload
from portal.coordinators.contacts.feature import feature as contacts
from portal.coordinators.desk.feature import feature as desk
from portal.coordinators.fairness.feature import feature as fairness
from portal.coordinators.followers.feature import feature as followers
from portal.coordinators.gate.feature import feature as gate
from portal.coordinators.handovers.feature import feature as handovers
from portal.coordinators.letters.feature import feature as letters
from portal.coordinators.mycare.feature import feature as mycare
from portal.coordinators.outside.feature import feature as outside
from portal.coordinators.particulars.feature import feature as particulars
from portal.coordinators.plans.feature import feature as plans
from portal.coordinators.referrals.feature import feature as referrals
from portal.coordinators.requests.feature import feature as requests
from portal.coordinators.series.feature import feature as series
from portal.coordinators.stays.feature import feature as stays
from portal.coordinators.unmet.feature import feature as unmet
from portal.coordinators.visits.feature import feature as visits
from portal.coordinators.waitlist.feature import feature as waitlist
from portal.demo.feature import feature as demo
from portal.documents.feature import feature as documents
from portal.duty.feature import feature as duty
from portal.filters.feature import feature as filters
from portal.leave.feature import feature as leave
from portal.manuals.feature import feature as manuals
from portal.monitoring.aid.feature import feature as aid
from portal.monitoring.alerts.feature import feature as alerts
from portal.monitoring.calls.feature import feature as call_desk
from portal.monitoring.devices.feature import feature as devices
from portal.monitoring.duties.feature import feature as duties
from portal.monitoring.outbox.feature import feature as outbox
from portal.monitoring.screening.feature import feature as screening
from portal.monitoring.signals.feature import feature as signals
from portal.monitoring.surveys.feature import feature as surveys
from portal.monitoring.teams.feature import feature as teams
from portal.monitoring.watching.feature import feature as watching
from portal.monitoring.workplan.feature import feature as workplan
from portal.monitoring.worries.feature import feature as worries
from portal.notifications.feature import feature as notifications
from portal.partners.requests.feature import feature as body_requests
from portal.partners.support_plans.feature import feature as support_plans
from portal.privacy.copies.feature import feature as copies
from portal.privacy.emergency.feature import feature as emergency
from portal.privacy.evidence.feature import feature as evidence
from portal.privacy.incidents.feature import feature as incidents
from portal.privacy.inventory.feature import feature as inventory
from portal.privacy.keys.feature import feature as keys
from portal.privacy.requests.feature import feature as rights
from portal.privacy.retention.feature import feature as retention
from portal.privacy.reviews.feature import feature as reviews
from portal.privacy.seen.feature import feature as seen
from portal.residents.applications.feature import feature as applications
from portal.residents.conferences.feature import feature as conferences
from portal.residents.consents.feature import feature as consents
from portal.residents.helpers.feature import feature as helpers
from portal.residents.households.feature import feature as households
from portal.residents.resemblances.feature import feature as resemblances
from portal.web.feature import Feature
from portal.web.site import feature as web
from portal.workforce.training.feature import feature as training
from portal.workforce.workers.feature import feature as workers

FEATURES: tuple[Feature, ...] = (
    web,
    documents,
    notifications,
    audit,
    accounts,
    providers,
    emails,
    duty,
    leave,
    manuals,
    meetings,
    minutes,
    lessons,
    advice,
    suggestions,
    mandates,
    confirmations,
    papers,
    members,
    partners,
    consulting,
    events,
    materials,
    library,
    catalogue,
    capacity,
    programmes,
    body_requests,
    worries,
    outbox,
    aid,
    workplan,
    households,
    helpers,
    conferences,
    consents,
    applications,
    resemblances,
    workers,
    training,
    figures,
    eligibility,
    ledger,
    settlement,
    caseload,
    handovers,
    outside,
    plans,
    referrals,
    series,
    visits,
    waitlist,
    unmet,
    fairness,
    stays,
    particulars,
    gate,
    followers,
    contacts,
    calls,
    requests,
    letters,
    support_plans,
    call_desk,
    desk,
    filters,
    alerts,
    duties,
    mycare,
    screening,
    surveys,
    teams,
    devices,
    watching,
    signals,
    inventory,
    keys,
    retention,
    emergency,
    evidence,
    seen,
    copies,
    incidents,
    rights,
    reviews,
    backups,
    hsds,
    demo,
)
