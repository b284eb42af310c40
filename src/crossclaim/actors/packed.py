"""What is worked out from the list of actors, kept in a file: looking it up anew took a fifth of a short run.

The file is made where the package is built (``python -m crossclaim.pipeline.pack``). Without it, or where list or code
have changed since, the same is worked out from the list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from crossclaim.actors.index import Actor, ActorIndex, Post, load_actors
from crossclaim.actors.spellings import Spellings
from crossclaim.text.phrases import PhraseIndex

__all__ = ["FILE_NAME", "load_index", "pack_index"]

FILE_NAME = "actors.pack.json"
# Whatever the packed tables depend on: the list, the patterns that names are cut by, and the code that files them.
_LISTS = ("actors.jsonl", "patterns.toml", "generic.toml", "referring.toml")
_CODE = ("index.py", "spellings.py", "packed.py")


def load_index(*, demonyms: Mapping[str, str] | None = None, own: Iterable[Actor] = ()) -> ActorIndex:
    """The bundled list; actors of the user's ``own`` replace those of the same id and win where names are shared.

    Raises:
        ResourceError: the list is damaged.
    """
    actors, own = load_actors(), tuple(own)
    if own:
        return ActorIndex({actor.id: actor for actor in (*actors, *own)}.values(), demonyms=demonyms)
    packed = _read_pack(_stamp(demonyms or {}))
    return _unpacked(actors, demonyms, packed) if packed else ActorIndex(actors, demonyms=demonyms)


def pack_index(folder: Path, *, demonyms: Mapping[str, str]) -> Path:
    """Write what is worked out from the bundled list into ``folder``; the file."""
    actors = load_actors()
    index = ActorIndex(actors, demonyms=demonyms)
    number_of = {actor.id: number for number, actor in enumerate(actors)}
    people = [(number_of[post.actor.id], post.actor.persons.index(post.person), post.whole) for post in _posts(index)]
    place_of = {post: place for place, post in enumerate(_posts(index))}
    packed = {
        "stamp": _stamp(demonyms),
        "names": index.names.pack(lambda actor: number_of[actor.id]),
        "posts": people,
        "people": index.people.pack(lambda post: place_of[post]),
        "spellings": index.spellings.pack(lambda actor: number_of[actor.id]),
    }
    path = folder / FILE_NAME
    path.write_text(json.dumps(packed, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def _posts(index: ActorIndex) -> list[Post]:
    return list(dict.fromkeys(index.people.values()))


def _unpacked(actors: tuple[Actor, ...], demonyms: Mapping[str, str] | None, packed: Mapping[str, Any]) -> ActorIndex:
    index = ActorIndex(actors, demonyms=demonyms, names=PhraseIndex.unpack(packed["names"], actors))
    posts = [Post(actors[who], actors[who].persons[which], whole) for who, which, whole in packed["posts"]]
    # Both are cached properties; set like this they are not worked out.
    index.people = PhraseIndex.unpack(packed["people"], posts)
    index.spellings = Spellings.unpack(packed["spellings"], actors, index.countries)
    return index


def _read_pack(stamp: str) -> Mapping[str, Any] | None:
    try:
        packed = json.loads((_folder() / FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return None
    return packed if isinstance(packed, dict) and packed.get("stamp") == stamp else None


def _folder() -> Traversable:
    return files(__package__)


def _stamp(demonyms: Mapping[str, str]) -> str:
    made_from = sha256(_sources())
    made_from.update(json.dumps(sorted(demonyms.items())).encode())
    return made_from.hexdigest()


@cache
def _sources() -> bytes:
    here, text = files(__package__), files("crossclaim.text")
    parts = [here / name for name in (*_LISTS, *_CODE)] + [text / name for name in ("phrases.py", "tokens.py")]
    return b"\0".join(part.read_bytes() for part in parts)
