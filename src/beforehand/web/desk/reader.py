"""The partner's code as one archive, for the browser that runs it: always of the code at hand.

The archive holds the modules that ``share.partner`` needs, its tables and catalogues, and wheels
of pure Python. The same files give the same bytes, so that its name can be its hash and
anybody can compare it with what they build themselves (``docs/how-to/contribute.md``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import beforehand

PACKAGE = Path(beforehand.__file__).parent
#: Of our own package: everything that the partner's code imports or reads.
OURS = (
    "__init__.py",
    "words.py",
    "vocabulary.py",
    "refusals/*.py",
    "share/__init__.py",
    "share/partner/**/*.py",
    "data/cases/*.csv",
    "data/mappings/**/*",
    "data/gate/**/*",
    "locale/*/LC_MESSAGES/beforehand.mo",
)
#: Of the wheels: no metadata of carriers, places and time zones, which weigh 20 MB.
WHEELS = (
    ("defusedxml", ("*.py",)),
    ("ruamel.yaml", ("*.py",)),
    ("phonenumbers", ("*.py", "data/*.py", "shortdata/*.py")),
    ("openpyxl", ("**/*.py",)),
    ("et_xmlfile", ("*.py",)),
)
#: The wheels stay packed within the archive: Python reads from it what is imported, and no more.
WHEELHOUSE = "wheels.zip"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # of a zip's time; the archive must not depend on the clock


@dataclass(frozen=True, slots=True)
class Reader:
    """The archive and the SHA-256 of its bytes."""

    data: bytes
    sha256: str

    @property
    def name(self) -> str:
        """Under which it is served, and kept by browsers for good."""
        return f"{self.sha256[:20]}.zip"


@cache
def reader() -> Reader:
    """The archive of the code that this process runs."""
    files = {name: path.read_bytes() for name, path in _found(PACKAGE, PACKAGE.parent, OURS)}
    wheels = {name: path.read_bytes() for name, path in _wheels()}
    wheels["ruamel/__init__.py"] = b""  # a package without it is not found within a zip
    data = _zipped({**files, WHEELHOUSE: _zipped(wheels)})
    return Reader(data=data, sha256=hashlib.sha256(data).hexdigest())


def _zipped(files: dict[str, bytes]) -> bytes:
    """The files as one zip, the same bytes for the same files."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = ZipInfo(name, _BEGINNING)
            entry.compress_type = ZIP_STORED if name == WHEELHOUSE else ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def _wheels() -> Iterator[tuple[str, Path]]:
    """Names in the archive of wheels and where each file lies."""
    for package, patterns in WHEELS:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise ModuleNotFoundError(package, name=package)
        folder = Path(spec.origin).parent
        yield from _found(folder, folder.parents[package.count(".")], patterns)


def _found(folder: Path, root: Path, patterns: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    for pattern in patterns:
        for path in folder.glob(pattern):
            if path.is_file():
                yield path.relative_to(root).as_posix(), path
