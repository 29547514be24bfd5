"""beforehand: pool what the frontline knows, warn the right places first, prove what it changed.

Start with :mod:`beforehand.programme` for the six steps and :mod:`beforehand.records` for what
passes between them.
"""

__version__ = "0.1.0"

#: What a notebook needs, loaded when it is first asked for: importing this package stays light.
_FOR_A_NOTEBOOK = ("open_pool",)


def __getattr__(name: str) -> object:
    """``beforehand.open_pool``, from :mod:`beforehand.notebook`."""
    if name not in _FOR_A_NOTEBOOK:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module("beforehand.notebook"), name)
