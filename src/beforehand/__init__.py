"""beforehand: pool what the frontline knows, warn the right places first, prove what it changed.

Start with :mod:`beforehand.programme` for the six steps and :mod:`beforehand.records` for what
passes between them.
"""

__version__ = "0.1.0"
