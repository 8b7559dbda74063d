"""What a person may be for the Department."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import State


class StaffRole(State):
    """Staff: an officer reviews, an editor keeps content, an administrator does both and appoints."""

    NONE = "", _l("Not staff")
    OFFICER = "officer", _l("Officer"), "info"
    EDITOR = "editor", _l("Editor"), "info"
    ADMINISTRATOR = "administrator", _l("Administrator"), "warn"


class PassPurpose(State):
    """What a single-use secret in a letter is good for."""

    VERIFY_EMAIL = "verify_email", _l("Verify the e-mail address")
    RESET_PASSWORD = "reset_password", _l("Choose a new password")
    CHANGE_EMAIL = "change_email", _l("Confirm the new e-mail address")
