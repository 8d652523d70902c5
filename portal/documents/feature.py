"""What the portal keeps of the documents it made."""

from portal.documents import models
from portal.web.feature import Feature

feature = Feature(
    tables=models,
)
