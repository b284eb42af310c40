"""Every screen by axe-core, in light, in dark and on a phone: no serious finding, nothing from elsewhere, no error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crossclaim.model import ReviewState, Role
from crossclaim.web.passwords import hash_password
from crossclaim.web.serving import Served, served
from web.browser.conftest import PHONE, WIDE, watch


@pytest.fixture(scope="module")
def desk(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    path = tmp_path_factory.mktemp("accessible") / "desk.sqlite"
    shutil.copy(filled, path)
    with served(str(path)) as desk:
        yield desk


def screens(desk: Served) -> dict[str, str]:
    event = max(desk.store.events(limit=50).rows, key=lambda one: (len(one.claims), one.id))
    document = desk.store.sourced_claims(event.claims)[0].heading.document_id
    source = desk.store.claim_facets().sources[0][0]
    actor = desk.store.event_facets().actors[0][0]
    return {
        "overview": "/",
        "event": f"/events/{event.id}",
        "document": f"/documents/{document}?claim={event.claims[0]}",
        "review": f"/review?claim={event.claims[0]}",
        "contested": "/review/contested",
        "agreement": "/review/agreement",
        "sources": "/sources",
        "source": f"/sources/{source}",
        "actor": f"/actors/{actor}",
        "add": "/add",
        "search": "/search?text=Kutum",
        "export": "/export",
        "activity": "/activity",
        "settings": "/settings",
        "nothing": "/events/nothing",
    }


LOOKS = {"light": (WIDE, "light"), "dark": (WIDE, "dark"), "phone": (PHONE, "light")}


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_no_screen_has_a_serious_finding(look: str, chromium: Any, axe: str, desk: Served) -> None:
    size, scheme = LOOKS[look]
    context = chromium.new_context(viewport=size, color_scheme=scheme, bypass_csp=False)
    found, page = {}, context.new_page()
    page.wrong = []
    watch(page)
    for name, path in screens(desk).items():
        page.goto(desk.address + path)
        page.wait_for_load_state("networkidle")
        found[name] = [*serious(page, axe), *overflowing(page)]
    missing = [told for told in page.wrong if "404" in told]  # the page of what is not there is one
    assert [told for told in page.wrong if told not in missing[:1]] == []
    context.close()
    assert {name: told for name, told in found.items() if told} == {}


def serious(page: Any, axe: str) -> list[str]:
    """What axe-core finds serious or worse: the rule, and where."""
    # Through the debugger: the page's own policy lets no foreign script in.
    page.evaluate(axe)
    told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')[:200]}"
        for one in told["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def overflowing(page: Any) -> list[str]:
    """Whether a page has to be pushed sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the window by {wide}"] if wide > 0 else []


@pytest.mark.slow
def test_a_desk_with_users_asks_who_comes_and_lets_them_in(looked: Any, axe: str, filled: Path, tmp_path: Path) -> None:
    from web.conftest import PASSWORD, add_person

    path = tmp_path / "desk.sqlite"
    shutil.copy(filled, path)
    with served(str(path)) as desk:
        add_person(desk.store, Role.CODER, hash_password(PASSWORD), "ana")
        looked.goto(f"{desk.address}/review")
        assert serious(looked, axe) == []
        looked.get_by_label("Name").fill("ana")
        looked.get_by_label("Password").fill(PASSWORD)
        looked.get_by_role("button", name="Log in").click()
        looked.locator("#decide").wait_for()
        looked.wait_for_load_state()  # keys are listened to once the page's modules have run
        looked.keyboard.press("c")
        looked.get_by_text("Contested.").wait_for()
        (said,) = desk.store.reviews()
        assert (said.by, said.state) == ("ana", ReviewState.CONTESTED)
        looked.get_by_role("button", name="Log out").click()
        looked.get_by_role("button", name="Log in").wait_for()


@pytest.mark.slow
def test_the_first_key_leads_past_the_navigation_and_the_theme_is_remembered(looked: Any, desk: Served) -> None:
    looked.goto(desk.address)
    looked.keyboard.press("Tab")
    assert looked.evaluate("document.activeElement.className") == "skip"
    looked.get_by_role("button", name="Switch between light and dark").click()
    assert looked.evaluate("document.documentElement.dataset.theme") == "dark"
    looked.goto(f"{desk.address}/sources")
    assert looked.evaluate("document.documentElement.dataset.theme") == "dark"
    looked.keyboard.press("/")
    assert looked.evaluate("document.activeElement.id") == "find"
