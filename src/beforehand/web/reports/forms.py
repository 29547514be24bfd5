"""What a browser posts of a key that it made: a public key and a locked box."""

from __future__ import annotations

import json
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

WRAPPED_PARTS: Final = frozenset(
    {"version", "kdf", "rounds", "cipher", "recipient", "salt", "nonce", "box"}
)
not_a_key = _("This is not a key that our page made. Reload the page and make it again.")


class KeyForm(forms.Form):
    """Public key and wrapped private key, as ``static/sealing/keys.js`` makes them."""

    recipient = forms.CharField(
        max_length=80, validators=[RegexValidator(r"^age1[02-9ac-hj-np-z]{58}$", not_a_key)]
    )
    wrapped = forms.CharField(max_length=2000)

    def clean_wrapped(self) -> str:
        """Nothing but the wrapping, and never a private key in the clear."""
        said = str(self.cleaned_data["wrapped"])
        try:
            parts = json.loads(said)
        except ValueError:
            raise ValidationError(not_a_key) from None
        if not isinstance(parts, dict) or set(parts) != WRAPPED_PARTS:
            raise ValidationError(not_a_key)
        if "AGE-SECRET-KEY" in said.upper() or parts["recipient"] != self.data.get("recipient"):
            raise ValidationError(not_a_key)
        return said
