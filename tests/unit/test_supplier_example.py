"""The example by which a supplier learns to sign is run as it stands in the manual of operating."""

import re
import shutil
import subprocess
from pathlib import Path

from portal.notifications.receipts import signature_of

OPERATING = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
SAY = 'curl() { printf "%s\\n" "$@"; }\n'


def test_the_example_signs_what_it_sends() -> None:
    section = OPERATING.read_text("utf-8").partition("## Suppliers of devices")[2]
    found = re.search(r"```sh\n(.*?)```", section, re.DOTALL)
    assert found is not None
    shell = shutil.which("sh")
    assert shell is not None
    given = {"PATH": "/usr/bin:/bin", "KEY": "mark", "SECRET": "a secret", "PORTAL": "https://portal.example"}
    said = subprocess.run([shell, "-c", SAY + found[1]], env=given, capture_output=True, text=True, check=True)
    address, *words = said.stdout.removeprefix("-sS\n").splitlines()
    body = words[-1].encode()
    signature = next(word for word in words if word.startswith("X-Portal-Signature: "))
    moment = re.search(r"t=(\d+),", signature)
    assert address == "https://portal.example/api/signals"
    assert "X-Portal-Key: mark" in words
    assert moment is not None
    assert signature == f"X-Portal-Signature: {signature_of('a secret', int(moment[1]), body)}"
