"""The photos of a listing on its form: those there are, in their order and with their words, and new ones.

A photo that was sent need not be sent again because something else on the form was wrong: the refused
request is rolled back but its files stay, so the page carries a signed note of each photo, and the next try
picks it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import MultipleFileField
from wtforms.utils import unset_value
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput

from marketplace.kernel.db import db
from marketplace.kernel.errors import Invalid
from marketplace.kernel.images import Image, accept_photo
from marketplace.web.language import current_language

MAX_ALT = 200
#: What a signed note says of a photo: enough to write its row anew.
_NOTED = ("key", "width", "height", "sha256", "owner_id")
_KEPT = "photo_kept"
#: A position somebody typed.
_PLACE = re.compile(r"[0-9]{1,4}")


class PhotosInput(FileInput):
    """The entry for new files, and the notes of those that came with an earlier try."""

    def __init__(self):
        super().__init__(multiple=True)

    def __call__(self, field, **attributes) -> Markup:
        """Hidden entries before the file entry."""
        note = Markup('<input type="hidden" name="{}" value="{}">')
        notes = Markup("").join(note.format(_KEPT, text) for text in field.notes)
        return notes + super().__call__(field, **attributes)


class PhotosField(MultipleFileField):
    """What ``components/photo_picker.html`` posts; data is the content JSON of the photos.

    ``data`` holds the photos that were there, as they were ordered, described and removed on the form. New
    files wait in ``uploads`` until ``accept`` takes them in, which is done whether the form is right or not.
    The words are in the page's language; words in other languages stay as they are.
    """

    widget = PhotosInput()

    def __init__(self, label=None, validators=None, *, limit: int, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.limit = limit
        self.uploads: list[tuple[FileStorage, str]] = []
        #: Photos that were sent with this form and belong to no draft yet.
        self.kept: list[Image] = []

    def process(self, formdata, data=unset_value, **kwargs):
        """Read the answers for each photo there is, and the new files with their words."""
        super().process(None, data, **kwargs)
        self.data = list(self.data or [])
        if formdata is not None:
            self._pick_up(formdata)
            self.data = list(self._arranged(formdata))
            staying = {photo["key"] for photo in self.data}
            self.kept = [image for image in self.kept if image.key in staying]
            files = [file for file in formdata.getlist(self.name) if getattr(file, "filename", "")]
            words = formdata.getlist("photo_alt_new")
            self.uploads = [
                (file, words[place].strip()[:MAX_ALT] if place < len(words) else "")
                for place, file in enumerate(files)
            ]

    def _pick_up(self, formdata) -> None:
        """Put the photos of an earlier try behind those of the draft."""
        present = {photo["key"] for photo in self.data}
        sent_before = _read_notes(formdata.getlist(_KEPT)[: self.limit])
        self.kept = [image for image in sent_before if image.key not in present]
        self.data += [image.as_photo() for image in self.kept]

    def _arranged(self, formdata) -> Iterator[dict]:
        kept = [photo for photo in self.data if not formdata.get(f"photo_remove-{photo['key']}")]
        places = {photo["key"]: place for place, photo in enumerate(self.data, 1)}

        def place_of(photo: dict) -> int:
            typed = formdata.get(f"photo_position-{photo['key']}", "")
            return int(typed) if _PLACE.fullmatch(typed) else places[photo["key"]]

        for photo in sorted(kept, key=place_of):
            words = formdata.get(f"photo_alt-{photo['key']}")
            yield photo if words is None else photo | {"alt": _said_in_page_language(photo, words)}

    def pre_validate(self, form):
        """No more photos than fit."""
        if len(self.data) + len(self.uploads) > self.limit:
            raise ValidationError(_("At most %(max)d photos fit here.", max=self.limit))

    def accept(self, owner_id: int) -> bool:
        """Clean and keep the new files behind the photos there are; say of each one refused why.

        ``owner_id`` is the key of the booth whose photos they become. False when one was refused. Call it
        after ``validate``, for that forgets earlier complaints.
        """
        foreign = {image.key for image in self.kept if image.owner_id != owner_id}
        self.kept = [image for image in self.kept if image.key not in foreign]
        self.data = [photo for photo in self.data if photo["key"] not in foreign]
        db.session.add_all(self.kept)
        taken = [self._take(file, words, owner_id) for file, words in self.uploads]
        self.uploads = []
        return all(taken)

    def _take(self, file: FileStorage, words: str, owner_id: int) -> bool:
        """Accept one file. What is too many has been complained of already."""
        if len(self.data) >= self.limit:
            return False
        folder = Path(current_app.config["MEDIA_DIR"])
        try:
            image = accept_photo(file.stream, file.filename, folder, owner_id)
        except Invalid as refusal:
            self.errors = [*self.errors, refusal.message]
            return False
        if image.key not in {photo["key"] for photo in self.data}:
            self.kept.append(image)
            self.data.append(image.as_photo({current_language(): words} if words else {}))
        return True

    @property
    def notes(self) -> list[str]:
        """A signed note of each photo that belongs to no draft yet, for the page to carry."""
        return [_signer().dumps({name: getattr(image, name) for name in _NOTED}) for image in self.kept]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key, salt="photo of a refused form")


def _read_notes(notes: list[str]) -> Iterator[Image]:
    """The photos of an earlier try. A note that we did not write is worth nothing."""
    for note in notes:
        try:
            yield Image(**_signer().loads(note))
        except BadSignature:
            continue


def _said_in_page_language(photo: dict, words: str) -> dict:
    alt = dict(photo.get("alt") or {}) | {current_language(): words.strip()[:MAX_ALT]}
    return {lang: text for lang, text in alt.items() if text}
