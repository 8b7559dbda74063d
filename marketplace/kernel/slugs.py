"""Short readable addresses from names in any of the three languages."""

from __future__ import annotations

import re

from marketplace.kernel.text.folding import fold
from marketplace.kernel.translated import Translated

_RUN = re.compile(r"[^0-9a-z]+")
MAX_LENGTH = 60


def slugify(text: str, default: str = "x") -> str:
    """``"Cà phê Đắk Lắk"`` → ``"ca-phe-dak-lak"``; what has no Latin letter becomes ``default``."""
    slug = _RUN.sub("-", fold(text)).strip("-")[:MAX_LENGTH].rstrip("-")
    return slug or default


def slug_of(name: Translated, default: str = "x") -> str:
    """A slug from the first name that has Latin letters: English, then Vietnamese."""
    for lang in ("en", "vi"):
        if lang in name:
            slug = slugify(name[lang], "")
            if slug:
                return slug
    return default
