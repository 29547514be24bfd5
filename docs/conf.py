"""Sphinx settings: MyST pages, Furo's look, reference pages made from the code."""

from docutils import nodes
from latex2mathml.converter import convert

from beforehand import __version__

project = "beforehand"
author = "the beforehand contributors"
copyright = "the beforehand contributors, AGPL-3.0-or-later"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "linkify"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "beforehand"
html_show_sphinx = False
html_math_renderer = "mathml"


def _inline(writer, node):
    """Formulas as MathML, which browsers draw themselves: no script, nothing from other hosts."""
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(writer, node):
    writer.body.append(convert(node.astext(), display="block"))
    raise nodes.SkipNode


def setup(app):
    """Register the renderer of formulas."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
