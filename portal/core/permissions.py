"""Who may do what: the closed list of permissions and the roles that carry them."""

from enum import StrEnum
from functools import cache

from portal.core.messages import N_
from portal.core.worded import Worded


class Role(Worded):
    RESIDENT = "resident", N_("이용자")
    HELPER = "helper", N_("도와주는 분(보기)")
    ACTING_HELPER = "acting_helper", N_("도와주는 분(대신 하기)")
    WATCHER = "watcher", N_("이웃지킴이")
    FINDER = "finder", N_("희망발굴단")
    COOPERATIVE = "cooperative", N_("협동조합 직원")
    COORDINATOR = "coordinator", N_("돌봄코디네이터")
    CARE_MANAGER = "care_manager", N_("동 돌봄매니저")
    OFFICE = "office", N_("사무국")
    AUDITOR = "auditor", N_("감사")


TEAM_ROLES = frozenset({Role.WATCHER, Role.FINDER})
"""Of volunteers: nobody gives them by hand, they come with an agreement and go with it."""

OUTSIDE_ROLES = frozenset({Role.CARE_MANAGER})
"""Of other bodies: they have accounts here and belong neither to the office nor to a member."""

STAFF_ROLES = frozenset({Role.COOPERATIVE, Role.COORDINATOR, Role.OFFICE, Role.AUDITOR}) | TEAM_ROLES | OUTSIDE_ROLES


class Permission(StrEnum):
    """Named area:thing:verb."""

    ACCOUNT_OWN = "accounts:own:manage"
    STAFF_OWN = "accounts:staff:own"
    STAFF_MANAGE = "accounts:staff:manage"
    AUDIT_READ = "audit:log:read"
    AUDIT_PERSONS = "audit:persons:read"
    MEMBER_READ = "consortium:member:read"
    MEMBER_MANAGE = "consortium:member:manage"
    CATALOGUE_MANAGE = "consortium:catalogue:manage"
    CAPACITY_OWN = "consortium:capacity:own"
    CAPACITY_READ = "consortium:capacity:read"
    WORKER_READ = "workforce:worker:read"
    WORKER_OWN = "workforce:worker:own"
    EVENT_MANAGE = "consortium:event:manage"
    CONSULTING_READ = "consortium:consulting:read"
    CONSULTING_ASK = "consortium:consulting:ask"
    CONSULTING_MANAGE = "consortium:consulting:manage"
    LIBRARY_READ = "consortium:library:read"
    LIBRARY_MANAGE = "consortium:library:manage"
    TRAINING_READ = "workforce:training:read"
    TRAINING_ENROL = "workforce:training:enrol"
    TRAINING_MANAGE = "workforce:training:manage"
    MEETING_READ = "consortium:meeting:read"
    MEETING_JOIN = "consortium:meeting:join"
    MEETING_MANAGE = "consortium:meeting:manage"
    MANUAL_READ = "manuals:manual:read"
    MANUAL_FETCH = "manuals:manual:fetch"
    MANUAL_CONFIRM = "manuals:manual:confirm"
    MANUAL_WRITE = "manuals:manual:write"
    MANUAL_APPROVE = "manuals:manual:approve"
    MY_CASE = "residents:case:own"
    MY_CASE_ACT = "residents:case:act"
    MY_FILE = "residents:file:own"
    APPLICATION_READ = "residents:application:read"
    APPLICATION_ENTER = "residents:application:enter"
    APPLICATION_REFER = "residents:application:refer"
    APPLICATION_PAIR = "coordinators:pairing:manage"
    HOUSEHOLD_READ = "residents:household:read"
    HOUSEHOLD_ALL = "residents:household:all"
    HOUSEHOLD_REVEAL = "residents:household:reveal"
    HOUSEHOLD_CHANGE = "residents:household:change"
    PERSON_JOIN = "residents:person:join"
    CASELOAD_OWN = "coordinators:caseload:own"
    HANDOVER_READ = "coordinators:handover:read"
    PLAN_WRITE = "coordinators:plan:write"
    SHARE_READ = "coordinators:share:read"
    REFERRAL_READ = "coordinators:referral:read"
    REFERRAL_MANAGE = "coordinators:referral:manage"
    REFERRAL_ANSWER = "coordinators:referral:answer"
    VISIT_READ = "coordinators:visit:read"
    VISIT_RECORD = "coordinators:visit:record"
    CONTACT_WRITE = "coordinators:contact:write"
    REQUEST_ANSWER = "coordinators:request:answer"
    LETTER_READ = "coordinators:letter:read"
    LETTER_MANAGE = "coordinators:letter:manage"
    CASE_CLOSE = "coordinators:case:close"
    CALL_MAKE = "coordinators:call:make"
    PROGRAMME_READ = "benefits:programme:read"
    PROGRAMME_MANAGE = "benefits:programme:manage"
    ELIGIBILITY_READ = "benefits:eligibility:read"
    ELIGIBILITY_WRITE = "benefits:eligibility:write"
    LEDGER_READ = "benefits:ledger:read"
    OVERRIDE_REQUEST = "benefits:override:request"
    OVERRIDE_DECIDE = "benefits:override:decide"
    STATEMENT_READ = "benefits:statement:read"
    STATEMENT_ALL = "benefits:statement:all"
    STATEMENT_ACT = "benefits:statement:act"
    STATEMENT_OWN = "benefits:statement:own"
    STATEMENT_MANAGE = "benefits:statement:manage"
    BODY_REQUEST_SEND = "partners:request:send"
    BODY_REQUEST_HANDLE = "partners:request:handle"
    WORRY_HANDLE = "monitoring:worry:handle"
    WORRY_REPORTER = "monitoring:worry:reporter"
    SCREENING_WRITE = "monitoring:screening:write"
    SCREENING_MANAGE = "monitoring:screening:manage"
    ALERT_HANDLE = "monitoring:alert:handle"
    DUTY_READ = "monitoring:duty:read"
    DUTY_MANAGE = "monitoring:duty:manage"
    POLICY_MANAGE = "monitoring:policy:manage"
    SURVEY_WORK = "monitoring:survey:work"
    SURVEY_MANAGE = "monitoring:survey:manage"
    TEAM_MANAGE = "monitoring:team:manage"
    NEIGHBOUR_ASSIGN = "monitoring:neighbour:assign"
    NEIGHBOUR_WATCH = "monitoring:neighbour:watch"
    FINDING_REPORT = "monitoring:finding:report"
    MESSAGE_MANAGE = "monitoring:message:manage"
    AID_WRITE = "monitoring:aid:write"
    WORK_PLAN_READ = "monitoring:workplan:read"
    WORK_PLAN_MANAGE = "monitoring:workplan:manage"
    WATCH_MANAGE = "monitoring:watch:manage"
    SUPPLIER_MANAGE = "monitoring:supplier:manage"
    ROSTER_MANAGE = "duty:roster:manage"
    LEAVE_READ = "leave:leave:read"
    LEAVE_MANAGE = "leave:leave:manage"
    FIGURES_READ = "reports:figures:read"
    INVENTORY_READ = "privacy:inventory:read"
    RETENTION_MANAGE = "privacy:retention:manage"
    RIGHTS_ANSWER = "privacy:rights:answer"
    EMERGENCY_OPEN = "privacy:emergency:open"
    EMERGENCY_READ = "privacy:emergency:read"
    EMERGENCY_REVIEW = "privacy:emergency:review"
    EVIDENCE_MAKE = "privacy:evidence:make"
    INCIDENT_MANAGE = "privacy:incident:manage"
    REVIEW_SIGN = "privacy:review:sign"
    BACKUP_MANAGE = "backups:backup:manage"


