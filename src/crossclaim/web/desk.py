"""What every request leans on: the store, who is logged in, and what reading new reports needs, loaded when wanted."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from threading import Lock

from fastapi import Request

from crossclaim.actors import ActorIndex, load_index, look_up
from crossclaim.assess import SourceTable, load_sources
from crossclaim.engine import Policy, Tools, describe_run, load_policy, load_tools
from crossclaim.geo import Gazetteer
from crossclaim.geo.lexicon import load_lexicon
from crossclaim.model import ActorReading, Profile
from crossclaim.pipeline import ExtractorName, load_resources
from crossclaim.store import Store, open_store
from crossclaim.web.additions import Additions
from crossclaim.web.counted import Counted
from crossclaim.web.rates import Rates
from crossclaim.web.sessions import Sessions
from crossclaim.web.settings import Settings
from crossclaim.web.throttle import Throttle

__all__ = ["Desk", "desk_of"]


class Desk:
    """One open store and the rules that its claims are linked and reconciled by; who is at it, and what is being added.

    The store is made where there is none.

    Raises:
        StoreError: the store cannot be opened, or is of an older schema and not to be upgraded.
        ResourceError: the user's own file of sources cannot be read or is damaged.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sources: SourceTable = load_sources(settings.sources)
        self.store: Store = open_store(settings.store, create=True, upgraded=settings.upgrade)
        self.policy: Policy = load_policy()
        self.sessions = Sessions(hours=settings.session_hours)
        self.throttle = Throttle()
        self.rates = Rates(per_second=settings.per_second, burst=settings.burst)
        self.counted = Counted()
        self.additions = Additions(self.store, lambda: self.tools)
        self._loading = Lock()

    @property
    def tools(self) -> Tools:
        """What reads new reports; the model takes a second to load."""
        with self._loading:  # two threads that want it first must not load it twice
            return self._tools

    @cached_property
    def _tools(self) -> Tools:
        settings = self.settings
        resources = load_resources(extractor=ExtractorName(settings.extractor), model=settings.model)
        run = describe_run(settings.extractor, model=settings.model)
        return load_tools(resources, run, sources=settings.sources)

    @cached_property
    def actors(self) -> ActorIndex:
        """The list of actors, ready to be asked."""
        return load_index(demonyms=load_lexicon().demonym)

    def look_up_actor(self, name: str, *, day: date | None, country: str | None) -> list[ActorReading]:
        """Whom a name may mean, the likelier first, with the reasons."""
        with Gazetteer.open(None) as gazetteer:

            def name_of(code: str) -> str | None:
                row = gazetteer.country(code)
                return row.name if row else None

            return look_up(name, self.actors, day=day, country=country, name_of=name_of)

    def policy_under(self, profile: Profile) -> Policy:
        """The policy with other rules for the figures."""
        return Policy(self.policy.families, self.policy.ties, profile)

    def close(self) -> None:
        """End what is being added and let go of the store."""
        self.additions.close()
        self.store.close()


def desk_of(request: Request) -> Desk:
    """The desk that a request is asked of."""
    desk: Desk = request.app.state.desk
    return desk
