"""Certificate schemes a product may show, the tabs of the desk's list, the acts of its people."""

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


class Tab(State):
    """What a booth's people can narrow their list of products to. A published product may wait as well."""

    ALL = "all", _l("All")
    PUBLISHED = "published", _l("Published")
    WAITING = "waiting", _l("Waiting for approval")
    CHANGES_REQUESTED = "changes_requested", _l("Changes requested")
    DRAFT = "draft", _l("Drafts")
    REFUSED = "refused", _l("Refused")
    TAKEN_DOWN = "taken_down", _l("Taken down")


#: What the timeline calls the acts of a product's own people.
PRODUCT_VERBS = {"create": _l("Begun"), "delete_draft": _l("Draft deleted")}
