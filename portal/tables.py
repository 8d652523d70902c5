"""All tables of the portal, for migrations and tests: those of the database layer and of each feature."""

from portal.db import job_runs, numbers, one_time, search
from portal.db.base import Base
from portal.features import FEATURES

MODULES = (job_runs, numbers, one_time, search, *(feature.tables for feature in FEATURES if feature.tables))
metadata = Base.metadata
