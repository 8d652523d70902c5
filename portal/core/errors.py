"""The refusals that a rule or an action may answer with."""

from portal.core.messages import N_

NOT_FOUND = N_("찾으시는 내용이 없습니다.")
FORBIDDEN = N_("이 일을 할 권한이 없습니다.")


class DomainError(Exception):
    """Something that may not be done, told in words for the person who asked.

    `message` is a Korean message id with `%(name)s` places for `params`; it is shown beside the form field `field`.
    """

    def __init__(self, message: str, field: str | None = None, **params: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.params = params


class NotFound(DomainError):
    """The thing does not exist, or not for this person: both answer 404."""

    def __init__(self, message: str = NOT_FOUND, **params: object) -> None:
        super().__init__(message, None, **params)


class Forbidden(DomainError):
    """The person sees the thing but may not do this to it: 403."""

    def __init__(self, message: str = FORBIDDEN, **params: object) -> None:
        super().__init__(message, None, **params)


class TooOften(DomainError):
    """It was tried so often that nobody may try again for `retry_after` seconds: 429."""

    def __init__(self, message: str, *, retry_after: int, **params: object) -> None:
        super().__init__(message, None, **params)
        self.retry_after = retry_after


class Conflict(DomainError):
    """Someone else was quicker, or the thing is no longer in a state that allows this: 409."""
