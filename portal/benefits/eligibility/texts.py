"""The words in which conditions are told: one sentence for each way in which a condition may stand."""

from portal.benefits.eligibility.states import Answer, Standing
from portal.core.messages import N_

FOR_RESIDENTS = {
    Answer.ELIGIBLE: N_("대상에 맞습니다"),
    Answer.TENTATIVE: N_("확인이 더 필요합니다"),
    Answer.NOT_ELIGIBLE: N_("이 사업의 대상은 아닙니다"),
}
"""What somebody is told who applies; the public body decides, not the portal."""
DISTRICT = {
    Standing.MET: N_("사시는 동이 이 사업의 지역에 있습니다."),
    Standing.UNMET: N_("사시는 동이 이 사업의 지역이 아닙니다."),
    Standing.UNKNOWN: N_("어느 동에 사시는지 확인이 필요합니다."),
}
ANYBODY = {Standing.MET: N_("나이에 상관없이 누구나 대상입니다.")}
LIVES_ALONE = {
    Standing.MET: N_("혼자 사십니다."),
    Standing.UNMET: N_("혼자 사는 분을 위한 사업입니다."),
    Standing.UNKNOWN: N_("혼자 사시는지 확인이 필요합니다."),
}
DOOR = {
    Standing.MET: N_("대상에 맞습니다: %(name)s"),
    Standing.UNMET: N_("대상과 다릅니다: %(name)s"),
    Standing.UNKNOWN: N_("확인이 필요합니다: %(name)s"),
}
DOOR_WITH_AGE = {
    Standing.MET: N_("대상에 맞습니다: %(name)s (만 %(age)d세)"),
    Standing.UNMET: N_("대상과 다릅니다: %(name)s (만 %(age)d세)"),
    Standing.UNKNOWN: N_("확인이 필요합니다: %(name)s (만 %(age)d세)"),
}
INCOME = {
    Standing.MET: N_("%(year)d년 %(band)s입니다. 본인 부담은 %(own)d%%입니다."),
    Standing.UNMET: N_("%(year)d년 %(band)s입니다. 비용은 본인이 냅니다."),
    Standing.UNKNOWN: N_(
        "소득을 아직 확인하지 않았습니다. 그동안 본인 부담은 %(own)d%%입니다. "
        "확인되면 최대 %(support)d%%까지 지원합니다."
    ),
}
GROUP = {
    Standing.MET: N_("%(group)s입니다. 본인 부담이 없습니다."),
    Standing.UNKNOWN: N_("%(group)s: 말씀만 들었습니다. 확인되면 본인 부담이 없습니다."),
}
FIRST = {
    Standing.MET: N_("먼저 돕는 분입니다: %(name)s"),
    Standing.UNMET: N_("먼저 돕는 분은 %(name)s입니다. 순서가 늦어질 수 있습니다."),
    Standing.UNKNOWN: N_("먼저 돕는 분인지 확인이 필요합니다: %(name)s"),
}
