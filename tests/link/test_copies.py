"""Copies, and what is no copy."""

import pytest

from crossclaim.link import compare_documents, fingerprint
from crossclaim.model import CopyKind, Document
from sourced_claims import report

AGENCY = (
    "At least 14 people were killed when shells fell on the market of Olbek on Saturday, the city's hospital said. "
    "Doctors there had treated another 30 people by the evening, among them seven children, and asked for blood. "
    "A spokesman for the army denied that its guns had fired on the town and blamed the Khangai Valleys Front. "
    "The front, which has held the hills south of the town since March, said that it had no artillery in range. "
    "Residents told of six explosions within a quarter of an hour, the first of which hit a row of butchers' stalls."
)
OTHER = (
    "Lorries with flour reached the northern valleys for the first time in two months, aid workers said on Sunday. "
    "The convoy had waited at the Merke bridge for nine days until both sides agreed on a pause of twelve hours. "
    "Drivers spoke of burnt villages along the road and of families who walked beside the lorries in the rain."
)
SHORT = "Three rebels were killed in Olbek, police said."
QUOTED = '"We had neither light nor water, and those who could walk carried those who could not," a nurse said.'
FURNITURE = (
    "Subscribe to our newsletter and follow us for more stories from the region, every morning in your mailbox. "
    "All rights reserved. No part of this page may be reproduced without the written permission of the publisher. "
    "Read more: ten years of conflict in pictures, the week in maps, how we report, corrections, contact, imprint."
)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (report("a", AGENCY), report("b", AGENCY, title="Carnage at market"), CopyKind.COPY),
        (report("a", AGENCY), report("b", f"By our correspondent\n\n{AGENCY}"), CopyKind.COPY),
        (report("a", AGENCY), report("b", AGENCY.upper()), CopyKind.COPY),
        (report("a", AGENCY), report("b", AGENCY.replace(",", "").replace("'", "’")), CopyKind.COPY),
        (report("a", AGENCY), report("b", AGENCY[:330]), CopyKind.COPY),  # trimmed: all of b stands in a
        (report("a", f"{OTHER} {AGENCY[:330]}"), report("b", AGENCY), CopyKind.PARTIAL),
        (report("a", SHORT), report("b", SHORT.upper()), CopyKind.COPY),  # however short, the same words
        (report("a", SHORT), report("b", SHORT.replace("Three", "Four")), None),
        (report("a", AGENCY), report("b", OTHER), None),
        (report("a", f"{AGENCY} {QUOTED}"), report("b", f"{OTHER} {QUOTED}"), None),
        (report("a", AGENCY, furniture=FURNITURE), report("b", OTHER, furniture=FURNITURE), None),
        (report("a", ""), report("b", ""), None),
    ],
)
def test_copies_are_told_from_what_only_sounds_alike(one: Document, other: Document, kind: CopyKind | None) -> None:
    copy = compare_documents(one, other)
    assert (copy.kind if copy else None) is kind
    assert copy == compare_documents(other, one)
    if copy:
        assert set(fingerprint(one)) & set(fingerprint(other))


def test_how_much_is_shared_is_told_both_ways() -> None:
    copy = compare_documents(report("z", AGENCY), report("a", AGENCY[:330]))
    assert copy is not None
    assert (copy.first, copy.second) == ("a", "z")
    assert copy.shared_first == pytest.approx(1.0, abs=0.05)
    assert copy.shared_second == pytest.approx(0.6, abs=0.1)


def test_fingerprints_fit_a_signed_bigint_and_are_few() -> None:
    prints = fingerprint(report("a", AGENCY))
    assert prints == tuple(sorted(set(prints)))
    assert all(0 < each < 2**63 for each in prints)
    assert len(AGENCY.split()) / 16 < len(prints) < len(AGENCY.split()) / 4
    assert fingerprint(report("a", "Four words are few")) == ()
