"""Before a demonstration is served: a coordinator with so many households of their own, all to be telephoned today.

`python -m tests.e2e.homes EMAIL COUNT` makes them in the database of the environment.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine, text

from portal.accounts.hashing import hash_password
from portal.coordinators.caseload.profiles import save_profile
from portal.core import clock
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.extensions import db
from portal.factory import create_app
from portal.residents.households.states import Sex
from tests.e2e.server import ROOT, environment, free_port
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.consortium import MANGWON
from tests.factories.coordinators import OFFICE
from tests.factories.referrals import make_case, make_person

__all__ = ["PASSWORD", "kept_calls", "make_homes"]


def make_homes(folder: Path, email: str, count: int) -> None:
    """In the demonstration that lies in `folder`, by a process of its own."""
    command = [sys.executable, "-m", "tests.e2e.homes", email, str(count)]
    subprocess.run(command, cwd=ROOT, env=environment(folder, free_port()), check=True)


def kept_calls(folder: Path, email: str) -> Counter[str]:
    """How many calls of each outcome are kept as made by them, each household counted once."""
    engine = create_engine(f"sqlite:///{folder / 'portal.sqlite'}")
    asked = text(
        "SELECT result, count(DISTINCT household_id) AS calls FROM phone_call"
        ' WHERE by_id = (SELECT id FROM "user" WHERE email = :email) GROUP BY result'
    )
    with engine.connect() as connection:
        found = Counter({row.result: row.calls for row in connection.execute(asked, {"email": email})})
    engine.dispose()
    return found


def _make(email: str, count: int) -> None:
    now, hashed = clock.now(), hash_password(PASSWORD)
    with writing():
        user = make_user(Role.COORDINATOR, email=email, name="백통화")
        user.password_hash = hashed
        save_profile(
            user.id,
            case_limit=count,
            dong_codes=[MANGWON],
            languages=["ko"],
            sex=Sex.FEMALE,
            phone="+821055559100",
            actor=OFFICE,
            now=now,
        )
        for number in range(count):
            person = make_person(f"전화{number}", with_account=False)
            make_case(person, user, opened_at=now, next_contact_on=clock.day_of(now))
        db.session.commit()


if __name__ == "__main__":
    with create_app().app_context():
        _make(sys.argv[1], int(sys.argv[2]))
