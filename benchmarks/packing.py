"""`python -m benchmarks.packing FROM TO FOLDER`: makes the inspector's pack as the command does, and tells its cost."""

import json
import sys
import time

from benchmarks.measure import peak_mib
from portal import create_app


def main(begin: str, end: str, folder: str) -> None:
    begun = time.process_time()
    command = ["evidence", "--from", begin, "--to", end, "--into", folder]
    made = create_app().test_cli_runner().invoke(args=command)
    assert made.exit_code == 0, made.output
    print(json.dumps({"seconds": time.process_time() - begun, "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
