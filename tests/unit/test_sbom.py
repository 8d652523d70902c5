"""The bill of materials names each package of the locks, with its hash."""

import json
import re
from pathlib import Path

from tools.sbom import bill_of_materials

LOCKED = re.compile(r"^([a-z0-9.-]+)==([^ ;\\]+)", re.MULTILINE)


def test_names_what_is_locked_and_nothing_else(project: Path) -> None:
    told = json.loads(bill_of_materials())
    python = {(each["name"].lower(), each["version"]) for each in told["components"] if "pkg:pypi" in each["purl"]}
    assert python == set(LOCKED.findall((project / "requirements.lock").read_text("utf-8")))
    npm = {each["name"] for each in told["components"] if "pkg:npm" in each["purl"]}
    assert {"krds-uiux", "@expo-google-fonts/noto-sans-kr"} <= npm
    assert all(each.get("hashes") for each in told["components"] if "pkg:npm" in each["purl"])
    assert told["metadata"]["timestamp"]
