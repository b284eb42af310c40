"""Makes the README's picture and outputs anew, from what the commands print.

    python docs/make_screenshot.py           write README.md and docs/images/demo.svg
    python docs/make_screenshot.py --check   exit with 1 if they are not what the commands print now

A block of the README stands between ``<!-- NAME -->`` and ``<!-- end -->``; ``BLOCKS`` says what belongs in it.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from crossclaim.cli.demo import introduction, open_examples
from crossclaim.cli.page import compose_page
from crossclaim.model import Document
from crossclaim.pipeline import load_resources, read_document

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "demo.svg"
EXAMPLE = "great-steppe-news.txt"
SHOWN_PARAGRAPHS = 4
SHOWN_CLAIMS = 6
SHOWN_FIELDS = ("type", "quote", "place", "time", "attribution", "modality", "cumulative")
JSON_WIDTH = 96
PICTURE_WIDTH, PICTURE_LINES = 100, 62


def main() -> None:
    """Write what has changed, or with ``--check`` only say so by the exit status."""
    made = {README: fill(README.read_text(encoding="utf-8")), PICTURE: draw()}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        sys.exit(f"not what the commands print now: {', '.join(path.name for path in stale)}" if stale else 0)
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(made[path], encoding="utf-8")


def fill(readme: str) -> str:
    """The README with every block as it should be."""
    for name, make in BLOCKS.items():
        block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not block.search(readme):
            raise SystemExit(f"README.md has no block {name!r}")
        made = make()
        readme = block.sub(lambda match, made=made: match[1] + made + match[2], readme)
    return readme


def draw() -> str:
    """The beginning of the demonstration as it looks on a terminal, without the fonts of other servers."""
    console = Console(
        file=io.StringIO(), record=True, width=PICTURE_WIDTH, force_terminal=True, color_system="truecolor",
        markup=False, emoji=False, highlight=False,
    )  # fmt: skip
    console.print(introduction())
    with load_resources() as resources:
        documents = (document for document in open_examples() if isinstance(document, Document))
        for document in islice(documents, 1):
            for line in islice(compose_page(read_document(document, resources), console), PICTURE_LINES):
                console.print(line, no_wrap=True, overflow="ignore", crop=False)
    picture = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    drawn = console.export_svg(title="crossclaim demo", code_format=picture, unique_id="demo")
    return re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE)


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


def _event() -> str:
    """The event of most voices, up to its voices' words."""
    shown = _crossclaim("demo").partition("\nThe three accounts side by side")[2]
    event = shown[shown.index("─") : shown.index("\nThe other events")]
    parts = event.split("\n\n")
    return _fenced("text", "\n\n".join([*parts[:2], "…"]))


def _claim() -> str:
    """Some fields of one claim of the JSON."""
    claim = json.loads(_run("--format", "jsonl"))["claims"][1]
    return _fenced("json", _compact({name: claim[name] for name in SHOWN_FIELDS}))


def _run(*options: str) -> str:
    return _crossclaim("read", EXAMPLE, *options)


def _crossclaim(*arguments: str) -> str:
    command = [sys.executable, "-m", "crossclaim", *arguments]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    folder = str(files("crossclaim") / "examples")
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 this very package
    return done.stdout


def _compact(part: object, indent: str = "") -> str:
    """JSON with each part on one line where it fits, else one line for each of its own parts."""
    line = json.dumps(part, ensure_ascii=False)
    if not isinstance(part, dict | list) or (indent and len(indent + line) < JSON_WIDTH):
        return line
    deeper = f"{indent}  "
    names = [f"{json.dumps(name)}: " for name in part] if isinstance(part, dict) else [""] * len(part)
    values = part.values() if isinstance(part, dict) else part
    lines = (f"{deeper}{name}{_compact(value, deeper)}" for name, value in zip(names, values, strict=True))
    joined = ",\n".join(lines)
    opening, closing = "{}" if isinstance(part, dict) else "[]"
    return f"{opening}\n{joined}\n{indent}{closing}"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n"


BLOCKS: dict[str, Callable[[], str]] = {"example": _example, "page": _page, "event": _event, "claim": _claim}

if __name__ == "__main__":
    main()
