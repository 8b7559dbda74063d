"""Certificate schemes a product may show."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.kernel.machine import State


class Scheme(State):
    """A certificate's scheme; the label is what its tag says."""

    OCOP_3 = "ocop3", _l("OCOP 3 stars")
    OCOP_4 = "ocop4", _l("OCOP 4 stars")
    OCOP_5 = "ocop5", _l("OCOP 5 stars")
    ODOP = "odop", _l("ODOP (Laos)")
    VIETGAP = "vietgap", "VietGAP"
    LAO_GAP = "laogap", "Lao GAP"
    GLOBALGAP = "globalgap", "GLOBALG.A.P."
    ORGANIC = "organic", _l("Organic")
    HACCP = "haccp", "HACCP"
    ISO_22000 = "iso22000", "ISO 22000"
    HALAL = "halal", "Halal"
    FAIRTRADE = "fairtrade", "Fairtrade"
    RAINFOREST = "rainforest", "Rainforest Alliance"
    FSC = "fsc", "FSC"
    GEOGRAPHICAL = "geographical", _l("Geographical indication")
    PHYTOSANITARY = "phytosanitary", _l("Phytosanitary certificate")
    OTHER = "other", _l("Another certificate")
