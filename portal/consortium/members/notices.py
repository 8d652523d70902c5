"""What the office hears of a member that nobody can act for."""

from datetime import datetime

from portal.accounts.queries import users_who_may
from portal.consortium.members.models import Organisation
from portal.consortium.members.truth import UNENTERED
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About

NOBODY = N_("%(name)s에 로그인할 수 있는 사람이 없습니다. 담당자를 초대해 주십시오.")


def tell_of_unentered(member: Organisation, *, now: datetime) -> None:
    news = News(Matter.MEMBER, About(UNENTERED, member.id), NOBODY % {"name": member.name}, f"/members/{member.id}")
    tell_staff(users_who_may(Permission.MEMBER_MANAGE), news, now=now)
