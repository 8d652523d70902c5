#!/bin/sh
# CPython's smtplib (Python 3.11.7), served by aiosmtpd 1.4.6
#
# A mail that the server has taken looks like one that failed when `with smtplib.SMTP(…)` is left: the context manager asks
# QUIT itself and raises unless the answer is 221. RFC 5321 lets a server that shuts down answer any command by 421. Who
# sends again after every error sends twice. `send_message` alone tells what became of the mail; QUIT is asked aside.
#
# Seen:
#   taken by the server: 1
#   raised when the block was left: SMTPResponseException 421
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiosmtpd==1.4.6
"$folder/venv/bin/python" - <<'END'
import smtplib
import socket
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Office:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope.content)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        return "421 closing"


office = Office()
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
controller = Controller(office, hostname="127.0.0.1", port=port)
controller.start()
mail = EmailMessage()
mail["From"], mail["To"], mail["Subject"] = "office@example.kr", "person@example.kr", "visit"
mail.set_content("tomorrow at ten")
raised = None
try:
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(mail)
except smtplib.SMTPException as error:
    raised = error
controller.stop()
print("taken by the server:", len(office.taken))
print("raised when the block was left:", type(raised).__name__, getattr(raised, "smtp_code", None))
assert len(office.taken) == 1 and type(raised) is smtplib.SMTPResponseException, "the behaviour has changed"
END
