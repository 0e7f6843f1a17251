"""Copies: which article repeats an earlier one, and how. Pure, no I/O."""

from newshouse.copies.compare import COPY_WINDOW, Overlap, Text, compare, overlap, resembles
from newshouse.copies.fingerprint import UNFIT_FLAGS, VERSION, Fingerprint, fingerprint
from newshouse.copies.originals import originals

__all__ = [
    "COPY_WINDOW",
    "UNFIT_FLAGS",
    "VERSION",
    "Fingerprint",
    "Overlap",
    "Text",
    "compare",
    "fingerprint",
    "originals",
    "overlap",
    "resembles",
]
