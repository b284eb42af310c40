"""A desk that is served, and a browser that looks at it: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from crossclaim.web.build import VENDOR, is_built

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser; skipped where there is none, which continuous integration does not allow."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        assert not os.environ.get("CI"), "continuous integration needs Chromium: .ci/chromium"
        pytest.skip("Chromium is not installed")
    if not is_built(VENDOR):
        pytest.skip("the desk's libraries are not built: python -m crossclaim.web.build")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(repository: Path) -> str:
    """The script of axe-core."""
    script = repository / "build" / "axe.min.js"
    if not script.is_file():
        assert not os.environ.get("CI"), "continuous integration needs axe-core: make build/axe.min.js"
        pytest.skip("axe-core is not there: make build/axe.min.js")
    return script.read_text(encoding="utf-8")


@pytest.fixture
def looked(chromium: Any) -> Iterator[Any]:
    """A page to look with; in the end there was no error on its console, and no request to another host."""
    context = chromium.new_context(viewport=WIDE)
    page = context.new_page()
    page.wrong = []
    watch(page)
    yield page
    context.close()
    assert page.wrong == []


def watch(page: Any) -> None:
    """Note what must not happen: errors on the console, and requests to another host."""
    page.on("console", lambda told: told.type in ("error", "warning") and page.wrong.append(told.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("request", lambda request: _is_foreign(request.url) and page.wrong.append(request.url))


def _is_foreign(address: str) -> bool:
    return not address.startswith(("http://127.0.0.1:", "data:", "blob:"))


def fetched(address: str) -> bytes:
    with urlopen(address) as answer:  # noqa: S310 of the desk itself
        content: bytes = answer.read()
    return content
