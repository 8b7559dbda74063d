"""Form fields of the house: texts in three languages, numbers as people type them, days, rows.

Forms check what was typed and nothing else; what a thing needs before it may be reviewed is asked by the
rules of its room, so a draft can always be kept.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from marketplace.kernel.money import format_number, parse_number
from marketplace.kernel.translated import LANGUAGES, Translated
from marketplace.web.language import current_language


class Form(FlaskForm):
    """Base of all forms: CSRF token included, texts stripped, our own sentences for errors."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form):
            """Our validators bring their own translated sentences."""
            return None

        def bind_field(self, form, unbound_field, options):
            """Strip what is typed, in every text field that has no filters of its own."""
            if unbound_field.field_class is StringField or issubclass(unbound_field.field_class, StringField):
                options["filters"] = [
                    *unbound_field.kwargs.get("filters", ()),
                    *options.get("filters", ()),
                    strip,
                ]
                unbound_field.kwargs.pop("filters", None)
            return unbound_field.bind(form=form, **options)

    def add_problems(self, problems: dict[str, object]) -> None:
        """Hang the rules' sentences on the fields they concern; what has no field goes to the form."""
        for name, sentence in problems.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors.append(str(sentence))
            else:
                field.errors = [*field.errors, str(sentence)]


def strip(value):
    """Outer spaces are never meant."""
    return value.strip() if isinstance(value, str) else value


class _FilledIn(InputRequired):
    """Something was sent, and it is not only spaces."""

    def __call__(self, form, field):
        typed = field.raw_data[0] if field.raw_data else ""
        if not typed or (isinstance(typed, str) and not typed.strip()):
            field.errors = []
            raise StopValidation(str(self.message))


def required(message: object = None) -> InputRequired:
    """The field must be filled in."""
    return _FilledIn(message or _l("Please fill this in."))


def at_most(characters: int) -> Length:
    """Upper bound on the length of a text."""
    return Length(max=characters, message=_l("Please use at most %(max)d characters."))


class TranslatedField(Field):
    """One text in three languages: inputs ``<name>-vi``, ``-en`` and ``-lo``; data is ``Translated``.

    ``rows`` above 1 asks the template for a textarea. ``require_one`` refuses when all languages are empty.
    """

    widget = TextInput()

    def __init__(self, label=None, validators=None, *, rows=1, max_length=200, require_one=False, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.rows, self.max_length, self.require_one = rows, max_length, require_one

    def process(self, formdata, data=None, **kwargs):
        """Read the three inputs; keep what was typed even when it is wrong."""
        super().process(None, data)
        if formdata is not None and any(f"{self.name}-{lang}" in formdata for lang in LANGUAGES):
            typed = {
                lang: formdata.get(f"{self.name}-{lang}", "").replace("\r\n", "\n") for lang in LANGUAGES
            }
            self.raw_data, self.data = [typed], Translated(typed)
        elif not isinstance(self.data, Translated):
            self.data = Translated(self.data or {})

    def pre_validate(self, form):
        """Length by language, and at least one text where one is needed."""
        if self.require_one and not self.data:
            raise StopValidation(_("Please write this in at least one language."))
        for lang, text in self.data.items():
            if len(text) > self.max_length:
                raise ValidationError(
                    _(
                        "Please use at most %(max)d characters (%(lang)s has %(count)d).",
                        max=self.max_length,
                        lang=lang,
                        count=len(text),
                    )
                )

    @property
    def inputs(self) -> list[tuple[str, str, str]]:
        """(language, input name, text) for the template."""
        return [(lang, f"{self.name}-{lang}", self.data.get(lang, "")) for lang in LANGUAGES]


class NumberField(StringField):
    """A decimal number typed in the reader's way; data is ``Decimal`` or None."""

    def __init__(
        self, label=None, validators=None, *, minimum=Decimal(0), maximum=None, whole=False, **kwargs
    ):
        super().__init__(label, validators, **kwargs)
        self.minimum, self.maximum, self.whole = minimum, maximum, whole

    def process_formdata(self, valuelist):
        """Understand the text; say what was wrong without losing it."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        try:
            number = parse_number(text, current_language())
        except ValueError:
            raise ValueError(_("“%(text)s” is not a number.", text=text)) from None
        if self.minimum is not None and number < self.minimum:
            raise ValueError(_("Please enter %(minimum)s or more.", minimum=self.minimum))
        if self.maximum is not None and number > self.maximum:
            raise ValueError(_("Please enter %(maximum)s or less.", maximum=self.maximum))
        if self.whole and number != number.to_integral_value():
            raise ValueError(_("Please enter a whole number."))
        self.data = number

    def process_data(self, value):
        """Content JSON gives numbers as text."""
        self.data = None if value in (None, "") else Decimal(value)

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else format_number(self.data, current_language())


class DayField(Field):
    """A day from an ``<input type=date>``; data is a ``date`` or None."""

    widget = TextInput(input_type="date")

    def process_formdata(self, valuelist):
        """ISO day."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if text:
            try:
                self.data = date.fromisoformat(text)
            except ValueError:
                raise ValueError(_("“%(text)s” is not a date.", text=text)) from None

    def process_data(self, value):
        """Content JSON gives days as text."""
        self.data = date.fromisoformat(value) if isinstance(value, str) and value else (value or None)

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return self.data.isoformat() if self.data else ""


class CodesField(SelectMultipleField):
    """Several codes of a reference table, shown as checkboxes; data is a list of codes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form):
        """Only codes that were offered."""
        offered = {str(value) for value, *_rest in self.iter_choices()}
        if set(self.data or ()) - offered:
            raise ValidationError(_("Please choose from the list."))


def content_from(form: Form, fields) -> dict:
    """What the form says, as content JSON, for every content field the form has an input for."""
    return {field.name: field.dump(form[field.name].data) for field in fields if field.name in form._fields}
