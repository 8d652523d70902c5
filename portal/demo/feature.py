"""Invented people for a demonstration."""

from portal.demo import cli
from portal.web.feature import Feature

feature = Feature(
    commands=(cli.seed, cli.demo_accounts),
)
