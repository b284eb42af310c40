"""What adding and rebuilding lean on, loaded once."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from crossclaim import __version__
from crossclaim.actors.index import load_actors
from crossclaim.assess import SourceTable, load_sources
from crossclaim.extract.learned.runtime import model_digest
from crossclaim.model import Profile, Ties
from crossclaim.pipeline import ExtractorName, Resources
from crossclaim.store import Run

__all__ = ["Policy", "Tools", "describe_run", "load_policy", "load_tools"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What linking and reconciling go by.

    ``families`` and ``ties`` tell which party is a part or an ally of which; ``profile`` is the one that the kept
    events are reconciled under.
    """

    families: Mapping[str, str] = field(default_factory=dict)
    ties: Ties = field(default_factory=Ties)
    profile: Profile = Profile.UCDP


@dataclass(frozen=True, slots=True)
class Tools:
    """What adding reports to a store needs besides the store."""

    resources: Resources
    run: Run
    policy: Policy = field(default_factory=Policy)
    sources: SourceTable = field(default_factory=load_sources)


def load_policy(*, profile: Profile = Profile.UCDP) -> Policy:
    """What the bundled list of actors says of who belongs to whom.

    Raises:
        ResourceError: the list is damaged.
    """
    parents = {actor.id: actor.parent for actor in load_actors() if actor.parent}
    allies = {actor.id: frozenset(tie.id for tie in actor.side_of) for actor in load_actors() if actor.side_of}
    return Policy(families=parents, ties=Ties(parents=parents, allies=allies), profile=profile)


def load_tools(resources: Resources, run: Run, *, sources: Path | None = None) -> Tools:
    """Everything that adding needs, around resources already loaded; ``sources`` is a file of the user's own.

    Raises:
        ResourceError: that file cannot be read or is damaged.
    """
    return Tools(resources, run, load_policy(), load_sources(sources))


def describe_run(extractor: str, *, model: Path | None = None) -> Run:
    """What documents are read with: versions, extractor and the sha256 of its model, by default the bundled one.

    Raises:
        ResourceError: the model is not there.
    """
    learned = extractor == ExtractorName.LEARNED
    return Run(
        crossclaim=__version__,
        extractor=extractor,
        model_hash=model_digest(model) if learned else None,
        python=platform.python_version(),
        onnxruntime=version("onnxruntime") if learned else None,
    )
