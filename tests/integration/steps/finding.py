"""How those are found whom nobody knew, and how the questionnaire is written that they are asked."""

from portal.monitoring.screening.editing import publish_edition
from portal.monitoring.screening.states import ScreeningEditionVerb
from tests.factories.coordinators import make_office
from tests.factories.screening import make_edition_draft
from tests.integration.steps.standing import LATER, Standing


def questionnaire_draft() -> Standing:
    office = make_office().actor
    return Standing(
        make_edition_draft(),
        {ScreeningEditionVerb.PUBLISH: lambda row: publish_edition(row, actor=office, now=LATER)},
    )
