#!/bin/sh
# structlog 26.1.0
#
# A line of the log that cannot be written, as on a full disk, is the caller's failure: the loggers that structlog
# ships for writing to a file raise OSError out of log.warning(), in whatever was about to answer that something else
# failed. The handlers of the standard library note it on standard error and go on; with the standard library's
# factory structlog does so, too.
#
# Seen:
#   PrintLoggerFactory      raises OSError
#   WriteLoggerFactory      raises OSError
#   BytesLoggerFactory      raises OSError
#   stdlib.LoggerFactory    goes on
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check structlog==26.1.0
cd "$folder"
venv/bin/python - 2>/dev/null <<'END'
import logging

import structlog

full = open("/dev/full", "w", buffering=1)
full_of_bytes = open("/dev/full", "wb", buffering=0)
logging.getLogger().handlers = [logging.StreamHandler(full)]
factories = {
    "PrintLoggerFactory": structlog.PrintLoggerFactory(full),
    "WriteLoggerFactory": structlog.WriteLoggerFactory(full),
    "BytesLoggerFactory": structlog.BytesLoggerFactory(full_of_bytes),
    "stdlib.LoggerFactory": structlog.stdlib.LoggerFactory(),
}
seen = {}
for name, factory in factories.items():
    lines = structlog.processors.JSONRenderer()
    render = lines if name != "BytesLoggerFactory" else (lambda *given: lines(*given).encode())
    structlog.configure(processors=[render], logger_factory=factory, cache_logger_on_first_use=False)
    try:
        structlog.get_logger().warning("away")
        seen[name] = "goes on"
    except OSError:
        seen[name] = "raises OSError"
    print(f"{name:<24}{seen[name]}")
assert list(seen.values()) == ["raises OSError"] * 3 + ["goes on"], "the behaviour has changed"
END
