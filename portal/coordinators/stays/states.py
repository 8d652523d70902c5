"""What a home needs while nobody is there, and what the coordinator answered."""

from portal.core.messages import N_
from portal.core.worded import Worded


class HomeTask(Worded):
    PET = "pet", N_("반려동물 돌봄")
    POST = "post", N_("우편물 챙기기")
    BOILER = "boiler", N_("보일러 얼지 않게 살피기")


class HomeAnswer(Worded):
    ARRANGED = "arranged", N_("맡길 곳을 정함"), "success"
    FAMILY = "family", N_("가족·이웃이 봄"), "success"
    NOT_NEEDED = "not_needed", N_("필요 없음")
