"""What those who make an edition hear of it."""

from portal.core.messages import N_
from portal.duty.actions import News
from portal.duty.states import Matter
from portal.manuals.models import ManualEdition
from portal.manuals.states import MANUAL_EDITION_STATES
from portal.notifications.actions import About

TO_REVIEW = N_("매뉴얼 검토를 기다립니다: %(title)s")
TO_MEND = N_("고칠 것이 있어 돌아온 매뉴얼입니다: %(title)s")
TO_APPROVE = N_("매뉴얼 승인을 기다립니다: %(title)s")
WIDENED = N_("쓰고 계신 매뉴얼에 바꿀 것이 더해졌습니다: %(title)s")
DISCARDED = N_("더 쓰지 않기로 한 매뉴얼의 판입니다: %(title)s")
CALLED_OFF = N_("시행하지 않기로 한 매뉴얼입니다: %(title)s")


def news_of(edition: ManualEdition, words: str) -> News:
    """Of what the edition waits for in its present state."""
    about = About(MANUAL_EDITION_STATES.kind, edition.id, edition.state)
    return News(Matter.MANUAL, about, words % {"title": edition.manual.title}, path_of(edition))


def path_of(edition: ManualEdition) -> str:
    return f"/manuals/{edition.manual.code}/editions/{edition.number}"
