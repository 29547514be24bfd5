"""At the hub: how a partner's columns were matched, kept for its next file."""

from __future__ import annotations

from datetime import date

from beforehand import store
from beforehand.home import Home
from beforehand.records.mappings import KeptMapping
from beforehand.refusals import BadMapping, TooManyMappings
from beforehand.share.partner import GivenFile, load_mapping
from beforehand.share.partner.showing.keeping import alike, numbered, refuse_telling
from beforehand.words import words

#: Versions of all datasets that one partner keeps.
MOST = 40
#: Whose the hub's own mappings are: no partner has this name.
HUB = ""


def keep_mapping(home: Home, owner: str, text: str, *, today: date) -> KeptMapping:
    """Keep a mapping as the next version of its dataset; the same again is a no-op.

    Args:
        home: The hub's home.
        owner: The partner whose it is, or ``HUB``.
        text: As the partner's side made it (``showing.keeping.keepable``).
        today: The day to write down.

    Raises:
        BadMapping: It cannot be used, or is another partner's.
        TellingMapping: A word or a column's name in it may name a person. Nothing was kept.
        TooManyMappings: The owner keeps as many as anybody looks through.
    """
    mapping = load_mapping(GivenFile("mapping.yaml", text.encode()))
    if owner not in {HUB, mapping.partner}:
        raise BadMapping(
            mapping=mapping.name,
            reason=words("it is not of your organisation"),
            mend=words("Name your organisation in it as the desk does."),
        )
    refuse_telling(text)
    before = store.kept_mappings(home, owner)
    theirs = [one for one in before if one.dataset == mapping.dataset]
    if theirs and alike(theirs[-1].text, text):
        return theirs[-1]
    if len(before) >= MOST:
        raise TooManyMappings(most=MOST)
    version = theirs[-1].version + 1 if theirs else 1
    kept = KeptMapping(
        id="", owner=owner, dataset=mapping.dataset, version=version, kept_on=today,
        text=numbered(text, version),
    )  # fmt: skip
    return store.keep_mapping(home, kept)
