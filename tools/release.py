"""Makes what goes with a release, and writes beside the code what a running portal tells of it to an inspector."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime

from portal.privacy.evidence.released import OF_RELEASE, RECORD, Release, code_digest
from tools import audit, sbom


def head_of_the_source() -> str:
    """The commit, and whether something was changed since."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
        cwd=sbom.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


def main() -> int:
    """The exit code is that of the advisory check."""
    found = audit.ask()
    code = audit.tell(found)
    sbom.main()
    bill = sbom.WRITTEN.read_bytes()
    release = Release(
        made_at=datetime.now(UTC),
        commit=head_of_the_source(),
        code=code_digest(),
        components=len(json.loads(bill)["components"]),
        bill=hashlib.sha256(bill).hexdigest(),
        asked=found.asked,
        answered=found.answered,
        weak=tuple(found.weak),
    )
    RECORD.write_bytes(OF_RELEASE.dump_json(release, indent=1))
    sys.stdout.write(f"release: {release.commit} in {RECORD.relative_to(sbom.ROOT)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
