"""The course of a care plan and its choices."""

from enum import StrEnum

from portal.core.states import StateTable


class PlanState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"
    ENDED = "ended"


class PlanVerb(StrEnum):
    AGREE = "agree"
    REPLACE = "replace"
    END = "end"


PLAN_STATES = StateTable(
    {
        (PlanState.DRAFT, PlanVerb.AGREE): PlanState.AGREED,
        (PlanState.DRAFT, PlanVerb.END): PlanState.ENDED,
        (PlanState.AGREED, PlanVerb.REPLACE): PlanState.REPLACED,
        (PlanState.AGREED, PlanVerb.END): PlanState.ENDED,
    }
)


class AgreedBy(StrEnum):
    """How the resident agreed."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ONLINE = "online"


class HowOften(StrEnum):
    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class NeedLevel(StrEnum):
    """How much help is needed in one area of the short assessment."""

    NONE = "none"
    SOME = "some"
    MUCH = "much"
    UNKNOWN = "unknown"
