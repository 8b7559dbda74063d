"""What must be true of codes in content before anybody reviews it, as sentences for those who typed them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.errors import NotFound
from marketplace.reference.queries import category


def category_problem(code: str):
    """Why goods cannot be filed under this category: a sentence, or None."""
    try:
        entry = category(code)
    except NotFound:
        return _l("Choose a category.")
    return None if entry.is_leaf else _l("Choose the exact category, not the group.")
