"""Makes the README's outputs anew, from what the commands print; its pictures are those of make_desk_pictures.py.

    python docs/make_screenshot.py           write README.md
    python docs/make_screenshot.py --check   exit with 1 if it is not what the commands print now

A block of the README stands between ``<!-- NAME -->`` and ``<!-- end -->``; ``BLOCKS`` says what belongs in it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from importlib.resources import files
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
EXAMPLE = "great-steppe-news.txt"
SHOWN_PARAGRAPHS = 4
SHOWN_CLAIMS = 6


def main() -> None:
    """Write what has changed, or with ``--check`` only say so by the exit status."""
    text = README.read_text(encoding="utf-8")
    made = fill(text)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if made == text else f"not what the commands print now: {README.name}")
    if made != text:
        README.write_text(made, encoding="utf-8")


def fill(readme: str) -> str:
    """The README with every block as it should be."""
    for name, make in BLOCKS.items():
        block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not block.search(readme):
            raise SystemExit(f"README.md has no block {name!r}")
        made = make()
        readme = block.sub(lambda match, made=made: match[1] + made + match[2], readme)
    return readme


def _example() -> str:
    """The report's first paragraphs, folded as a terminal would."""
    text = (files("crossclaim") / "examples" / EXAMPLE).read_text(encoding="utf-8")
    paragraphs = text.split("\n\n")[: SHOWN_PARAGRAPHS + 1]
    return _fenced("text", "\n\n".join([*(textwrap.fill(paragraph, 80) for paragraph in paragraphs), "…"]))


def _page() -> str:
    """The page's head, its first claims and what was set aside."""
    parts = [list(lines) for blank, lines in groupby(_run().splitlines(), key=lambda line: not line) if not blank]
    head, *claims, aside = parts
    shown = [head, *claims[:SHOWN_CLAIMS], *([["    …"]] if len(claims) > SHOWN_CLAIMS else []), aside]
    return _fenced("console", "\n\n".join("\n".join(part) for part in ([f"$ crossclaim read {EXAMPLE}"], *shown)))


def _run(*options: str) -> str:
    return _crossclaim("read", EXAMPLE, *options)


def _crossclaim(*arguments: str) -> str:
    command = [sys.executable, "-m", "crossclaim", *arguments]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    folder = str(files("crossclaim") / "examples")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 this very package
    return done.stdout


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


BLOCKS: dict[str, Callable[[], str]] = {"example": _example, "page": _page}

if __name__ == "__main__":
    main()
