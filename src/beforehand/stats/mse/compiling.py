"""How the loops of this package are compiled, and Numba imported as cheaply as can be."""

from __future__ import annotations

import sys

#: What Numba looks for and nothing here needs: ``np.kron`` by SciPy's linear algebra, C functions
#: by cffi, a file of settings. Looking takes a third of the start of the program.
_NOT_NEEDED = ("scipy.linalg.cython_blas", "cffi", "yaml")

_hidden = [name for name in _NOT_NEEDED if name not in sys.modules]
for _name in _hidden:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import numba.core.typing.cffi_utils
    import numba.np.arraymath
finally:
    for _name in _hidden:
        del sys.modules[_name]

#: Kept on disk, without the interpreter's lock, division by nought as in NumPy.
compiled = numba.njit(cache=True, nogil=True, error_model="numpy")
