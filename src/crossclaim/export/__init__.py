"""Results in the forms that others read, one module per format."""

from crossclaim.export.contract import (
    ClaimOutput,
    DocumentOutput,
    FlagOutput,
    MentionOutput,
    ReadDocumentOutput,
    claim_output,
    document_output,
    flag_output,
    mention_output,
    output_schema,
    to_json,
    to_output,
)
from crossclaim.export.events import (
    CLAIM_COLUMNS,
    COUNT_COLUMNS,
    EVENT_COLUMNS,
    RowFormat,
    claim_row,
    event_row,
    write_rows,
)
from crossclaim.export.explanation import DateShownOutput, SlotExplanation, explain_claim, explain_dates, tell_reading

__all__ = [
    "CLAIM_COLUMNS",
    "COUNT_COLUMNS",
    "EVENT_COLUMNS",
    "ClaimOutput",
    "DateShownOutput",
    "DocumentOutput",
    "FlagOutput",
    "MentionOutput",
    "ReadDocumentOutput",
    "RowFormat",
    "SlotExplanation",
    "claim_output",
    "claim_row",
    "document_output",
    "event_row",
    "explain_claim",
    "explain_dates",
    "flag_output",
    "mention_output",
    "output_schema",
    "tell_reading",
    "to_json",
    "to_output",
    "write_rows",
]
