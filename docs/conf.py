"""Sphinx settings: MyST pages, Furo's look, reference pages made from the code."""

from beforehand import __version__

project = "beforehand"
author = "the beforehand contributors"
copyright = "the beforehand contributors, AGPL-3.0-or-later"
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.mathjax"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "deflist", "linkify"]
myst_heading_anchors = 3
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "beforehand"
# Nothing from other hosts: formulas are shown as they are written where no script may be loaded.
mathjax_path = ""
html_show_sphinx = False
