"""The audit never takes silence for soundness."""

from tools.audit import Findings, findings, verdict


def test_a_package_that_could_not_be_judged_is_not_counted_as_sound() -> None:
    report = {"dependencies": [{"name": "a", "skip_reason": "not found"}, {"name": "b", "version": "1", "vulns": []}]}
    assert findings(report) == Findings(asked=2, answered=1, weak=[])


def test_says_that_it_was_not_run_when_nothing_answered() -> None:
    sentence, code = verdict(Findings(asked=3))
    assert "NOT RUN" in sentence
    assert code == 0


def test_a_published_weakness_fails_and_names_the_package() -> None:
    report = {"dependencies": [{"name": "b", "version": "1", "vulns": [{"id": "PYSEC-1"}]}]}
    sentence, code = verdict(findings(report))
    assert "b 1: PYSEC-1" in sentence
    assert code == 1
