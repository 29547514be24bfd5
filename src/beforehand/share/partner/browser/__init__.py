"""What the *Contribute* page asks of the partner's code, in the browser of whoever gives.

``Sitting`` is one officer's way through one file. Its methods take and give what JSON holds, so
that the page knows no Python; nothing of it is stored or sent by itself. The same methods run
under the tests in any Python.
"""

from __future__ import annotations

from beforehand.share.partner.browser.answering import answer
from beforehand.share.partner.browser.sitting import Sitting

__all__ = ["Sitting", "answer"]
