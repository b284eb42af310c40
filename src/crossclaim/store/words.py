"""Full-text search, which either database does in its own way.

SQLite: FTS5 tables whose content is that of ``claims`` and ``documents``. PostgreSQL: tables of ``tsvector`` with GIN
indexes; the words are folded beforehand, so that both find the same.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, exists, func, literal_column, select, table, text

from crossclaim.store.folding import fold, split_query
from crossclaim.store.schema import CLAIMS

__all__ = ["containing", "index_words", "said_in"]

# A tsvector holds at most 1 MiB with its positions; a document's words beyond this many bytes are not indexed there.
MOST_BYTES = 400_000

_FTS = {"claims": "claims_fts", "documents": "documents_fts"}
_WORDS = {"claims": "claim_words", "documents": "document_words"}
_INDEXED = {"claims": ("quote",), "documents": ("title", "text")}


def index_words(connection: Connection, of: str, rows: list[dict[str, Any]]) -> None:
    """Make the rows of claims or documents findable by their words."""
    columns = _INDEXED[of]
    if connection.dialect.name == "postgresql":
        insert = f"INSERT INTO {_WORDS[of]} (seq, words) VALUES (:seq, to_tsvector('simple', :words))"  # noqa: S608
        values = [{"seq": row["seq"], "words": _folded(*(row[name] for name in columns))} for row in rows]
    else:
        names, places = ", ".join(columns), ", ".join(f":{name}" for name in columns)
        insert = f"INSERT INTO {_FTS[of]} (rowid, {names}) VALUES (:seq, {places})"  # noqa: S608
        values = [{"seq": row["seq"], **{name: row[name] for name in columns}} for row in rows]
    connection.execute(text(insert), values)


def _folded(*texts: str | None) -> str:
    folded = fold("\n".join(words for words in texts if words))
    return folded.encode("utf-8", "ignore")[:MOST_BYTES].decode("utf-8", "ignore")


def containing(of: str, query: str, dialect: str) -> Select[tuple[int]]:
    """The numbers of all claims or documents that hold every word and phrase of the query."""
    if not split_query(query):
        return select(literal_column("0").label("seq")).where(literal_column("1 = 0"))
    if dialect == "postgresql":
        return select(column("seq")).select_from(table(_WORDS[of])).where(_matches_words(query))
    return select(column("rowid")).select_from(table(_FTS[of])).where(_matches_fts(of, query))


def said_in(of: str, query: str, seq: ColumnElement[int], dialect: str) -> ColumnElement[bool]:
    """Whether the claim or document of that number holds every word and phrase of the query."""
    if not split_query(query):
        return literal_column("1 = 0")
    if dialect == "postgresql":
        words = table(_WORDS[of], column("seq"), column("words"))
        return exists(select(1).select_from(words).where(words.c.seq == seq, _matches_words(query)))
    if of == "claims":
        # A look at the quote itself is far cheaper than asking the index about one row of a frequent word.
        return func.crossclaim_says(CLAIMS.c.quote, query) == 1
    fts = table(_FTS[of], column("rowid"))
    return exists(select(1).select_from(fts).where(fts.c.rowid == seq, _matches_fts(of, query)))


def _matches_words(query: str) -> ColumnElement[bool]:
    parts = [func.phraseto_tsquery(literal_column("'simple'"), fold(piece)) for piece in split_query(query)]
    wanted: Any = parts[0]
    for part in parts[1:]:
        wanted = wanted.op("&&")(part)
    return column("words").op("@@")(wanted)


def _matches_fts(of: str, query: str) -> ColumnElement[bool]:
    quoted = " AND ".join(f'"{piece}"' for piece in split_query(query))
    return column(_FTS[of]).op("MATCH")(quoted)
