"""Compiles the translations and packs what browsers load, when a wheel is built."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Writes a .mo beside each .po, and a .gz beside each large file of the browser's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version, build_data
        for path in Path(self.root, "src/beforehand/locale").rglob("*.po"):
            with path.open("rb") as source:
                catalogue = read_po(source, locale=path.parent.parent.name)
            with path.with_suffix(".mo").open("wb") as out:
                write_mo(out, catalogue)
        for kind in ("*.mjs", "*.wasm", "libsodium.js"):
            for path in Path(self.root, "src/beforehand/web/static/vendor").rglob(kind):
                path.with_name(f"{path.name}.gz").write_bytes(
                    gzip.compress(path.read_bytes(), 9, mtime=0)
                )
