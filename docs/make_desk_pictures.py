"""Makes the pictures of the desk, with Debian's Chromium.

    python docs/make_desk_pictures.py FOLDER [--store STORE]    every screen, in light, in dark and as on a phone
    python docs/make_desk_pictures.py --readme                  the three of the README, into docs/images

Without a store the accounts of the demonstration are read into one that is thrown away. The README's pictures have
few colours, so that they are small; that takes Pillow, which nothing else here needs: pip install pillow.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from crossclaim.cli.demo import open_examples
from crossclaim.cli.demonstrating import put_results
from crossclaim.model import Document
from crossclaim.pipeline import load_resources, read_document
from crossclaim.store import Store, open_store
from crossclaim.web.serving import served

IMAGES = Path(__file__).parent / "images"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
}
README = "readme"
README_LOOK = {"viewport": {"width": 1280, "height": 1000}, "color_scheme": "light"}
SHOWN = ("overview", "event", "document")
COLOURS = 128


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Make the pictures of the desk.")
    parser.add_argument("folder", type=Path, nargs="?", help="where to put them")
    parser.add_argument("--store", help="the store to show; without one the accounts of the demonstration")
    parser.add_argument("--readme", action="store_true", help="make those of the README")
    options = parser.parse_args()
    if options.readme == (options.folder is not None):
        parser.error("give a folder or --readme")
    with tempfile.TemporaryDirectory() as scratch:
        store = options.store or fill(Path(scratch) / "demo.sqlite")
        for name, look, content in take(store, {README: README_LOOK} if options.readme else LOOKS):
            if not options.readme:
                put(options.folder / f"{name}-{look}.png", content)
            elif name in SHOWN:
                put(IMAGES / f"desk-{name}.png", with_few_colours(content))
    return 0


def fill(path: Path) -> str:
    """A store of the accounts of the demonstration."""
    with load_resources() as resources, open_store(path, create=True) as store:
        documents = [one for one in open_examples() if isinstance(one, Document)]
        put_results([read_document(one, resources) for one in documents], store, resources, "learned")
    return str(path)


def take(store: str, looks: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str, bytes]]:
    """Every screen of a desk over the store: its name, the look and the picture."""
    with served(store) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for look, settings in looks.items():
            page = browser.new_context(**settings).new_page()
            for name, path in screens(desk.store).items():
                yield name, look, picture(page, desk.address + path)
        browser.close()


def picture(page: Any, address: str) -> bytes:
    """One picture, once nothing is being loaded any more."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)  # the map draws its outlines
    content: bytes = page.screenshot()
    return content


def put(file: Path, content: bytes) -> None:
    """Write a picture and say so."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    sys.stdout.write(f"{file} ({len(content) // 1000} kB)\n")


def with_few_colours(content: bytes) -> bytes:
    """The picture in so few colours that it is a third of its size; type keeps its edges."""
    from PIL import Image  # type: ignore[import-not-found,unused-ignore]  # of this function alone

    small = io.BytesIO()
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(small, format="PNG", optimize=True)
    return small.getvalue()


def screens(store: Store) -> dict[str, str]:
    """The screens by name: those of one event are of the one that most sources tell of."""
    event = max(store.events(limit=200).rows, key=lambda one: (one.sources, len(one.claims), one.id))
    claim = store.sourced_claims(event.claims)[-1]
    return {
        "overview": "/",
        "event": f"/events/{event.id}",
        "document": f"/documents/{claim.heading.document_id}?claim={claim.id}",
        "review": f"/review?claim={claim.id}",
        "search": "/search?text=killed",
        "sources": "/sources",
        "source": f"/sources/{store.claim_facets().sources[0][0]}",
        "actor": f"/actors/{store.event_facets().actors[0][0]}",
        "add": "/add",
        "export": "/export",
        "activity": "/activity",
        "settings": "/settings",
    }


if __name__ == "__main__":
    sys.exit(main())
