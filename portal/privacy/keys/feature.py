"""The keys of sealed columns."""

from portal.privacy.keys import cli
from portal.web.feature import Feature

feature = Feature(commands=(cli.keys,))
