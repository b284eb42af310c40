"""The schema of a store: made, recognised, brought up to date."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from crossclaim.errors import StoreError
from crossclaim.store.database import APPLICATION_ID, Database

__all__ = ["KNOWN", "NEWEST", "check_schema", "migrate", "present_revision", "revision_named"]

_CONFIG = Config()
_CONFIG.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
_SCRIPTS = ScriptDirectory.from_config(_CONFIG)
KNOWN = [script.revision for script in _SCRIPTS.walk_revisions()]
NEWEST = KNOWN[0]


def migrate(connection: Connection, *, to: str = NEWEST) -> None:
    """Make the tables, or bring them to a revision, in the transaction that is open on the connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def present_revision(connection: Connection) -> str | None:
    """The revision of the schema, None where there is no table at all.

    Raises:
        ValueError: there are tables, but not those of a store.
    """
    tables = set(inspect(connection).get_table_names()) - {"spatial_ref_sys"}
    if not tables:
        return None
    if not {"alembic_version", "audit", "head", "claims"} <= tables:
        raise ValueError("is not a crossclaim store")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def check_schema(database: Database, connection: Connection) -> None:
    """Say so where a store is not of the newest schema.

    Raises:
        StoreError: no store, an older or a newer one.
    """
    revision = revision_named(database, connection)
    if revision is None:
        raise StoreError(database.address, "holds no crossclaim store yet")
    if revision != NEWEST:
        raise StoreError(
            database.address, f"has the older schema {revision}: crossclaim serve --upgrade brings it to {NEWEST}"
        )


def revision_named(database: Database, connection: Connection) -> str | None:
    """The revision of the schema, None where there is no table at all.

    Raises:
        StoreError: something else than a store, or a newer one.
    """
    try:
        revision = present_revision(connection)
    except ValueError as error:
        raise StoreError(database.address, str(error)) from error
    if revision is not None and revision not in KNOWN:
        reason = f"was made by a newer crossclaim: its schema is {revision}, this one knows up to {NEWEST}"
        raise StoreError(database.address, reason)
    return revision
