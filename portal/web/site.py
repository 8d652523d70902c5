"""What the web layer itself brings: pages that belong to no feature, and the forgetting of form keys."""

from datetime import timedelta

from portal.jobs import Job
from portal.web.feature import Feature
from portal.web.tasks import forget_old_keys
from portal.web.views import bp

feature = Feature(blueprint=bp, jobs=(Job("web.forget_keys", timedelta(hours=6), forget_old_keys),))
