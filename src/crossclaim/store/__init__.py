"""The memory: captures, documents, claims, judgements, events and the audit chain, in SQLite or PostgreSQL."""
