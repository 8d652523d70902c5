"""Decides which of several programmes pays a service first, and says why."""

from collections.abc import Sequence

from portal.benefits.eligibility.rules import Finding, Said
from portal.benefits.eligibility.states import Answer
from portal.core.messages import N_


def payer_order(finding: Finding, position: int) -> tuple[bool, int, int]:
    """Smaller pays first: eligible before tentative, then the lowest own share, then the programmes' order."""
    return (finding.answer is not Answer.ELIGIBLE, finding.own_percent or 0, position)


def payer_rule(ordered: Sequence[Finding], place: int) -> Said:
    """Why the programme at `place` of the ordered ones stands there."""
    finding = ordered[place]
    if place > 0:
        return Said(text=N_("고를 수 있습니다. 본인 부담은 %(own)d%%입니다."), params={"own": finding.own_percent or 0})
    if len(ordered) == 1:
        return Said(text=N_("이 서비스를 지원하는 사업이 하나입니다."))
    following = ordered[1]
    if finding.answer is not following.answer:
        return Said(text=N_("대상으로 확인된 사업이 먼저입니다."))
    if finding.own_percent != following.own_percent:
        return Said(text=N_("본인 부담이 가장 적은 사업입니다. (%(own)d%%)"), params={"own": finding.own_percent or 0})
    return Said(text=N_("본인 부담이 같아 사업의 순서를 따랐습니다."))