P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RESIDENT: frozenset({P.ACCOUNT_OWN, P.MY_CASE, P.MY_CASE_ACT, P.MY_FILE}),
    Role.HELPER: frozenset({P.ACCOUNT_OWN, P.MY_CASE}),
    Role.ACTING_HELPER: frozenset({P.ACCOUNT_OWN, P.MY_CASE, P.MY_CASE_ACT}),
    Role.WATCHER: frozenset({P.ACCOUNT_OWN, P.STAFF_OWN, P.NEIGHBOUR_WATCH}),
    Role.FINDER: frozenset({P.ACCOUNT_OWN, P.STAFF_OWN, P.FINDING_REPORT, P.SURVEY_WORK}),
    Role.COOPERATIVE: frozenset({P.ACCOUNT_OWN, P.STAFF_OWN, P.CAPACITY_OWN, P.LETTER_READ})
    | {P.REFERRAL_READ, P.REFERRAL_ANSWER, P.VISIT_READ, P.VISIT_RECORD, P.WORKER_READ, P.WORKER_OWN}
    | {P.STATEMENT_READ, P.STATEMENT_ACT, P.STATEMENT_OWN}
    | {P.MANUAL_READ, P.MANUAL_FETCH, P.MANUAL_CONFIRM, P.MEETING_READ, P.MEETING_JOIN}
    | {P.TRAINING_READ, P.TRAINING_ENROL, P.CONSULTING_READ, P.CONSULTING_ASK, P.LIBRARY_READ, P.SHARE_READ},
    Role.COORDINATOR: frozenset(
        {
            P.ACCOUNT_OWN,
            P.STAFF_OWN,
            P.MEMBER_READ,
            P.CAPACITY_READ,
            P.MEETING_READ,
            P.MEETING_JOIN,
            P.MANUAL_READ,
            P.MANUAL_FETCH,
            P.MANUAL_WRITE,
            P.APPLICATION_READ,
            P.APPLICATION_ENTER,
            P.HOUSEHOLD_READ,
            P.HOUSEHOLD_REVEAL,
            P.HOUSEHOLD_CHANGE,
            P.CASELOAD_OWN,
            P.HANDOVER_READ,
            P.LEAVE_READ,
            P.PLAN_WRITE,
            P.REFERRAL_READ,
            P.REFERRAL_MANAGE,
            P.VISIT_READ,
            P.CONTACT_WRITE,
            P.REQUEST_ANSWER,
            P.LETTER_READ,
            P.CASE_CLOSE,
            P.CALL_MAKE,
            P.PROGRAMME_READ,
            P.ELIGIBILITY_READ,
            P.ELIGIBILITY_WRITE,
            P.LEDGER_READ,
            P.OVERRIDE_REQUEST,
            P.DUTY_READ,
            P.WORRY_HANDLE,
            P.SCREENING_WRITE,
            P.ALERT_HANDLE,
            P.AID_WRITE,
            P.WORK_PLAN_READ,
            P.SURVEY_WORK,
            P.WATCH_MANAGE,
            P.EMERGENCY_OPEN,
            P.EMERGENCY_READ,
        }
    )
    | {P.MANUAL_CONFIRM, P.NEIGHBOUR_ASSIGN, P.TRAINING_READ, P.TRAINING_ENROL, P.LIBRARY_READ},
    Role.CARE_MANAGER: frozenset({P.ACCOUNT_OWN, P.STAFF_OWN, P.APPLICATION_REFER, P.BODY_REQUEST_SEND}),
    Role.OFFICE: frozenset(
        {
            P.ACCOUNT_OWN,
            P.STAFF_OWN,
            P.STAFF_MANAGE,
            P.AUDIT_READ,
            P.AUDIT_PERSONS,
            P.MEMBER_READ,
            P.MEMBER_MANAGE,
            P.CATALOGUE_MANAGE,
            P.WORKER_READ,
            P.CAPACITY_READ,
            P.MEETING_READ,
            P.MEETING_JOIN,
            P.MEETING_MANAGE,
            P.MANUAL_READ,
            P.MANUAL_FETCH,
            P.MANUAL_WRITE,
            P.MANUAL_APPROVE,
            P.APPLICATION_READ,
            P.APPLICATION_ENTER,
            P.APPLICATION_PAIR,
            P.BODY_REQUEST_SEND,
            P.BODY_REQUEST_HANDLE,
            P.PERSON_JOIN,
            P.HOUSEHOLD_READ,
            P.HOUSEHOLD_ALL,
            P.HOUSEHOLD_REVEAL,
            P.HOUSEHOLD_CHANGE,
            P.REQUEST_ANSWER,
            P.LETTER_READ,
            P.LETTER_MANAGE,
            P.REFERRAL_READ,
            P.VISIT_READ,
            P.CALL_MAKE,
            P.MESSAGE_MANAGE,
            P.ROSTER_MANAGE,
            P.HANDOVER_READ,
            P.LEAVE_READ,
            P.LEAVE_MANAGE,
            P.DUTY_READ,
            P.DUTY_MANAGE,
            P.POLICY_MANAGE,
            P.WORRY_HANDLE,
            P.WATCH_MANAGE,
            P.SUPPLIER_MANAGE,
            P.WORRY_REPORTER,
            P.SCREENING_WRITE,
            P.SCREENING_MANAGE,
            P.ALERT_HANDLE,
            P.AID_WRITE,
            P.WORK_PLAN_READ,
            P.WORK_PLAN_MANAGE,
            P.SURVEY_WORK,
            P.SURVEY_MANAGE,
            P.FIGURES_READ,
            P.INVENTORY_READ,
            P.RETENTION_MANAGE,
            P.RIGHTS_ANSWER,
            P.EMERGENCY_READ,
            P.EMERGENCY_REVIEW,
            P.EVIDENCE_MAKE,
            P.INCIDENT_MANAGE,
            P.REVIEW_SIGN,
            P.BACKUP_MANAGE,
        }
    )
    | {P.MANUAL_CONFIRM, P.TEAM_MANAGE, P.NEIGHBOUR_ASSIGN, P.SHARE_READ}
    | {P.TRAINING_READ, P.TRAINING_ENROL, P.TRAINING_MANAGE}
    | {P.CONSULTING_READ, P.CONSULTING_ASK, P.CONSULTING_MANAGE, P.EVENT_MANAGE}
    | {P.LIBRARY_READ, P.LIBRARY_MANAGE}
    | {P.PROGRAMME_READ, P.PROGRAMME_MANAGE, P.ELIGIBILITY_READ, P.ELIGIBILITY_WRITE, P.LEDGER_READ}
    | {P.OVERRIDE_REQUEST, P.OVERRIDE_DECIDE}
    | {P.STATEMENT_READ, P.STATEMENT_ACT, P.STATEMENT_ALL, P.STATEMENT_MANAGE},
    Role.AUDITOR: frozenset({P.ACCOUNT_OWN, P.STAFF_OWN, P.AUDIT_READ, P.FIGURES_READ, P.INVENTORY_READ})
    | {P.MEMBER_READ, P.MEETING_READ, P.MANUAL_READ, P.PROGRAMME_READ, P.STATEMENT_READ, P.STATEMENT_ALL}
    | {P.WORK_PLAN_READ, P.LIBRARY_READ},
}


@cache
def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def roles_with(permission: Permission) -> frozenset[Role]:
    return frozenset(role for role, carried in ROLE_PERMISSIONS.items() if permission in carried)
