"""How HS codes are typed and shown. Both countries use the Harmonized System of 2022 through AHTN 2022."""

from __future__ import annotations

import re

from flask_babel import gettext as _

from marketplace.kernel.errors import Invalid
from marketplace.kernel.text.lao import spell

#: HS 2028 takes effect on 1 January 2028; a stored code means this edition.
HS_EDITION = 2022

_TYPED_MARKS = re.compile(r"[.\s\-]")
#: Six digits worldwide, eight in ASEAN, ten in a national tariff. Chapter 77 is kept empty by the
#: convention, 98 and 99 are national.
_GOODS_CODE = re.compile(r"(?!00|77|98|99)[0-9]{6}([0-9]{2}){0,2}")


def typed_digits(text: str) -> str:
    """The digits of a code as people type it: ``0901.21 10`` or ``໐໙໐໑.໒໑ ໑໐`` → ``09012110``."""
    return _TYPED_MARKS.sub("", spell(text))


def clean_hs(text: str) -> str:
    """A code of 6, 8 or 10 digits as it is stored, or ``Invalid`` with a sentence for the person."""
    digits = typed_digits(text)
    if not _GOODS_CODE.fullmatch(digits):
        raise Invalid(
            _("An HS code has 6, 8 or 10 digits and a chapter from 01 to 97, such as 0901.11."), field="hs"
        )
    return digits


def show_hs(code: str) -> str:
    """``09012110`` → ``0901.21.10``, the way it stands in a tariff; up to four digits have no dot."""
    pairs = [code[start : start + 2] for start in range(4, len(code), 2)]
    return ".".join([code[:4], *pairs])
