"""Makes the pictures of the desk: ``python docs/make_desk_pictures.py FOLDER [--store STORE]``.

Without a store the bundled example reports are read into one that is thrown away. Every screen is taken in light, in
dark and as on a phone, with Debian's Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from crossclaim.engine import add_captures, describe_run, load_tools
from crossclaim.ingest import ReadOptions, open_captures
from crossclaim.pipeline import load_resources
from crossclaim.store import Store, open_store
from crossclaim.web import Settings, create_app

EXAMPLES = Path(__file__).parent.parent / "src" / "crossclaim" / "examples"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
LOOKS = {
    "light": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
}


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Make the pictures of the desk.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", help="the store to show; without one the bundled examples")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        take(options.store or fill(Path(scratch) / "examples.sqlite"), options.folder)
    return 0


def fill(path: Path) -> str:
    """A store of the bundled examples."""
    inputs = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".txt", ".html")]
    with load_resources() as resources, open_store(path, create=True) as store:
        tools = load_tools(resources, describe_run("learned"))
        for _ in add_captures(open_captures(inputs), store, tools, ReadOptions(), by="example"):
            pass
    return str(path)


def take(store: str, folder: Path) -> None:
    """Every screen of a desk over the store, in every look."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(Settings(store=store, port=port))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for look, settings in LOOKS.items():
            page = browser.new_context(**settings).new_page()
            for name, path in screens(app.state.desk.store).items():
                picture(page, f"http://127.0.0.1:{port}{path}", folder / f"{name}-{look}.png")
        browser.close()
    server.should_exit = True
    thread.join()


def picture(page: Any, address: str, file: Path) -> None:
    """One picture, once nothing is being loaded any more."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)  # the map draws its outlines
    page.screenshot(path=file)
    sys.stdout.write(f"{file}\n")


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
