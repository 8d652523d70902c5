"""Training of workers and coordinators."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING
from portal.workforce.training import models, queries, tasks, truth, views, waiting
from portal.workforce.training.states import ENROLMENT_STATES, CertificateStanding, NeedStanding

GONE = Expiring(models.TrainingEnrolment, queries.enrolments_over, ENROLMENT_STATES)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("교육"),
            "training.sessions",
            Permission.TRAINING_READ,
            order=73,
            group=MenuGroup.LEARNING,
            within=("training.",),
            badge=views.badge,
            counts=N_("빠진 필수 교육"),
        ),
    ),
    links={"training_session": views.link_to_session},
    panels={"worker": views.of_worker},
    jobs=(Job("training.warn", timedelta(days=1), tasks.warn_of_ending),),
    fills=(
        Fill(TRACES, queries.traces),
        Fill(TRUTHS, truth.untruth_of_enrolment, truth.SUBJECT),
        Fill(TRUTHS, truth.untruth_of_ending, truth.ENDING),
        Fill(WAITING, waiting.NEEDS, "training"),
        Fill(WAITING, waiting.RESULTS, "training_results"),
        Fill(EXPIRING, GONE, models.TrainingEnrolment.__tablename__),
    ),
    courses=(ENROLMENT_STATES,),
    enumerations=(CertificateStanding, NeedStanding),
    tests={"open_for_enrolment": views.is_open_for_enrolment, "joining": views.is_joining},
)
