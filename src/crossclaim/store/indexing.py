"""What a claim is found by, put down anew once something in it was corrected."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from crossclaim.model import SourcedClaim
from crossclaim.store import schema
from crossclaim.store.linking_rows import kept_rows
from crossclaim.store.rows import digest_rows, index_rows

__all__ = ["index_claim"]

# Columns of a claim that say which row it is, and what follows from its document's versions.
_FIXED = {"seq", "id", "document", "superseded"}


def index_claim(connection: Connection, sourced: SourcedClaim) -> tuple[str, str]:
    """Put down what a claim is filtered by as it counts now; the document it is of, and the digest of all its rows."""
    claims = schema.CLAIMS.c
    at = connection.execute(select(claims.seq, claims.document).where(claims.id == sourced.id)).one()
    for table in (schema.CLAIM_SOURCES, schema.CLAIM_ACTORS):
        connection.execute(delete(table).where(table.c.claim == at.seq))
    for table, row in index_rows(sourced, at.seq, at.document):
        if table is schema.CLAIMS:
            columns = {name: value for name, value in row.items() if name not in _FIXED}
            connection.execute(table.update().where(claims.seq == at.seq).values(columns))
        else:
            connection.execute(insert(table).values(row))
    return sourced.heading.document_id, digest_rows(kept_rows(connection, at.document))
