"""Things of monitoring in each state, and who takes which step."""

from datetime import timedelta

from portal.core.editions import EditionVerb
from portal.monitoring.duties import actions as duties
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.duties import make_policy_edition
from tests.integration.steps.standing import LATER, Standing


def policy_draft() -> Standing:
    policy = make_policy_edition().policy
    edition = duties.draft_edition(policy, TODAY + timedelta(days=10), actor=OFFICE, now=NOW)
    return Standing(
        edition,
        {
            EditionVerb.PUBLISH: lambda row: duties.publish_edition(row, actor=OFFICE, now=LATER),
            EditionVerb.DISCARD: lambda row: duties.discard_edition(row, actor=OFFICE, now=LATER),
        },
    )
