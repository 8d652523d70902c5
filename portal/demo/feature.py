"""Invented people for a demonstration."""

from portal.demo import cli, panels
from portal.web.feature import Feature

feature = Feature(
    commands=(cli.seed, cli.demo_accounts),
    panels={"second_fact": panels.birth_dates},
)
