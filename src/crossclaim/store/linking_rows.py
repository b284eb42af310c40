"""What linking goes by, of one document: its rows as they are kept and as they are to be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, text, update

from crossclaim.store import schema
from crossclaim.store.records import DocumentRecord
from crossclaim.store.rows import canonical, put_in_64_bits

__all__ = ["LinkingRows", "brought_rows", "kept_linking", "kept_rows", "linking_rows", "replace_linking", "sorted_rows"]

# Table name and row. Of claim_records only the number and the traits.
LinkingRows = list[tuple[str, dict[str, Any]]]

_OF_CLAIMS = (schema.CLAIM_RECORDS, schema.CLAIM_SOURCES, schema.CLAIM_ACTORS, schema.CLAIM_KEYS)


def linking_rows(record: DocumentRecord, seq: int, claims: Mapping[str, int]) -> LinkingRows:
    """Fingerprints, traits and keys as a record has them; ``claims`` gives the numbers of its claims by their ids.

    Raises:
        KeyError: a claim has no number.
    """
    numbered = enumerate(dict.fromkeys(map(put_in_64_bits, record.fingerprints)))
    rows: LinkingRows = [
        ("fingerprints", {"hash": each, "document": seq, "number": number}) for number, each in numbered
    ]
    for claim in record.claims:
        number = claims[claim.sourced.id]
        rows.append(("claim_records", {"claim": number, "traits": canonical(claim.traits)}))
        rows += [
            ("claim_keys", {"key": key, "claim": number}) for key in dict.fromkeys(map(put_in_64_bits, claim.keys))
        ]
    return rows


def kept_linking(connection: Connection, seq: int) -> LinkingRows:
    """The same as they are kept."""
    prints, records, keys = schema.FINGERPRINTS.c, schema.CLAIM_RECORDS.c, schema.CLAIM_KEYS.c
    own = select(schema.CLAIMS.c.seq).where(schema.CLAIMS.c.document == seq)
    asked = {
        "fingerprints": select(schema.FINGERPRINTS).where(prints.document == seq),
        "claim_records": select(records.claim, records.traits).where(records.claim.in_(own)),
        "claim_keys": select(schema.CLAIM_KEYS).where(keys.claim.in_(own)),
    }
    return [(name, dict(row)) for name, rows in asked.items() for row in connection.execute(rows).mappings()]


def sorted_rows(rows: LinkingRows) -> list[str]:
    """Rows to be compared without regard to their order."""
    return sorted(f"{table} {canonical(row)}" for table, row in rows)


def replace_linking(connection: Connection, seq: int, rows: LinkingRows) -> None:
    """Put these rows in place of those that are kept."""
    own = select(schema.CLAIMS.c.seq).where(schema.CLAIMS.c.document == seq)
    connection.execute(delete(schema.FINGERPRINTS).where(schema.FINGERPRINTS.c.document == seq))
    connection.execute(delete(schema.CLAIM_KEYS).where(schema.CLAIM_KEYS.c.claim.in_(own)))
    for table in (schema.FINGERPRINTS, schema.CLAIM_KEYS):
        if mine := [row for name, row in rows if name == table.name]:
            connection.execute(insert(table), mine)
    records = schema.CLAIM_RECORDS.c
    for name, row in rows:
        if name == "claim_records":
            changed = update(schema.CLAIM_RECORDS).where(records.claim == row["claim"])
            connection.execute(changed.values(traits=row["traits"]))


def brought_rows(connection: Connection, document_id: str) -> list[dict[str, Any]]:
    """The links that a document brought, as the driver gives them."""
    rows = connection.execute(text("SELECT * FROM links WHERE brought_by = :document"), {"document": document_id})
    return [dict(row) for row in rows.mappings()]


def kept_rows(connection: Connection, seq: int) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every row of a document as the driver gives it: what its entry in the audit chain covers."""
    own = f"claim IN (SELECT seq FROM claims WHERE document = {int(seq)})"  # noqa: S608
    where = {
        "documents": f"seq = {int(seq)}",
        **{name: f"document = {int(seq)}" for name in ("mentions", "fingerprints", "claims")},
        **{table.name: own for table in _OF_CLAIMS},
    }
    for name, condition in where.items():
        for row in connection.execute(text(f"SELECT * FROM {name} WHERE {condition}")).mappings():  # noqa: S608
            yield name, dict(row)
