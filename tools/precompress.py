"""Packs Pyodide and libsodium for browsers, so that 14 MB cross the line as 6: a .gz beside each.

python tools/precompress.py     a second or two; what is there already and newer stays
"""

from __future__ import annotations

import gzip
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "src/beforehand/web/static/vendor"
KINDS = ("pyodide/**/*.mjs", "pyodide/**/*.wasm", "libsodium.js")


def packed(path: Path) -> Path:
    """The packed file beside ``path``, written if it is missing or older."""
    out = path.with_name(f"{path.name}.gz")
    if not out.exists() or out.stat().st_mtime < path.stat().st_mtime:
        out.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    return out


def main() -> None:
    """Pack every file that is worth it."""
    for kind in KINDS:
        for path in FOLDER.glob(kind):
            packed(path)


if __name__ == "__main__":
    main()
