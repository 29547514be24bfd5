"""Linkage without identities: composite keys, made and blinded at the partner.

No code here preserves likeness: two keys agree or they do not, and nobody without the
coalition's key (and, where there is one, the keyholder's) can make a single one.
"""

from __future__ import annotations

from beforehand.share.partner.linkage.columns import Cells, coded_naming, identity_of
from beforehand.share.partner.linkage.keys import MOST_ALIKE, ROLES, Identity, People, keys_of
from beforehand.share.partner.linkage.matrix import (
    VALUE_BYTES,
    Blind,
    Matrix,
    Values,
    matrix_of,
    rows_without_keys,
    values_of,
)
from beforehand.share.partner.linkage.scheme import KEYS, SCHEME, Key

__all__ = [
    "KEYS",
    "MOST_ALIKE",
    "ROLES",
    "SCHEME",
    "VALUE_BYTES",
    "Blind",
    "Cells",
    "Identity",
    "Key",
    "Matrix",
    "People",
    "Values",
    "coded_naming",
    "identity_of",
    "keys_of",
    "matrix_of",
    "rows_without_keys",
    "values_of",
]
