"""How HS codes are typed and shown.

Both countries use the Harmonized System of 2022 through AHTN 2022, and a stored code means that edition; the
next one takes effect on 1 January 2028.
"""

from __future__ import annotations

import re

from marketplace.kernel.text.lao import spell

_TYPED_MARKS = re.compile(r"[.\s\-]")


def typed_digits(text: str) -> str:
    """The digits of a code as people type it: ``0901.21 10`` or ``໐໙໐໑.໒໑ ໑໐`` → ``09012110``."""
    return _TYPED_MARKS.sub("", spell(text))


def show_hs(code: str) -> str:
    """``09012110`` → ``0901.21.10``, the way it stands in a tariff; up to four digits have no dot."""
    pairs = [code[start : start + 2] for start in range(4, len(code), 2)]
    return ".".join([code[:4], *pairs])
