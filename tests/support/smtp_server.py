"""A mail server for tests: smtp_server.py FOLDER [--tls CERTIFICATE KEY] [--user NAME PASSWORD]

Prints its port, then keeps every message in FOLDER as a Maildir (aiosmtpd's own handler). What it does with a
recipient is told by the name before the @: `refused` gets 550, `busy` 451, `norelay` 554 as a server that does not relay
for us, `toobig` 552 after the message, `spam` 550 after the message for what the sender may not do, and at `vanish` the
server is gone in the middle of the conversation.
"""
import argparse
import logging
import os
import ssl
import sys
import warnings

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import AuthResult, LoginPassword

ANSWERS = {"refused": "550 5.1.1 nobody of that name", "busy": "451 4.3.2 come back later",
           "norelay": "554 5.7.1 <norelay@example.com>: Relay access denied"}


class Handler(Mailbox):
    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.partition("@")[0]
        if name == "vanish":
            os._exit(0)
        if name in ANSWERS:
            return ANSWERS[name]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("toobig@"):
            return "552 5.3.4 too big"
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "550 5.7.1 not from you"
        return await super().handle_DATA(server, session, envelope)


class FreePort(Controller):
    """Port 0 lets the system choose; the controller then knocks at the port it got, to see whether it is up."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--tls", nargs=2)
    parser.add_argument("--user", nargs=2)
    asked = parser.parse_args()
    # Clients that hang up are what the tests are about.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")

    def authenticate(server, session, envelope, mechanism, data):
        right = asked.user and isinstance(data, LoginPassword) and [data.login.decode(), data.password.decode()] == asked.user
        return AuthResult(success=bool(right), handled=False)

    settings = {}
    if asked.tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*asked.tls)
        settings.update(tls_context=context, require_starttls=True)
    if asked.user:
        settings.update(authenticator=authenticate, auth_required=True)
    controller = FreePort(Handler(asked.folder), hostname="127.0.0.1", port=0, ready_timeout=30, **settings)
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()  # until whoever started us is gone
    os._exit(0)


if __name__ == "__main__":
    main()
