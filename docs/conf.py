"""How Sphinx builds this documentation."""

from crossclaim import __version__

project = "crossclaim"
author = "the crossclaim authors"
project_copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"crossclaim {version}"
html_copy_source = False

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"

# Records are named where they are defined (reference/output.md describes what they become); no inventory is fetched.
nitpick_ignore_regex = [("py:class", r"(crossclaim|pathlib|collections\.abc)\..*")]
