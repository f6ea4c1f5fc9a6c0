"""Sphinx configuration; build with ``sphinx-build -n -W docs docs/_build``."""

from __future__ import annotations

import slakit

project = "slakit"
author = "slakit contributors"
copyright = "slakit contributors"
release = version = slakit.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "examples"]
html_theme = "furo"
html_title = f"slakit {release}"

myst_heading_anchors = 3

# `Name` in a docstring is a name, and a link where there is something to link to.
default_role = "py:obj"
nitpick_ignore_regex = [("py:obj", ".*")]
# Signatures stay as they are written; the docstrings say what a parameter means.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "exclude-members": "model_config"}
autodoc_preserve_defaults = True
