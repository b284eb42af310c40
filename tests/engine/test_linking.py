"""Which claims of a document are compared with each other."""

from dataclasses import replace

import pytest

from crossclaim.engine import linking
from crossclaim.link import Traits, block_keys, traits_of
from sourced_claims import sourced


def list_of(number: int) -> list[Traits]:
    """As many claims of one document, in the order of the text, on days far apart."""
    one = traits_of(sourced("d1-c0"), {})
    days = range(700_000, 700_000 + 20 * number, 20)
    return [
        replace(one, id=f"d1-c{n:05}", document="d1", position=n * 100, extent=n * 100 + 90, start=day, end=day)
        for n, day in enumerate(days)
    ]


@pytest.mark.parametrize(
    ("claims", "pairs"),
    [
        (20, 190),  # each with each
        (1000, 60 * 1000 - 60 * 61 / 2),  # each with the sixty before and after it
    ],
)
def test_a_long_list_of_incidents_is_compared_with_its_nearest(
    claims: int, pairs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[str, str]] = []

    def note(one: Traits, other: Traits, *, copied: float) -> None:  # noqa: ARG001 as the one it stands for
        compared.append((one.id, other.id))

    monkeypatch.setattr(linking, "compare_likely", note)
    mine = [(traits, block_keys(traits)) for traits in list_of(claims)]
    assert linking.find_links(mine, linking.in_blocks(mine[::-1]), {}, wanted=lambda _: True) == []
    assert len(compared) == len({tuple(sorted(pair)) for pair in compared}) == pairs
