"""Translations: find every string, say which are missing, compile. Babel does the work.

python tools/catalogues.py update    add new strings to the .po files, drop unused ones
python tools/catalogues.py check     exit 1 if a string is missing or its placeholders differ
python tools/catalogues.py compile   write the .mo files
"""

from __future__ import annotations

import ast
import importlib
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import trim_whitespace

ROOT = Path(__file__).parent.parent / "src" / "beforehand"
LOCALE = ROOT / "locale"
LANGUAGES = ("sq",)
DJANGO_WORDS = {
    "gettext": None, "gettext_lazy": None, "_": None, "ngettext": (1, 2),
    "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "gettext_noop": None,
}  # fmt: skip


def core_strings() -> Iterator[tuple[str, str]]:
    """(string, where) of what the core says: words(...), refusals, code labels."""
    for path in sorted(ROOT.rglob("*.py")):
        for text in _spoken(ast.parse(path.read_bytes())):
            yield text, str(path.relative_to(ROOT))
    yield from _labels()
    yield from _refusals()
    yield from _messages()
    yield from _countries()


def _spoken(source: ast.Module) -> Iterator[str]:
    """Every ``words("...")``, also one inside another or inside an f-string."""
    for call in ast.walk(source):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id in {"words", "Words"}
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and call.args[0].value
        ):
            yield str(call.args[0].value)


def _labels() -> Iterator[tuple[str, str]]:
    vocabulary = importlib.import_module("beforehand.vocabulary")
    for code in vocabulary.Code.__subclasses__():
        for member in code:
            yield member.english, "vocabulary.py"
    for field in vocabulary.FIELDS:
        yield field.english, "vocabulary.py"
    for kind in importlib.import_module("beforehand.share.partner.gate.kinds").Kind:
        yield kind.label.template, "share/partner/gate/kinds.py"
        yield kind.reason.template, "share/partner/gate/kinds.py"


def _refusals() -> Iterator[tuple[str, str]]:
    refusals = importlib.import_module("beforehand.refusals")
    for name in ("share", "understand", "release", "campaign", "reach", "prove"):
        package = importlib.import_module(f"beforehand.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"beforehand.{name}."):
            importlib.import_module(module.name)
    pending = [refusals.Refusal]
    while pending:
        refusal = pending.pop()
        pending.extend(refusal.__subclasses__())
        yield refusal.template, "refusals.py"


def _messages() -> Iterator[tuple[str, str]]:
    """Strings that live in tables of the core, marked ``# said``."""
    for path in sorted(ROOT.rglob("*.py")):
        for line in path.read_text().splitlines():
            if found := re.search(r'"([^"]+)",?\s+# said$', line):
                yield found[1], str(path.relative_to(ROOT))


def _countries() -> Iterator[tuple[str, str]]:
    """Every country that a case may name, as the core says it in English."""
    codes = importlib.import_module("beforehand.share.partner.countries").country_codes()
    fields = importlib.import_module("beforehand.understand.fields")
    for code in sorted(codes):
        yield fields.country(code).template, "understand/fields.py"


def web_strings() -> Iterator[tuple[object, str]]:
    """(string or plural pair, where) of Django's code and templates."""
    for path in sorted((ROOT / "web").rglob("*.py")):
        with path.open("rb") as source:
            for _, message, _, _ in extract("python", source, DJANGO_WORDS):
                yield message, str(path.relative_to(ROOT))
    for path in sorted((ROOT / "web").rglob("*")):
        if "templates" in path.parts and path.suffix in {".html", ".txt"}:
            for message in _template_strings(path):
                yield message, str(path.relative_to(ROOT))


def _template_strings(path: Path) -> Iterator[object]:
    """Messages of ``translate`` and ``blocktranslate``, from Django's own parse of the file."""
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    parsed = engines["django"].from_string(path.read_text()).template.nodelist
    for node in parsed.get_nodes_by_type(TranslateNode):
        yield str(node.filter_expression.var.literal)
    for node in parsed.get_nodes_by_type(BlockTranslateNode):
        singular = node.render_token_list(node.singular)[0]
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        words = [trim_whitespace(text) if node.trimmed else text for text in (singular, plural)]
        yield tuple(words) if plural else words[0]


def _catalogue(domain: str) -> Catalog:
    strings = core_strings() if domain == "beforehand" else web_strings()
    catalogue = Catalog(project="beforehand", version="0.1", creation_date=None)
    for message, where in strings:
        catalogue.add(message, locations=[(where, 0)])
    return catalogue


def _path(language: str, domain: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def _read(language: str, domain: str) -> Catalog:
    path = _path(language, domain)
    if not path.exists():
        return Catalog(locale=language, domain=domain)
    with path.open("rb") as source:
        return read_po(source, locale=language, domain=domain)


def update() -> int:
    """Add what is new, drop what is unused; the translations stay."""
    for domain in ("beforehand", "django"):
        found = _catalogue(domain)
        for language in LANGUAGES:
            old = _read(language, domain)
            old.update(found, no_fuzzy_matching=True)
            old.obsolete.clear()
            path = _path(language, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as out:
                write_po(out, old, omit_header=False, sort_output=True, no_location=True,
                         ignore_obsolete=True, width=100)  # fmt: skip
    return 0


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+[^}]*\}|%\(\w+\)[sd]", text))


def _faults(found: Catalog, translated: Catalog) -> Iterator[str]:
    for message in found:
        if not message.id:
            continue
        there = translated.get(message.id)
        texts = there.string if there else ""
        texts = texts if isinstance(texts, tuple) else (texts,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(texts):
            yield f"missing: {ids[0]!r}"
        elif any(_placeholders(text) != _placeholders(ids[-1]) for text in texts[-1:]):
            yield f"placeholders differ: {ids[0]!r}"


def check() -> int:
    """Print every missing string and differing placeholder."""
    faults = [
        f"{language} {domain}: {fault}"
        for domain in ("beforehand", "django")
        for found in [_catalogue(domain)]
        for language in LANGUAGES
        for fault in _faults(found, _read(language, domain))
    ]
    print("\n".join(faults) if faults else "translations: nothing is missing")
    return 1 if faults else 0


def compile_all() -> int:
    """Write the .mo beside each .po."""
    for path in sorted(LOCALE.rglob("*.po")):
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalogue)
    return 0


if __name__ == "__main__":
    os.environ["BEFOREHAND_HOME"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.web.settings.desk"
    if sys.argv[1] != "compile":
        django.setup()
    actions = {"update": update, "check": check, "compile": compile_all}
    sys.exit(actions[sys.argv[1]]())
