"""The marking that an officer chose in the page, over what the mapping says."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary

from beforehand.refusals import BadMapping
from beforehand.share.partner import sharing
from beforehand.share.partner.mapping import Mapping
from beforehand.share.partner.said import Wrong

Marks = Dictionary[str, object]
#: What holds where nothing is said (``records.agreements.UNMARKED``).
USUAL: Marks = {
    "group": "",
    "tlp": "AMBER",
    "embargo_until": None,
    "shows_name": True,
    "published_by": "",
}


def marks(mapping: Mapping, chosen: Marks) -> Marks:
    """The mapping's marks where the officer left them, otherwise those chosen.

    Raises:
        BadMapping: A part is unknown or malformed.
    """
    if not chosen or {**USUAL, **chosen} == {**USUAL, **mapping.sharing}:
        return mapping.sharing
    try:
        return sharing.read({**USUAL, **chosen})
    except Wrong as wrong:
        raise BadMapping(mapping=mapping.name, reason=wrong.reason, mend=wrong.mend) from wrong
