"""What was backed up comes back whole, into an empty place, where nobody is signed in and nothing is sent."""

from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import func, inspect, select

from portal.accounts.models import Invitation, SignInSession, User
from portal.audit.models import AuditEntry
from portal.backups.keys import new_key
from portal.backups.models import Backup, Restoration
from portal.core import clock
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.documents.actions import document_store
from portal.documents.models import StoredDocument
from portal.extensions import db
from tests.integration.backups.conftest import WORDS, Make, Place


def rows(place: Place, table: type) -> int:
    with place.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def documents(place: Place) -> list[bytes]:
    """What the documents of a portal say."""
    with place.app.app_context():
        found = db.session.scalars(select(StoredDocument)).all()
        return [document_store().open_stored(each.file_name, each.id).read() for each in found]


def sign_in(place: Place) -> None:
    now = clock.now()
    with place.app.app_context(), writing():
        user = db.session.scalars(select(User)).one()
        session = SignInSession(
            user_id=user.id, token_digest="x", device="", address="", started_at=now, last_seen_at=now
        )
        db.session.add(session)
        db.session.commit()


def add_invitation(office: User, now: datetime, *, withdrawn_at: datetime | None = None) -> None:
    db.session.add(
        Invitation(
            email="new@example.kr" if withdrawn_at is None else "before@example.kr",
            name="새 직원",
            role=Role.COORDINATOR,
            organisation_id=None,
            token_digest="y" if withdrawn_at is None else "z",
            invited_by_id=office.id,
            invited_at=now,
            expires_at=now + timedelta(days=3),
            withdrawn_at=withdrawn_at,
        )
    )


