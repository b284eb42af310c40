"""What can go wrong, by name. Messages carry ids and values, never report text."""

__all__ = ["CrossclaimError", "InputError", "RefusedError", "ResourceError", "SpanError", "StoreError"]


class CrossclaimError(Exception):
    """Base of every error this package raises on purpose."""


class SpanError(CrossclaimError, ValueError):
    """A span that lies outside its document or does not quote it."""


class InputError(CrossclaimError):
    """An input that cannot be read; ``source`` names it, ``reason`` says why in one line."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class ResourceError(CrossclaimError):
    """A bundled table (gazetteer, actor list, lexicon) is missing or damaged."""


class StoreError(CrossclaimError):
    """A store that cannot be opened, read or written; ``address`` names it, ``reason`` says why in one line.

    Of a change that ends in this error nothing is kept.
    """

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class RefusedError(StoreError):
    """Something that no store can keep, such as a text with a NUL character: the store itself is well, others go on."""
