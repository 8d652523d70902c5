"""The form of a leave, and the word of whoever cannot stand in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from portal.accounts.models import User
from portal.leave.models import Leave
from portal.leave.rules import Days, Wanted
from portal.leave.states import LeaveKind
from portal.web.day_fields import DayField
from portal.web.editing import EditingForm
from portal.web.fields import TextField
from portal.web.forms import PortalForm
from portal.web.labels import choice, choices
from portal.web.validators import Required
from portal.web.words import lazy_gettext as _

NOBODY = ""


def _id(text: str | UUID | None) -> UUID | None:
    return UUID(str(text)) if text else None


class LeaveForm(PortalForm):
    """Days away. Whether somebody must be named is asked by the action: the office may say later who stands in."""

    from_on = DayField(_("첫날"), [Required(_("자리를 비우는 첫날을 적어 주십시오."))])
    until_on = DayField(_("마지막 날"), [Required(_("자리를 비우는 마지막 날을 적어 주십시오."))])
    kind = RadioField(
        _("까닭"), choices=choices(LeaveKind), coerce=LeaveKind, validators=[Required(_("까닭을 골라 주십시오."))]
    )
    deputy_id = SelectField(_("대신할 분"))
    reads_along = BooleanField(_("제 메일도 함께 받겠습니다"))

    def offer(self, people: Sequence[User], *, nobody: str) -> None:
        """Those who may be named; `nobody` are the words for naming none yet."""
        chosen = [choice(str(user.id), user.name) for user in people]
        self.deputy_id.choices = [choice(NOBODY, nobody), *chosen]

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            Days(self.from_on.data, self.until_on.data),
            self.kind.data,
            deputy_id=_id(self.deputy_id.data),
            reads_along=self.reads_along.data,
        )


def as_typed(leave: Leave) -> dict[str, Any]:
    """What is kept, as the form shows it."""
    deputy_id = str(leave.deputy_id) if leave.deputy_id else NOBODY
    names = ("from_on", "until_on", "kind", "reads_along")
    return {**{name: getattr(leave, name) for name in names}, "deputy_id": deputy_id}


class ChangeLeaveForm(EditingForm, LeaveForm):
    """Other days, or somebody else who stands in."""


class EnterLeaveForm(LeaveForm):
    """The office enters it for somebody."""

    user_id = SelectField(_("자리를 비우는 분"), [Required(_("자리를 비우는 분을 골라 주십시오."))])

    def offer_users(self, people: Sequence[User], *, nobody: str) -> None:
        self.user_id.choices = [choice(NOBODY, nobody), *(choice(str(user.id), user.name) for user in people)]


class DeclineForm(PortalForm):
    note = TextField(
        _("대신하지 못하는 까닭"),
        [
            Required(_("대신하지 못하는 까닭을 한마디 적어 주십시오.")),
            Length(max=300, message=_("300자까지 적을 수 있습니다.")),
        ],
    )