def spoilt_of(whole: bytes) -> dict[str, tuple[bytes, str]]:
    """What may have become of a back-up, and what is said about it."""
    changed, foreign = "잘렸거나 바뀌었습니다", "포털의 백업이 아닙니다"
    return {
        "half": (whole[: len(whole) // 2], changed),
        "a byte short": (whole[:-1], changed),
        "one bit": (whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:], changed),
        "longer": (whole + b"more", changed),
        "foreign": (b"PK\x03\x04" + whole, foreign),
        "empty": (b"", foreign),
    }


def is_untouched(place: Place) -> bool:
    """No table, no file, nothing half unpacked."""
    left = [path for path in place.settings.var_dir.rglob("*") if path.is_file() and "templates" not in path.parts]
    with place.app.app_context():
        return left == [] and inspect(db.engine).get_table_names() == []


class TestRestore:
    def test_everything_comes_back_and_that_stands_in_the_audit(self, portal: Place, make_place: Make) -> None:
        there = make_place("there")
        made = there.run("restore", str(portal.backup()))
        assert (made.exit_code, made.output.splitlines()[-1]) == (0, "whole")
        assert rows(there, User) == rows(there, StoredDocument) == rows(there, Restoration) == 1
        assert documents(there) == [WORDS]
        with there.app.app_context():
            newest = select(AuditEntry.event).order_by(AuditEntry.at.desc()).limit(1)
            assert db.session.scalar(newest) == "portal.restored"
        assert there.run("audit", "verify").exit_code == 0

    def test_nobody_is_signed_in_and_no_invitation_of_then_opens_an_account(
        self, portal: Place, make_place: Make
    ) -> None:
        sign_in(portal)
        with portal.app.app_context(), writing():
            now = clock.now()
            office = db.session.scalars(select(User)).one()
            add_invitation(office, now)
            add_invitation(office, now, withdrawn_at=now - timedelta(days=1))
            db.session.commit()
        there = make_place("there")
        there.run("restore", str(portal.backup()))
        with there.app.app_context():
            assert db.session.scalars(select(SignInSession.ended_at)).one() is not None
            before, withdrawn = db.session.scalars(select(Invitation.withdrawn_at).order_by(Invitation.email)).all()
            assert before == now - timedelta(days=1)
            assert withdrawn is not None
            assert withdrawn > now
        with portal.app.app_context():
            assert db.session.scalars(select(SignInSession.ended_at)).one() is None

    def test_what_is_written_afterwards_is_no_part_of_it(self, portal: Place, make_place: Make) -> None:
        source = portal.backup()
        sign_in(portal)
        there = make_place("there")
        there.run("restore", str(source))
        assert rows(there, SignInSession) == 0
        assert rows(portal, Backup) == 1


class TestRefusals:
    def test_a_place_with_a_portal_in_it(self, portal: Place) -> None:
        refused = portal.run("restore", str(portal.backup()))
        assert refused.exit_code == 1
        assert "빈 곳에만 되살립니다" in refused.output
        assert rows(portal, User) == 1

    def test_a_file_that_is_not_whole(self, portal: Place, make_place: Make, tmp_path: Path) -> None:
        whole, spoilt, there = portal.backup().read_bytes(), tmp_path / "spoilt.age", make_place("there")
        for name, (data, told) in spoilt_of(whole).items():
            spoilt.write_bytes(data)
            for command in ("verify", "restore"):
                refused = there.run(command, str(spoilt))
                assert (refused.exit_code, told in refused.output) == (1, True), (name, refused.output)
            assert is_untouched(there), name

    def test_a_file_that_is_not_there(self, make_place: Make) -> None:
        refused = make_place("there").run("restore", "nowhere.age")
        assert (refused.exit_code, "백업 파일이 없습니다" in refused.output) == (1, True)

    def test_another_key(self, portal: Place, make_place: Make) -> None:
        there = make_place("there", backup_key=SecretStr(new_key()))
        refused = there.run("restore", str(portal.backup()))
        assert (refused.exit_code, "이 열쇠로는 백업을 열 수 없습니다" in refused.output) == (1, True)
        assert is_untouched(there)

    def test_no_key(self, make_place: Make) -> None:
        refused = make_place("there", backup_key=None).run("backup")
        assert (refused.exit_code, "백업 열쇠가 없습니다" in refused.output) == (1, True)

    def test_other_keys_of_the_portal_unless_told(self, portal: Place, make_place: Make) -> None:
        same = SecretStr(portal.settings.field_keys[1])
        there = make_place("there", secret_key=SecretStr("another-secret-key-that-is-long-enough"), field_key=same)
        source = str(portal.backup())
        refused = there.run("restore", source)
        assert (refused.exit_code, "PORTAL_SECRET_KEY" in refused.output) == (1, True)
        assert is_untouched(there)
        assert there.run("restore", source, "--other-keys").exit_code == 0

    def test_files_that_no_key_here_opens_are_named(self, portal: Place, make_place: Make) -> None:
        there = make_place("there", field_key=SecretStr("another-field-key-that-is-long-enough"))
        restored = there.run("restore", str(portal.backup()), "--other-keys")
        assert (restored.exit_code, "열쇠로 열리지 않습니다: documents/" in restored.output) == (2, True)


class TestVerify:
    def test_a_whole_portal(self, portal: Place) -> None:
        found = portal.run("verify")
        assert (found.exit_code, found.output) == (0, "whole\n")

    def test_a_missing_and_a_changed_file_are_named(self, portal: Place) -> None:
        (file,) = portal.files()
        file.write_bytes(b"something else")
        changed = portal.run("verify")
        assert (
            changed.exit_code,
            "파일이 바뀌었거나 이 포털의 열쇠로 열리지 않습니다: documents/" in changed.output,
        ) == (1, True)
        file.unlink()
        missing = portal.run("verify")
        assert (missing.exit_code, f"파일이 없습니다: documents/{file.parent.name}/{file.name}" in missing.output) == (
            1,
            True,
        )

    def test_a_file_that_was_missing_when_backed_up_is_told_by_both(self, portal: Place, make_place: Make) -> None:
        portal.files()[0].unlink()
        made = portal.run("backup")
        assert (made.exit_code, "missing documents/" in made.output) == (0, True)
        there = make_place("there")
        restored = there.run("restore", made.output.split(" (")[0])
        assert (restored.exit_code, "파일이 없습니다" in restored.output) == (2, True)

    def test_a_back_up_tells_the_head_of_the_audit(self, portal: Place) -> None:
        source = portal.backup()
        digest = portal.run("audit", "verify").output.split()[-1]
        looked = portal.run("verify", str(source))
        assert (looked.exit_code, f"audit {digest}" in looked.output) == (0, True)
        assert portal.run("verify", "--digest", "f" * 64).exit_code == 1


class TestKeeping:
    def test_old_ones_are_removed_and_never_the_newest(self, portal: Place) -> None:
        source = portal.backup()
        long_ago = clock.now() - timedelta(days=portal.settings.backup_days + 1)
        old = source.with_name(long_ago.strftime("portal-%Y%m%dT%H%M%SZ.age"))
        source.rename(old)
        portal.backup()
        assert not old.exists()

    def test_nobody_else_may_read_it_and_nothing_is_left_beside(self, portal: Place) -> None:
        source = portal.backup()
        assert source.stat().st_mode & 0o077 == 0
        assert list(source.parent.iterdir()) == [source]
        assert WORDS not in source.read_bytes()
