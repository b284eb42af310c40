"""How Alembic runs the migrations: on the connection it is handed, inside the transaction that is open there."""

from alembic import context

from crossclaim.store.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
