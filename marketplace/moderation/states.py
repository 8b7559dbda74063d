"""Two lifecycles: of a revision, and of what the public sees."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import Machine, Move, Role, State


class ReviewState(State):
    """Where a revision stands."""

    DRAFT = "draft", _l("Draft")
    SUBMITTED = "submitted", _l("Waiting for approval"), "info"
    CHANGES_REQUESTED = "changes_requested", _l("Changes requested"), "warn"
    APPROVED = "approved", _l("Approved"), "good"
    REFUSED = "refused", _l("Refused"), "bad"
    DISCARDED = "discarded", _l("Discarded")


OPEN = (ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.CHANGES_REQUESTED)
EDITABLE = (ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED)
#: Where a revision stands that its people have sent and then taken out of the staff's hands.
TAKEN_BACK = (ReviewState.DRAFT, ReviewState.DISCARDED)

_MEMBER = frozenset({Role.MEMBER})
_STAFF = frozenset({Role.STAFF})

REVIEW = Machine(
    "review",
    ReviewState,
    ReviewState.DRAFT,
    Move("submit", EDITABLE, ReviewState.SUBMITTED, _MEMBER, _l("Send for approval"), tone="good"),
    Move("take_back", (ReviewState.SUBMITTED,), ReviewState.DRAFT, _MEMBER, _l("Take back to edit")),
    Move("discard", EDITABLE, ReviewState.DISCARDED, _MEMBER, _l("Discard this draft"), tone="bad"),
    Move("approve", (ReviewState.SUBMITTED,), ReviewState.APPROVED, _STAFF, _l("Approve"), tone="good"),
    Move(
        "approve_corrected",
        (ReviewState.SUBMITTED,),
        ReviewState.APPROVED,
        _STAFF,
        _l("Approve with correction"),
        tone="good",
    ),
    Move(
        "request_changes",
        (ReviewState.SUBMITTED,),
        ReviewState.CHANGES_REQUESTED,
        _STAFF,
        _l("Ask for changes"),
        tone="warn",
    ),
    Move("refuse", (ReviewState.SUBMITTED,), ReviewState.REFUSED, _STAFF, _l("Refuse"), tone="bad"),
    Move("appeal", (ReviewState.REFUSED,), ReviewState.SUBMITTED, _MEMBER, _l("Appeal"), needs_note=True),
)


class Visibility(State):
    """What the public sees of a booth or listing. Suspension is a date beside it: lifting it restores."""

    UNPUBLISHED = "unpublished", _l("Not published yet")
    PUBLIC = "public", _l("Published"), "good"
    WITHDRAWN = "withdrawn", _l("Taken down"), "warn"
    CLOSED = "closed", _l("Closed")


VISIBILITY = Machine(
    "visibility",
    Visibility,
    Visibility.UNPUBLISHED,
    Move(
        "publish",
        (Visibility.UNPUBLISHED, Visibility.PUBLIC),
        Visibility.PUBLIC,
        _STAFF,
        _l("Publish"),
        tone="good",
    ),
    # An approval is about content: what its people have taken down stays down until they show it again.
    Move(
        "keep_hidden", (Visibility.WITHDRAWN,), Visibility.WITHDRAWN, _STAFF, _l("Approve, still taken down")
    ),
    Move("withdraw", (Visibility.PUBLIC,), Visibility.WITHDRAWN, _MEMBER, _l("Take down")),
    Move("show_again", (Visibility.WITHDRAWN,), Visibility.PUBLIC, _MEMBER, _l("Show again"), tone="good"),
    Move("close", (Visibility.PUBLIC, Visibility.WITHDRAWN), Visibility.CLOSED, _MEMBER, _l("Close")),
)


class Reason(State):
    """Coded reasons of an answer; the text exists in all three languages."""

    MISSING_INFORMATION = "missing_information", _l("Information is missing")
    UNCLEAR_TEXT = "unclear_text", _l("The text is unclear or misleading")
    WRONG_CATEGORY = "wrong_category", _l("The category or HS heading does not fit")
    BAD_PHOTO = "bad_photo", _l("A photo is unusable or does not show the goods")
    FOREIGN_PHOTO = "foreign_photo", _l("A photo seems to belong to somebody else")
    UNPROVEN_CLAIM = "unproven_claim", _l("A claim or certificate is not proven")
    EXPIRED_DOCUMENT = "expired_document", _l("A document has expired")
    PRICE_DOUBTFUL = "price_doubtful", _l("The price looks wrong")
    TRANSLATION_WRONG = "translation_wrong", _l("The languages do not say the same")
    IDENTITY_UNCONFIRMED = "identity_unconfirmed", _l("The identity could not be confirmed")
    CONTACT_IN_TEXT = "contact_in_text", _l("Contact details stand in the text or photo")
    RESTRICTED_GOODS = "restricted_goods", _l("These goods need a licence that is not attached")
    PROHIBITED_GOODS = "prohibited_goods", _l("These goods may not be offered")
    DUPLICATE = "duplicate", _l("The same listing exists already")
    OTHER = "other", _l("Another reason, see the note")
