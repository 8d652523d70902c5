"""Invented people for a demonstration."""

from portal.demo import cli, panels, sending
from portal.jobs import Job
from portal.web.feature import Feature

feature = Feature(
    commands=(cli.seed, cli.demo_accounts),
    panels={"second_fact": panels.birth_dates},
    jobs=(Job("demo.send_signals", sending.EVERY, sending.send_signals, waits=sending.is_demonstration),),
)
