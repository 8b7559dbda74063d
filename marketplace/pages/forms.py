"""What an editor types when issuing a house text."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.web.forms import DayField, Form, TranslatedField, required


class PageForm(Form):
    """A new version of one house text."""

    title = TranslatedField(_l("Title"), require_one=True, max_length=150)
    body = TranslatedField(
        _l("Text"),
        rows=18,
        max_length=60_000,
        require_one=True,
        description=_l(
            "Markdown: headings with ##, lists with -, emphasis with **. Vietnamese is authoritative."
        ),
    )
    effective_from = DayField(_l("In force from"), [required()])
