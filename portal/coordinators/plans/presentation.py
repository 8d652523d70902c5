"""How often a service comes and who pays for it, in words."""

from portal.benefits.eligibility.presentation import say
from portal.benefits.eligibility.queries import PayerOption
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import HowOften
from portal.web.words import gettext as _


def cadence(how_often: HowOften, times: int) -> str:
    """주 2회, 한 번"""
    if how_often is HowOften.ONCE:
        return _("한 번")
    if how_often is HowOften.WEEKLY:
        return _("주 %(times)d회", times=times)
    if how_often is HowOften.FORTNIGHTLY:
        return _("2주에 %(times)d회", times=times)
    return _("월 %(times)d회", times=times)


def line_cadence(line: PlanLine) -> str:
    return cadence(line.how_often, line.times)


def payer_words(option: PayerOption) -> str:
    """본인 부담 20% · 본인 부담이 가장 적은 사업입니다."""
    share = _("본인 부담 %(own)d%%", own=option.own_percent)
    return f"{share} · {say(option.rule)}"
