"""The photos of a listing on its form: those there are, in their order and with their words, and new ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField
from wtforms.utils import unset_value
from wtforms.validators import ValidationError

from marketplace.kernel.errors import Invalid
from marketplace.kernel.images import accept_photo
from marketplace.web.language import current_language

MAX_ALT = 200


class PhotosField(MultipleFileField):
    """What ``components/photo_picker.html`` posts; data is the content JSON of the photos.

    ``data`` holds the photos that were there, as they were ordered, described and removed on the form. New
    files wait in ``uploads`` until ``accept`` takes them in. The words are in the page's language; words in
    other languages stay as they are.
    """

    def __init__(self, label=None, validators=None, *, limit: int, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.limit = limit
        self.uploads: list[tuple[FileStorage, str]] = []

    def process(self, formdata, data=unset_value, **kwargs):
        """Read the answers for each photo there is, and the new files with their words."""
        super().process(None, data, **kwargs)
        self.data = list(self.data or [])
        if formdata is not None:
            self.data = list(self._arranged(formdata))
            files = [file for file in formdata.getlist(self.name) if getattr(file, "filename", "")]
            words = formdata.getlist("photo_alt_new")
            self.uploads = [
                (file, words[place].strip()[:MAX_ALT] if place < len(words) else "")
                for place, file in enumerate(files)
            ]

    def _arranged(self, formdata) -> Iterator[dict]:
        kept = [photo for photo in self.data if not formdata.get(f"photo_remove-{photo['key']}")]
        places = {photo["key"]: place for place, photo in enumerate(self.data, 1)}

        def place_of(photo: dict) -> int:
            typed = formdata.get(f"photo_position-{photo['key']}", "")
            return int(typed) if typed.isascii() and typed.isdigit() else places[photo["key"]]

        for photo in sorted(kept, key=place_of):
            words = formdata.get(f"photo_alt-{photo['key']}")
            yield photo if words is None else photo | {"alt": _said_in_page_language(photo, words)}

    def pre_validate(self, form):
        """No more photos than fit."""
        if len(self.data) + len(self.uploads) > self.limit:
            raise ValidationError(_("At most %(max)d photos fit here.", max=self.limit))

    def accept(self, owner_id: int) -> bool:
        """Clean and keep the new files behind the photos there are; say of each one refused why.

        ``owner_id`` is the key of the booth whose photos they become. False when one was refused.
        """
        folder = Path(current_app.config["MEDIA_DIR"])
        for file, words in self.uploads:
            try:
                image = accept_photo(file.stream, file.filename, folder, owner_id)
            except Invalid as refusal:
                self.errors = [*self.errors, refusal.message]
                continue
            if image.key not in {photo["key"] for photo in self.data}:
                self.data.append(image.as_photo({current_language(): words} if words else {}))
        return not self.errors

    def ask_again(self) -> None:
        """Say that the new files must be chosen again: a browser does not send them twice by itself."""
        if self.uploads:
            self.errors = [*self.errors, _("Please choose the new photos again.")]


def _said_in_page_language(photo: dict, words: str) -> dict:
    alt = dict(photo.get("alt") or {}) | {current_language(): words.strip()[:MAX_ALT]}
    return {lang: text for lang, text in alt.items() if text}
