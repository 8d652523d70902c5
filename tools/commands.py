"""Runs commands of the portal one after the other in one process: python -m tools.commands "db upgrade" "seed"."""

import shlex
import sys
from collections.abc import Sequence

import click
from flask.cli import ScriptInfo

from portal import create_app
from portal.config import ConfigurationError
from tools.mode import choose_mode


def run(lines: Sequence[str]) -> int:
    """Run each line as `flask --app portal` would; returns the exit code of the first that fails."""
    choose_mode()
    try:
        app = create_app()
    except ConfigurationError as refusal:
        refusal.show()
        return refusal.exit_code
    for line in lines:
        try:
            app.cli.main(shlex.split(line), obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)
        except click.ClickException as failure:
            failure.show()
            return failure.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
