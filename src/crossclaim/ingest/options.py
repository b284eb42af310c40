"""How inputs are to be read, and the record of one that could not be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, field_validator

__all__ = ["FIELDS", "Kind", "ReadOptions", "Unread"]

FIELDS = ("doc", "text", "title", "published", "url", "outlet")
"""The fields of a record that ``ReadOptions.columns`` can rename."""


class Kind(StrEnum):
    """What an input holds."""

    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"
    CSV = "csv"


class ReadOptions(BaseModel):
    """How inputs are read; None leaves it to the input itself.

    ``published`` stands for documents without a date of their own in the record, and above the metadata of a page.
    ``columns`` names the columns (CSV) or keys (JSON) of the fields in ``FIELDS``. ``max_bytes`` bounds one page, one
    text or one record; tables and JSON lines of any length are streamed.
    """

    model_config = ConfigDict(frozen=True)

    published: date | None = None
    kind: Kind | None = None
    columns: Mapping[str, str] = Field(default_factory=dict)
    max_bytes: int = Field(default=50 * 2**20, gt=0)
    encoding: str | None = None

    @field_validator("columns")
    @classmethod
    def _fields_are_known(cls, columns: Mapping[str, str]) -> Mapping[str, str]:
        if unknown := sorted(set(columns) - set(FIELDS)):
            raise ValueError(f"no such field: {', '.join(unknown)} (there are {', '.join(FIELDS)})")
        return columns

    @field_validator("encoding")
    @classmethod
    def _encoding_is_known(cls, encoding: str | None) -> str | None:
        try:
            # Codecs such as "base64" are no text encodings and fail here.
            "".encode("utf-8" if encoding is None else encoding)
        except LookupError as error:
            raise ValueError(f"no such encoding: '{encoding}'") from error
        return encoding


class Unread(BaseModel):
    """An input, or one record of it, that could not be read; ``reason`` is one line for people."""

    model_config = ConfigDict(frozen=True)

    source: str
    reason: str
