"""Letters are rows first. The worker hands them over, each at most once.

A letter is claimed, offered to the server up to the point of no return, marked as being handed over,
and only then sent. Whatever dies before that mark is tried again; whatever dies after it is UNCERTAIN:
nobody can know whether it left, so it is shown to staff and never sent twice by itself.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta
from email import policy
from email.header import Header
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.kernel import clock
from marketplace.kernel.db import UTCDateTime, db
from marketplace.kernel.machine import State

log = logging.getLogger(__name__)

#: A worker that has not finished with a letter for so long is taken for dead.
CLAIM_LASTS = timedelta(minutes=5)
MAX_ATTEMPTS = 8
SMTP_TIMEOUT_S = 20


class _Subject(UniqueUnstructuredHeader):
    """A subject that keeps its spaces: Python's newer way of folding loses some in long ones with accents."""

    def fold(self, *, policy) -> str:
        """The header as it travels, in lines."""
        charset = "us-ascii" if self.isascii() else "utf-8"
        words = Header(str(self), charset, header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {words}{policy.linesep}"


class _WholeLine(UniqueUnstructuredHeader):
    """An address of a page, in one line however long: broken up or encoded it would lead nowhere."""

    def fold(self, *, policy) -> str:
        """The header as it travels."""
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("subject", _Subject)
_headers.map_to_type("list-unsubscribe", _WholeLine)
_POLICY = policy.default.clone(header_factory=_headers)
#: On the way each line ends in CRLF (RFC 5321, 2.3.8); servers refuse others, or count all as one too long.
_POLICY_OF_SMTP = _POLICY.clone(linesep="\r\n")


class LetterState(State):
    """Life of a letter."""

    QUEUED = "queued", _l("Waiting to be sent"), "info"
    CLAIMED = "claimed", _l("Being prepared"), "info"
    HANDING_OVER = "handing_over", _l("Being handed over"), "info"
    SENT = "sent", _l("Sent"), "good"
    UNCERTAIN = "uncertain", _l("Perhaps sent"), "warn"
    FAILED = "failed", _l("Could not be sent"), "bad"


class Letter(db.Model):
    """One e-mail to one address, in the reader's language, text only plus an optional HTML twin."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default=LetterState.QUEUED.value)
    to_address: Mapped[str]
    to_name: Mapped[str] = mapped_column(default="")
    lang: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")
    #: Of a letter that comes again and again: where its reader ends that with one post (RFC 8058).
    unsubscribe_url: Mapped[str | None]

    __table_args__ = (Index(None, "state", "due_at"),)


def write_letter(
    to_address: str, subject: str, body: str, *, lang: str, to_name: str = "", unsubscribe_url: str = ""
) -> Letter:
    """Put one letter in the post, in the transaction of its cause; the worker sends it after the commit."""
    letter = Letter(
        to_address=to_address,
        to_name=to_name,
        lang=lang,
        subject=" ".join(subject.split()),  # a line break would forge a header
        body=body,
        unsubscribe_url=unsubscribe_url or None,
    )
    db.session.add(letter)
    from marketplace.kernel.mail_jobs import send_letters  # the job needs this module

    send_letters.soon()
    return letter


def send_due_letters(limit: int = 200) -> int:
    """Send what is due, one letter and several small commits at a time. Returns how many left.

    Runs in the worker; commits for itself because every step must survive a ``kill -9``.
    """
    recover_lost_letters()
    sent = 0
    for _turn in range(limit):
        letter = _claim_next()
        if letter is None:
            break
        sent += _send(letter)
    return sent


def recover_lost_letters() -> None:
    """Sort out what a dead worker left: claimed letters go again, half-handed-over ones become UNCERTAIN."""
    dead_since = clock.now() - CLAIM_LASTS
    for left_in, becomes in (
        (LetterState.CLAIMED, LetterState.QUEUED),
        (LetterState.HANDING_OVER, LetterState.UNCERTAIN),
    ):
        db.session.execute(
            update(Letter)
            .where(Letter.state == left_in.value, Letter.claimed_at < dead_since)
            .values(state=becomes.value)
        )
    db.session.commit()  # each step of sending stands for itself


def _claim_next() -> Letter | None:
    """Take the oldest due letter; two workers never get the same one."""
    now = clock.now()
    letter_id = db.session.scalar(
        select(Letter.id)
        .where(Letter.state == LetterState.QUEUED.value, Letter.due_at <= now)
        .order_by(Letter.due_at, Letter.id)
        .limit(1)
    )
    if letter_id is None:
        db.session.rollback()
        return None
    taken = db.session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.state == LetterState.QUEUED.value)
        .values(state=LetterState.CLAIMED.value, claimed_at=now, attempts=Letter.attempts + 1)
    ).rowcount
    db.session.commit()  # the claim must be visible before anything is sent
    return db.session.get(Letter, letter_id) if taken else _claim_next()


def _send(letter: Letter) -> bool:
    url = current_app.config["SMTP_URL"]
    try:
        message = compose(letter)
        if url:
            _send_by_smtp(letter, message, url)
        else:
            _send_to_folder(letter, message)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        db.session.rollback()
        _put_back(letter, error)
        return False
    letter.state, letter.sent_at, letter.last_error = LetterState.SENT.value, clock.now(), ""
    db.session.commit()  # sent is sent, whatever happens to the next letter
    return True


def compose(letter: Letter) -> EmailMessage:
    """The letter as a message. Its Message-ID is its row, so a receiver can tell a double."""
    config = current_app.config
    message = EmailMessage(_POLICY)
    message["Subject"] = letter.subject
    message["From"] = formataddr((config["SITE_NAME"], config["MAIL_FROM"]))
    message["To"] = formataddr((letter.to_name, letter.to_address))
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<letter-{letter.id}@{config['MAIL_FROM'].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.body, cte="quoted-printable")  # passes servers that know no 8-bit text
    message["Content-Language"] = letter.lang
    return message


def _send_to_folder(letter: Letter, message: EmailMessage) -> None:
    """Without a mail server: one .eml file a letter, named by its row, so twice is once."""
    folder = Path(current_app.config["VAR_DIR"]) / "outbox"
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{letter.id:08d}.part"
    part.write_bytes(bytes(message))
    part.replace(folder / f"{letter.id:08d}.eml")


def _send_by_smtp(letter: Letter, message: EmailMessage, url: str) -> None:
    """Offer the letter; mark it as being handed over just before the server gets its text."""
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    port = parts.port or (465 if secure else 25)
    with connect(parts.hostname, port, timeout=SMTP_TIMEOUT_S) as server:
        server.ehlo()
        if parts.scheme == "smtp+starttls":
            server.starttls()
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        for code, answer in (server.mail(current_app.config["MAIL_FROM"]), server.rcpt(letter.to_address)):
            if code >= 400:
                raise smtplib.SMTPResponseException(code, answer)
        letter.state = LetterState.HANDING_OVER.value
        db.session.commit()  # from here on a crash means "perhaps sent"
        code, answer = server.data(message.as_bytes(policy=_POLICY_OF_SMTP))
        if code >= 400:
            raise smtplib.SMTPDataError(code, answer)


def _put_back(letter: Letter, error: Exception) -> None:
    """Try again later, ever more patiently; give up in the end. A refused address is final at once, and so
    is a letter that cannot be put into the form of one: the others behind it must not wait.
    """
    answered = isinstance(error, smtplib.SMTPResponseException)
    is_refused = isinstance(error, ValueError) or (answered and 500 <= error.smtp_code < 600)
    letter.last_error = type(error).__name__  # no addresses in what staff and logs see
    if letter.state == LetterState.HANDING_OVER.value and not answered:
        letter.state = LetterState.UNCERTAIN.value
    elif letter.attempts >= MAX_ATTEMPTS or is_refused:
        letter.state = LetterState.FAILED.value
    else:
        letter.state = LetterState.QUEUED.value
        letter.due_at = clock.now() + timedelta(seconds=min(3600, 15 * 2**letter.attempts))
    db.session.commit()  # the wait must survive the worker
    log.warning("letter %s could not be sent: %s", letter.id, letter.last_error)


def count_stuck_letters() -> int:
    """Letters that need a person: failed or perhaps sent."""
    return db.session.scalar(
        select(func.count())
        .select_from(Letter)
        .where(Letter.state.in_((LetterState.FAILED.value, LetterState.UNCERTAIN.value)))
    )
