"""The monthly review of the access log."""

from datetime import timedelta

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.privacy.evidence.items import EVIDENCE, PackItem
from portal.privacy.reviews import actions, evidence, expiring, models, tasks, views, waiting
from portal.privacy.reviews.states import REVIEW_STATES, ReviewState, Section
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("접속기록 점검"),
            "reviews.reviews",
            Permission.REVIEW_SIGN,
            order=94,
            group=MenuGroup.PRIVACY,
            within=("reviews.",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_review},
    jobs=(Job("reviews.prepare", timedelta(hours=6), tasks.prepare_and_watch),),
    fills=(
        Fill(EVIDENCE, evidence.reviews, PackItem.REVIEW),
        *(Fill(EXPIRING, each, each.model.__tablename__) for each in expiring.EXPIRING_ROWS),
        Fill(WAITING, waiting.UNSIGNED, "reviews"),
        Fill(TRUTHS, true_while(models.AccessReview, ReviewState.PREPARED), actions.SUBJECT),
    ),
    courses=(REVIEW_STATES,),
    enumerations=(Section,),
)
