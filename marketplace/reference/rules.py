"""What must be true of codes in content before anybody reviews it, as sentences for those who typed them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.reference.queries import category, has_code


def category_problem(code: str):
    """Why goods cannot be filed under this category: a sentence, or None."""
    if not has_code("category", code):
        return _l("Choose a category.")
    if not category(code).is_leaf:
        return _l("Choose the exact category, not the group.")
    return None
