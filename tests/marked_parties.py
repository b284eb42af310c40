"""Sentences with parties marked as [kind:words], for tests of what is read around them."""

import re

from crossclaim.extract.evidence import ActorEvidence
from crossclaim.model import ActorKind, ActorReading

KINDS = {
    "state": ActorKind.STATE_FORCES,
    "rebel": ActorKind.REBEL_GROUP,
    "militia": ActorKind.POLITICAL_MILITIA,
    "clan": ActorKind.IDENTITY_MILITIA,
    "ext": ActorKind.EXTERNAL_FORCES,
    "mob": ActorKind.RIOTERS,
    "crowd": ActorKind.PROTESTERS,
    "civ": ActorKind.CIVILIANS,
}


def read_marked(marked: str) -> tuple[str, list[ActorEvidence]]:
    """The text without marks, and the parties marked in it."""
    text, actors = "", []
    for plain, kind, words in re.findall(r"([^\[]*)(?:\[(\w+):([^\]]+)\])?", marked):
        text += plain
        if words:
            reading = ActorReading(id=None, name=f"{kind} {words}", kind=KINDS[kind])
            actors.append(ActorEvidence(len(text), len(text) + len(words), reading))
        text += words
    return text, actors
