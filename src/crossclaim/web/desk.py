"""What every request leans on: the store, and what reading new reports needs, loaded when it is first wanted."""

from __future__ import annotations

from functools import cached_property

from fastapi import Request

from crossclaim.engine import Policy, Tools, describe_run, load_policy, load_tools
from crossclaim.pipeline import ExtractorName, load_resources
from crossclaim.store import Store, open_store
from crossclaim.web.settings import Settings

__all__ = ["Desk", "desk_of"]


class Desk:
    """One open store and the rules that its claims are linked and reconciled by."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store: Store = open_store(settings.store)
        self.policy: Policy = load_policy()

    @cached_property
    def tools(self) -> Tools:
        """What reads new reports; the model takes a second to load."""
        return load_tools(load_resources(), describe_run(ExtractorName.LEARNED.value))

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def desk_of(request: Request) -> Desk:
    """The desk that a request is asked of."""
    desk: Desk = request.app.state.desk
    return desk
