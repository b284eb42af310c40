"""Results in the forms that others read, one module per format."""

from crossclaim.export.contract import DocumentOutput, output_schema, to_json, to_output
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
    "DateShownOutput",
    "DocumentOutput",
    "RowFormat",
    "SlotExplanation",
    "claim_row",
    "event_row",
    "explain_claim",
    "explain_dates",
    "output_schema",
    "tell_reading",
    "to_json",
    "to_output",
    "write_rows",
]
