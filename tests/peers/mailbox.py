"""A mail server that keeps what it gets, for tests of what really leaves the house by SMTP."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from scripts.services import free_port


class SmtpSink:
    """A real SMTP server on loopback. While ``refusing`` holds an answer ("451 Later"), it takes nothing."""

    def __init__(self):
        self.messages: list[EmailMessage] = []
        self.refusing: str | None = None
        port = free_port()
        self._server = Controller(self, hostname="127.0.0.1", port=port)
        #: For ``SMTP_URL``.
        self.url = f"smtp://127.0.0.1:{port}"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters that reached this address, oldest first."""
        return [message for message in self.messages if address in message["X-Envelope-To"]]

    async def handle_DATA(self, server, session, envelope) -> str:
        """Take one letter."""
        if self.refusing:
            return self.refusing
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 Kept"

    def __enter__(self) -> SmtpSink:
        self._server.start()
        return self

    def __exit__(self, *exception) -> None:
        self._server.stop()
