"""Who acts: a person or the portal itself, with the roles they carry."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from portal.core.errors import Forbidden
from portal.core.permissions import TEAM_ROLES, Permission, Role, permissions_of


@dataclass(frozen=True)
class Covered:
    """A coordinator who is away until a day, seen by whoever stands in."""

    user_id: UUID
    name: str
    until_on: date


@dataclass(frozen=True)
class Actor:
    """Who acts: `organisation_id` is set for the staff of a co-operative and bounds what they see.

    `covers` are those who are away today and whose households this one sees to.
    """

    user_id: UUID | None
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    organisation_id: UUID | None = None
    covers: tuple[Covered, ...] = ()

    def can(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles)

    @property
    def acts_as(self) -> Role | None:
        """The role by which others are told of them: of several the one nearest to people in care."""
        return next((role for role in Role if role in self.roles), None)

    @property
    def is_volunteer(self) -> bool:
        """Whether they are of a team of volunteers, and nothing else here."""
        return bool(self.roles) and self.roles <= TEAM_ROLES

    @property
    def for_what_follows(self) -> "Actor":
        """The same somebody, where an act that was theirs to do brings along what others do by hand."""
        return replace(self, roles=self.roles | SYSTEM.roles)

    def sees_to(self, coordinator_id: UUID) -> bool:
        """Whether the households of this coordinator are the actor's to see to today."""
        return coordinator_id == self.user_id or self.covered(coordinator_id) is not None

    def covered(self, coordinator_id: UUID) -> Covered | None:
        """For whom the actor stands in with households of this coordinator."""
        return next((one for one in self.covers if one.user_id == coordinator_id), None)

    def require(self, permission: Permission) -> None:
        """Raise `Forbidden` unless this actor carries `permission`."""
        if not self.can(permission):
            raise Forbidden


ANONYMOUS = Actor(None, "")
SYSTEM = Actor(None, "system", frozenset({Role.OFFICE, Role.COORDINATOR}))
