"""Bytes to documents: one reader per kind of input, each with segments and a map back to what was read."""

from crossclaim.ingest.captures import read_capture
from crossclaim.ingest.dom import text_content
from crossclaim.ingest.options import FIELDS, Kind, ReadOptions, Unread
from crossclaim.ingest.segments import find_segments
from crossclaim.ingest.sources import OpenCapture, open_captures, open_sources

__all__ = [
    "FIELDS",
    "Kind",
    "OpenCapture",
    "ReadOptions",
    "Unread",
    "find_segments",
    "open_captures",
    "open_sources",
    "read_capture",
    "text_content",
]
