"""What a person may be for the Department, what a pass is good for, what happens to an account."""

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


class AccountAct(State):
    """What the history of an account tells."""

    SIGNED_UP = "sign_up", _l("Signed up")
    VERIFIED = "verify_email", _l("Confirmed the e-mail address"), "good"
    RESET_PASSWORD = "reset_password", _l("Chose a new password by letter")
    CHANGED_PASSWORD = "change_password", _l("Changed the password")
    CHANGED_EMAIL = "change_email", _l("Changed the e-mail address")
    APPOINTED = "appoint", _l("Staff role changed"), "info"
    SCOPED = "set_review_scope", _l("Provinces and categories of review changed"), "info"
    DEACTIVATED = "deactivate", _l("Account closed"), "bad"
    REACTIVATED = "reactivate", _l("Account opened again"), "good"
    SIGNED_OUT = "sign_out_everywhere", _l("Signed out everywhere by staff")
