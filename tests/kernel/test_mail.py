"""Letters leave at most once, whatever breaks."""

from datetime import timedelta

import pytest

from marketplace.kernel import clock, mail
from marketplace.kernel.db import db
from marketplace.kernel.mail import Letter, LetterState, write_letter


@pytest.fixture
def by_smtp(app, smtp_sink):
    app.config["SMTP_URL"] = smtp_sink.url
    return smtp_sink


def write(to="hoa@example.com", **about) -> Letter:
    letter = write_letter(
        to,
        about.get("subject", "Xin chào"),
        about.get("body", "Nội dung ພາສາລາວ\n"),
        lang="lo",
        to_name="Hoa",
    )
    db.session.commit()
    return letter


def state_of(letter: Letter) -> str:
    db.session.expire_all()
    return db.session.get(Letter, letter.id).state


def test_a_letter_reaches_a_mail_server_whole(by_smtp, work):
    letter = write()
    work()
    (message,) = by_smtp.messages
    assert message["Subject"] == "Xin chào"
    assert message["Message-ID"] == f"<letter-{letter.id}@chotalat.example>"
    assert message["Content-Language"] == "lo"
    assert message.get_content().strip() == "Nội dung ພາສາລາວ"
    assert state_of(letter) == LetterState.SENT


def test_a_long_letter_is_no_long_line(by_smtp, work):
    letter = write(body="Nội dung ພາສາລາວ\n" * 200)
    work()
    assert state_of(letter) == LetterState.SENT
    assert by_smtp.messages[0].get_content().split() == ["Nội", "dung", "ພາສາລາວ"] * 200


def test_without_a_server_it_becomes_a_file(outbox):
    write()
    assert [message["To"] for message in outbox()] == ["Hoa <hoa@example.com>"]


@pytest.mark.parametrize("words", ("Hợp tác xã", "ສະຫະກອນ ກາເຟ", "Cooperative of", "Đồi Gió and"))
def test_a_long_subject_keeps_its_spaces(outbox, words):
    subjects = [" ".join([words] * times) + " K" for times in range(1, 20)]
    for subject in subjects:
        write(subject=subject)
    letters = outbox()
    assert [message["Subject"] for message in letters] == subjects
    assert max(len(line) for message in letters for line in bytes(message).splitlines()) <= 78


def test_a_subject_cannot_forge_headers(outbox):
    write(subject="Hello\r\nBcc: everybody@example.com")
    (message,) = outbox()
    assert message["Bcc"] is None
    assert "everybody" in message["Subject"]


def test_a_rolled_back_cause_sends_nothing(outbox):
    write_letter("a@example.com", "No", "No", lang="vi")
    db.session.rollback()
    assert outbox() == []


def test_a_refusal_for_now_is_tried_again_later(by_smtp, work):
    by_smtp.refusing = "451 Later"
    letter = write()
    work()
    assert state_of(letter) == LetterState.QUEUED
    assert db.session.get(Letter, letter.id).due_at > clock.now()
    by_smtp.refusing = None
    with clock.frozen(clock.now() + timedelta(hours=1)):
        mail.send_due_letters()
    assert len(by_smtp.messages) == 1
    assert state_of(letter) == LetterState.SENT


def test_a_refusal_for_good_waits_for_staff(by_smtp, work):
    by_smtp.refusing = "550 No such person"
    letter = write()
    work()
    assert state_of(letter) == LetterState.FAILED
    assert mail.count_stuck_letters() == 1


def test_a_server_that_is_away_loses_nothing(app, work):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    letter = write()
    work()
    assert state_of(letter) == LetterState.QUEUED
    assert db.session.get(Letter, letter.id).last_error == "ConnectionRefusedError"


@pytest.mark.parametrize(
    ("left_in", "becomes"),
    [(LetterState.CLAIMED, LetterState.SENT), (LetterState.HANDING_OVER, LetterState.UNCERTAIN)],
)
def test_what_a_dead_worker_left_is_sent_only_if_it_cannot_have_left(by_smtp, left_in, becomes):
    letter = write()
    letter.state, letter.claimed_at = left_in.value, clock.now()
    db.session.commit()
    mail.send_due_letters()
    assert by_smtp.messages == []
    with clock.frozen(clock.now() + mail.CLAIM_LASTS + timedelta(seconds=1)):
        mail.send_due_letters()
    assert state_of(letter) == becomes
    assert len(by_smtp.messages) == (1 if becomes == LetterState.SENT else 0)


def test_a_second_run_sends_nothing_twice(by_smtp, work):
    write()
    work()
    mail.send_due_letters()
    assert len(by_smtp.messages) == 1
