"""The forms of a page as a browser would send them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class FilledForm:
    """One form: where it leads, and what stands in its fields."""

    action: str
    method: str
    fields: dict[str, str | list[str]] = field(default_factory=dict)


def forms_on(page: str) -> list[FilledForm]:
    """Every form of a page, but for the one that signs out."""
    reader = _FormReader()
    reader.feed(page)
    return [form for form in reader.forms if not form.action.endswith("/sign-out")]


class _FormReader(HTMLParser):
    """Notes forms and their fields while the page goes by."""

    def __init__(self):
        super().__init__()
        self.forms: list[FilledForm] = []
        self._list = self._text = ""
        self._first: str | None = None
        self._is_multiple = False

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        name = about.get("name") or ""
        if tag == "form":
            self.forms.append(FilledForm(about.get("action") or "", about.get("method") or "get"))
        elif not self.forms:
            return
        elif tag == "input" and name:
            self._note_input(name, about)
        elif tag == "textarea":
            self._text = name
            self._keep(name, "")
        elif tag == "select":
            self._list, self._first, self._is_multiple = name, None, "multiple" in about
        elif tag == "option" and self._list:
            self._note_option(about)

    def handle_endtag(self, tag):
        if tag == "select":
            if self._first is not None and self._list not in self.forms[-1].fields:
                self._keep(self._list, self._first)
            self._list = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, words):
        if self._text:
            self.forms[-1].fields[self._text] += words.lstrip("\n")

    def _note_input(self, name: str, about: dict) -> None:
        kind = about.get("type", "text")
        if kind in ("file", "submit") or (kind in ("checkbox", "radio") and "checked" not in about):
            return
        self._keep(name, about.get("value") or "")

    def _note_option(self, about: dict) -> None:
        """Where nothing is chosen, a browser sends the first option of a list that holds one."""
        value = about.get("value") or ""
        if "selected" in about:
            self._keep(self._list, value)
        elif self._first is None and not self._is_multiple:
            self._first = value

    def _keep(self, name: str, value: str) -> None:
        fields = self.forms[-1].fields
        if name in fields:
            before = fields[name]
            fields[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            fields[name] = value
