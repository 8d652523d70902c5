"""The targets are the consortium's own and can be set, but not to nonsense."""

import pytest
from pydantic import ValidationError

from portal.core.targets import Targets


class TestTargets:
    def test_have_the_consortiums_numbers(self) -> None:
        targets = Targets()
        assert (targets.first_visit_hours, targets.referral_answer_hours) == (72, 24)
        assert (targets.urgent_service_days, targets.service_days) == (1, 7)
        assert (targets.contact_after_visit_days, targets.contact_every_days) == (7, 30)
        assert targets.closure_review_days == 30

    def test_can_be_set(self) -> None:
        assert Targets(referral_answer_hours=12).referral_answer_hours == 12

    def test_refuse_what_nobody_could_meet(self) -> None:
        with pytest.raises(ValidationError, match="service_days"):
            Targets(service_days=0)

    def test_put_the_earliest_reminder_first(self) -> None:
        assert Targets.model_validate({"visit_reminder_days": "1, 5,3"}).visit_reminder_days == (5, 3, 1)

    def test_remind_at_least_once(self) -> None:
        with pytest.raises(ValidationError, match="at least one day"):
            Targets.model_validate({"member_warning_days": ""})
