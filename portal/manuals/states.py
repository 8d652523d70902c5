"""The course of an edition of a manual."""

from enum import StrEnum

from portal.core.states import StateTable


class EditionState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class EditionVerb(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    REVIEW = "review"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"


EDITION_STATES = StateTable(
    {
        (EditionState.DRAFT, EditionVerb.SUBMIT): EditionState.IN_REVIEW,
        (EditionState.IN_REVIEW, EditionVerb.REVIEW): EditionState.REVIEWED,
        (EditionState.IN_REVIEW, EditionVerb.RETURN): EditionState.DRAFT,
        (EditionState.REVIEWED, EditionVerb.PUBLISH): EditionState.PUBLISHED,
        (EditionState.REVIEWED, EditionVerb.RETURN): EditionState.DRAFT,
        (EditionState.PUBLISHED, EditionVerb.SUPERSEDE): EditionState.SUPERSEDED,
    }
)


class SectionKind(StrEnum):
    """The sections of a manual in their order."""

    PURPOSE = "purpose"
    SCOPE = "scope"
    TERMS = "terms"
    ROLES = "roles"
    PROCEDURE = "procedure"
    FORMS = "forms"
    EXCEPTIONS = "exceptions"
    PRIVACY = "privacy"
    FAQ = "faq"
