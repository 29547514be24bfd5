"""How the loops of this package are compiled, and Numba imported as cheaply as can be."""

from __future__ import annotations

import sys

from numba import njit

_BLAS = "scipy.linalg.cython_blas"


def _without_blas() -> None:
    """Import what Numba would at the first call, but not the linear algebra of SciPy.

    Numba looks for it to offer ``np.kron``, which nothing here uses, and looking takes a third
    of the start of the program.
    """
    if _BLAS in sys.modules:
        return
    sys.modules[_BLAS] = None  # type: ignore[assignment]
    try:
        import numba.np.arraymath  # noqa: F401
    finally:
        del sys.modules[_BLAS]


_without_blas()
#: Kept on disk, without the interpreter's lock, division by nought as in NumPy.
compiled = njit(cache=True, nogil=True, error_model="numpy")
