"""`python -m benchmarks.packing FROM TO FOLDER`: makes the inspector's pack as the command does, and tells its cost."""

import json
import sys
import time

from flask.cli import ScriptInfo

from benchmarks.measure import peak_mib
from portal import create_app


def main(begin: str, end: str, folder: str) -> None:
    begun, app = time.process_time(), create_app()
    command = ["evidence", "--from", begin, "--to", end, "--into", folder]
    app.cli.main(command, obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)
    print(json.dumps({"seconds": time.process_time() - begun, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
