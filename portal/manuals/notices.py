"""What those who make an edition hear of it."""

from datetime import datetime

from portal.core.dates import format_day
from portal.core.messages import N_
from portal.duty.actions import News
from portal.duty.states import Matter
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.states import MANUAL_EDITION_STATES
from portal.notifications.actions import About
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

TO_REVIEW = N_("매뉴얼 검토를 기다립니다: %(title)s")
TO_MEND = N_("고칠 것이 있어 돌아온 매뉴얼입니다: %(title)s")
TO_APPROVE = N_("매뉴얼 승인을 기다립니다: %(title)s")
WIDENED = N_("쓰고 계신 매뉴얼에 바꿀 것이 더해졌습니다: %(title)s")
DISCARDED = N_("더 쓰지 않기로 한 매뉴얼의 판입니다: %(title)s")
LOOK = "manual_look"
TO_LOOK = N_("다시 볼 날이 다가온 매뉴얼입니다: %(title)s (%(day)s까지)")
CALLED_OFF = N_("시행하지 않기로 한 매뉴얼입니다: %(title)s")


def news_of(edition: ManualEdition, words: str) -> News:
    """Of what the edition waits for in its present state."""
    about = About(MANUAL_EDITION_STATES.kind, edition.id, edition.state)
    return News(Matter.MANUAL, about, words % {"title": edition.manual.title}, path_of(edition))


def news_of_look(manual: Manual) -> News:
    """That the day on which it is to be looked at again is near."""
    on = manual.look_again_on
    about = About(LOOK, manual.id, on.isoformat() if on else "")
    words = TO_LOOK % {"title": manual.title, "day": format_day(on) if on else ""}
    return News(Matter.MANUAL, about, words, f"/manuals/{manual.code}")


def untruth_of_look(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """Another day was set meanwhile."""
    manual = db.session.get(Manual, message.subject_id)
    on = manual.look_again_on if manual else None
    return None if on is not None and on.isoformat() == message.says else Unsent.ENDED


def path_of(edition: ManualEdition) -> str:
    return f"/manuals/{edition.manual.code}/editions/{edition.number}"
