"""Things of monitoring in each state, and who takes which step."""

from datetime import timedelta

from portal.monitoring.duties import actions as duties
from portal.monitoring.duties.states import PolicyEditionVerb
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.duties import make_policy_edition
from tests.integration.steps.standing import LATER, Standing


def policy_draft() -> Standing:
    policy = make_policy_edition().policy
    edition = duties.draft_edition(policy, TODAY + timedelta(days=10), actor=OFFICE, now=NOW)
    return Standing(
        edition,
        {
            PolicyEditionVerb.PUBLISH: lambda row: duties.publish_edition(row, actor=OFFICE, now=LATER),
            PolicyEditionVerb.DISCARD: lambda row: duties.discard_edition(row, actor=OFFICE, now=LATER),
        },
    )
