"""The examples of the page on linking run."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "linking.md"
EXAMPLES = dict(re.findall(r"^:caption: (\S+)\n\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("name", ["copies.py", "explain.py"])
def test_the_examples_of_the_page_hold(name: str) -> None:
    exec(compile(EXAMPLES[name], name, "exec"), {})  # noqa: S102 - our own page
