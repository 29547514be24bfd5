"""Why the keyholder, or a partner that asks it, says no."""

from __future__ import annotations

from beforehand.refusals.base import Refusal


class NoKeyholder(Refusal):
    """The folder holds no keyholder's key."""

    template = "{folder} holds no keyholder's key. Make one: beforehand share keyholder init."


class KeyholderInHub(Refusal):
    """The hub would hold the key that keeps it from guessing names."""

    template = (
        "{folder} lies inside the hub's own folder {home}: whoever stole the hub would have both. "
        "Run the keyholder at another partner, or name another folder with --folder."
    )


class UnknownKeyholderPartner(Refusal):
    """No partner of this name was admitted."""

    template = "No partner is admitted under the name {name}. Those who are: {names}."


class PartnerAdmitted(Refusal):
    """The name is taken."""

    template = (
        "{name} is already admitted. To give a new pass, first: "
        "beforehand share keyholder expel {name}."
    )


class BadKeyholderAddress(Refusal):
    """The address would carry the pass in the clear."""

    template = "{url} is no address of a keyholder. It begins with https://, also inside a network."


class BadPass(Refusal):
    """The file is no pass for a keyholder."""

    template = "{file} is not a pass for the keyholder. Ask the keyholder for yours."


class KeyholderUnreachable(Refusal):
    """Nobody answers at the keyholder's address."""

    template = (
        "The keyholder at {url} does not answer ({reason}). Nothing was sealed; what was blinded "
        "is kept, so try again later with the same command."
    )


class KeyholderRefused(Refusal):
    """The keyholder answered, and said no."""

    template = "The keyholder at {url} says no: {reason} Nothing was sealed."


class KeyholderFaulty(Refusal):
    """The keyholder's answer is not what the protocol asks for."""

    template = (
        "The keyholder at {url} answered with something else than was asked. Nothing was sealed. "
        "Tell whoever runs it, and do not use it until it is mended."
    )


class NotBlinded(Refusal):
    """A coalition with a keyholder takes no linkage values that it has not blinded."""

    template = (
        "This coalition has a keyholder, and it was not asked to blind the values that match "
        "people. Nothing was taken. Give your pass for the keyholder as well, or give without the "
        "coalition's key: then nothing is matched."
    )
