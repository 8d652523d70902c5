"""What the figures can be narrowed by, setting a budget, and the reason of a restatement."""

from typing import Any
from uuid import UUID

from wtforms import SelectField
from wtforms.validators import Length, Optional

from portal.benefits.figures.selection import SELF_PAID, Selection
from portal.benefits.programmes.models import Programme
from portal.consortium.catalogue.models import Service
from portal.core.errors import NotFound
from portal.web.day_fields import NumberField
from portal.web.editing import EditingForm
from portal.web.fields import TextField
from portal.web.forms import FilterForm, PortalForm
from portal.web.validators import Required
from portal.web.words import gettext
from portal.web.words import lazy_gettext as _


def year_choices(years: list[int]) -> list[tuple[str, str]]:
    return [(str(year), gettext("%(year)d년", year=year)) for year in years]


class NarrowedFigures(FilterForm):
    year = SelectField(_("연도"), default="", validate_choice=False)
    programme = SelectField(_("사업"), default="", validate_choice=False)

    def offer(self, years: list[int], programmes: list[Programme]) -> None:
        self.year.choices = year_choices(years)
        named = [(str(programme.id), programme.name) for programme in programmes]
        self.programme.choices = [("", gettext("모두")), *named, (SELF_PAID, gettext("본인이 모두 냄"))]


class NarrowedShares(FilterForm):
    year = SelectField(_("연도"), default="", validate_choice=False)
    service = SelectField(_("서비스"), default="", validate_choice=False)

    def offer(self, years: list[int], services: list[Service]) -> None:
        self.year.choices = year_choices(years)
        self.service.choices = [("", gettext("모두")), *((str(each.id), each.name) for each in services)]


class BudgetForm(EditingForm):
    amount = NumberField(_("예산"), validators=[Required(_("예산을 원으로 적어 주십시오."))])
    note = TextField(_("근거"), validators=[Optional(), Length(max=200)])


class RestateForm(PortalForm):
    reason = TextField(_("왜 바뀌었습니까?"), validators=[Required(_("바뀐 까닭을 적어 주십시오.")), Length(max=300)])


def id_in(value: str | None) -> UUID | None:
    """The id that an address names; raises `NotFound` for anything else than an id."""
    try:
        return UUID(value) if value else None
    except ValueError:
        raise NotFound from None


def selection_in(arguments: Any, year: int) -> Selection:
    """What an address asks for: `Selection.arguments` read back; raises `NotFound` for what cannot be meant."""
    programme = arguments.get("programme") or ""
    month = arguments.get("month", type=int)
    if month is not None and not 1 <= month <= 12:
        raise NotFound
    return Selection(
        year,
        month,
        None if programme == SELF_PAID else id_in(programme),
        programme == SELF_PAID,
        id_in(arguments.get("service")),
        id_in(arguments.get("organisation")),
        arguments.get("dong") or "",
    )
