"""Results in the forms that others read, one module per format."""

from crossclaim.export.contract import DocumentOutput, output_schema, to_json, to_output

__all__ = ["DocumentOutput", "output_schema", "to_json", "to_output"]
