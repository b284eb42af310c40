"""Full-text search, which either database does in its own way.

SQLite: FTS5 tables whose content is that of ``claims`` and ``documents``. PostgreSQL: tables of ``tsvector`` with GIN
indexes; the words are folded beforehand, so that both find the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, exists, func, literal_column, select, table, text

from crossclaim.store.folding import fold, split_query
from crossclaim.store.schema import CLAIMS

__all__ = ["all_findable", "containing", "index_words", "said_in"]

# A tsvector holds at most 1 MiB with its positions; a document's words beyond this many bytes are not indexed there.
MOST_BYTES = 400_000

_FTS = {"claims": "claims_fts", "documents": "documents_fts"}
_WORDS = {"claims": "claim_words", "documents": "document_words"}
_INDEXED = {"claims": ("quote",), "documents": ("title", "text")}
# What the first migration makes the FTS5 tables with.
_TOKENIZER = "unicode61 remove_diacritics 2"
# Rows whose words are held against the index at a time.
_ROWS = 2000
_MODULUS = 2**64


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
        said = func.crossclaim_says(CLAIMS.c.quote, query) == 1
        return (
            said if seq is CLAIMS.c.seq else exists(select(1).where(CLAIMS.c.seq == seq, said).correlate_except(CLAIMS))
        )
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


def all_findable(connection: Connection, of: str) -> bool:
    """Whether the index of claims or documents is the one that their rows give; nothing of the store is written."""
    if connection.dialect.name == "postgresql":
        both = f"SELECT count(*) FROM {of} FULL JOIN {_WORDS[of]} USING (seq)"  # noqa: S608
        return not connection.scalar(text(f"{both} WHERE {of}.id IS NULL OR {_WORDS[of]}.words IS NULL"))
    return _words_indexed(connection, of) == _words_told(connection, of)


def _words_indexed(connection: Connection, of: str) -> int:
    """A sum over every word at its place that SQLite's index holds.

    SQLite's own check of such an index needs the right to write, and may have to wait for a writer.
    """
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, {_FTS[of]}, instance)")
    return _sum_of_words(connection, "kept_words")


def _words_told(connection: Connection, of: str) -> int:
    """The same sum over an index made anew, some rows at a time, in memory."""
    columns = ", ".join(_INDEXED[of])
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE temp.fresh USING fts5({columns}, content='', tokenize='{_TOKENIZER}')"
    )
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab(temp, fresh, instance)")
    places = ", ".join("?" for _ in ("seq", *_INDEXED[of]))
    insert = f"INSERT INTO temp.fresh (rowid, {columns}) VALUES ({places})"  # noqa: S608
    rows = iter(connection.exec_driver_sql(f"SELECT seq, {columns} FROM {of}"))  # noqa: S608
    total = 0
    while batch := [tuple(row) for row in islice(rows, _ROWS)]:
        connection.exec_driver_sql(insert, batch)
        total += _sum_of_words(connection, "fresh_words")
        connection.exec_driver_sql("INSERT INTO temp.fresh (fresh) VALUES ('delete-all')")
    return total % _MODULUS


def _sum_of_words(connection: Connection, vocabulary: str) -> int:
    found: Iterator[Any] = iter(
        connection.exec_driver_sql(f"SELECT term, doc, col, offset FROM temp.{vocabulary}")  # noqa: S608
    )
    return sum(hash(tuple(row)) for row in found) % _MODULUS
