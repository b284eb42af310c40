"""Who did what to whom, where and how surely, from treebanks and event records: practice before the claims.

A clause with its verb stands in for a claim's quote, its agent for side a, its patient for side b. What a corpus does
not annotate is not asked.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import conllu
from conllu.models import Token, TokenList

from crossclaim.model import Modality

__all__ = ["Clause", "ClauseText", "read_event_locations", "read_event_records", "read_treebank"]

Range = tuple[int, int]
Answer = tuple[Range, ...] | None  # where the words stand, () for none at all, None where nobody says


class Clause(NamedTuple):
    """A clause's words and what is known of it, in code points of its text."""

    quote: Range
    slots: Mapping[str, Answer]
    modality: Modality | None = None


class ClauseText(NamedTuple):
    """A stretch of text with its clauses."""

    text: str
    clauses: tuple[Clause, ...]


SENTENCES_TOGETHER = 8  # of a treebank; of single sentences that have nothing to do with one another as many
_SPEAKING = frozenset(
    {"say", "tell", "report", "claim", "announce", "deny", "confirm", "add", "state", "declare", "note", "warn"}
    | {"allege", "insist"}
)
_TEMPORAL = frozenset({"obl:tmod", "nmod:tmod", "obl:unmarked", "obl:npmod"})
_DROPPED = frozenset({"acl:relcl", "acl", "appos", "parataxis", "punct", "advcl", "list", "conj", "cc", "cop"})
_OF_CLAUSE = frozenset({"ccomp", "advcl", "parataxis", "conj", "cc", "acl:relcl", "punct", "mark"})


def read_treebank(trees: Path, factuality: Path | None = None) -> Iterator[ClauseText]:
    """The clauses of a gzipped CoNLL-U file, ``SENTENCES_TOGETHER`` sentences of one document at a time.

    ``factuality`` is the archive of Universal Decompositional Semantics' factuality judgements on the same sentences.
    """
    judged = _factuality(factuality) if factuality else {}
    with gzip.open(trees, "rt", encoding="utf-8") as lines:
        for _, sentences in groupby(_numbered(conllu.parse_incr(lines)), key=lambda pair: pair[1]):
            found = [(number, sentence) for number, _, sentence in sentences]
            for begin in range(0, len(found), SENTENCES_TOGETHER):
                yield _joined(
                    [_clauses_of(tree, judged.get(n, {})) for n, tree in found[begin : begin + SENTENCES_TOGETHER]]
                )


def _numbered(sentences: Iterator[TokenList]) -> Iterator[tuple[int, str, TokenList]]:
    document = ""
    for number, sentence in enumerate(sentences, 1):
        document = sentence.metadata.get("newdoc id") or document
        yield number, document, sentence


def _factuality(path: Path) -> dict[int, dict[int, float]]:
    """By sentence number of the train part, by word number, how far the predicate is held to have happened."""
    with zipfile.ZipFile(path) as archive:
        judged = json.loads(archive.read("factuality.json"))["data"]
    found: dict[int, dict[int, float]] = {}
    for sentence, predicates in judged.items():
        part, number = sentence.rsplit("-", 1)
        if part == "ewt-train":
            values = {
                int(name.rsplit("-", 1)[1]): entry["factuality"]["factual"]["value"]
                for name, entry in predicates.items()
            }
            found[int(number)] = values
    return found


def _joined(texts: Sequence[ClauseText]) -> ClauseText:
    parts, clauses, reached = [], [], 0
    for text, found in texts:
        for clause in found:
            slots = {
                name: None if spans is None else tuple((start + reached, end + reached) for start, end in spans)
                for name, spans in clause.slots.items()
            }
            clauses.append(Clause((clause.quote[0] + reached, clause.quote[1] + reached), slots, clause.modality))
        parts.append(text)
        reached += len(text) + 1
    return ClauseText(" ".join(parts), tuple(clauses))


class _Tree:
    """A sentence's words with their offsets and dependents."""

    def __init__(self, sentence: TokenList) -> None:
        self.words = [token for token in sentence if isinstance(token["id"], int)]
        self.by_id = {token["id"]: token for token in self.words}
        self.below: dict[int, list[Token]] = {}
        self.spans: dict[int, Range] = {}
        text, covered = "", 0
        for token in sentence:
            if isinstance(token["id"], tuple):
                if token["id"][1] == "-":
                    covered = token["id"][2]
                    for number in range(token["id"][0], covered + 1):
                        self.spans[number] = (len(text), len(text) + len(token["form"]))
                    text += token["form"] + _blank(token)
                continue
            if token["id"] > covered:
                self.spans[token["id"]] = (len(text), len(text) + len(token["form"]))
                text += token["form"] + _blank(token)
        self.text = text.rstrip()
        for token in self.words:
            self.below.setdefault(token["head"], []).append(token)

    def subtree(self, word: int, without: frozenset[str]) -> list[int]:
        """Word numbers below ``word``, itself included; no dependent whose relation is among ``without``."""
        found, open_ = [word], [word]
        while open_:
            for token in self.below.get(open_.pop(), []):
                if token["deprel"] not in without:
                    found.append(token["id"])
                    open_.append(token["id"])
        return sorted(found)

    def span(self, numbers: Sequence[int]) -> Range:
        """From the first to the last of the given words."""
        return min(self.spans[n][0] for n in numbers), max(self.spans[n][1] for n in numbers)

    def phrase(self, word: int) -> Range:
        """A noun phrase without what hangs on loosely and without its preposition."""
        numbers = self.subtree(word, _DROPPED)
        case = {token["id"] for token in self.below.get(word, []) if token["deprel"] == "case" and token["id"] < word}
        low = max(case, default=0)
        kept = [number for number in numbers if number > low] if case else numbers
        return self.span(kept or [word])


def _blank(token: Token) -> str:
    return "" if (token["misc"] or {}).get("SpaceAfter") == "No" else " "


def _clauses_of(sentence: TokenList, judged: Mapping[int, float]) -> ClauseText:
    tree = _Tree(sentence)
    clauses = []
    for token in tree.words:
        if token["upos"] == "VERB" and token["lemma"] not in _SPEAKING:
            below = {dependent["deprel"]: dependent["id"] for dependent in reversed(tree.below.get(token["id"], []))}
            if below.keys() & {"nsubj", "obj", "nsubj:pass"}:
                clauses.append(_clause(tree, token, below, judged.get(token["id"])))
    return ClauseText(tree.text, tuple(clauses))


def _clause(tree: _Tree, verb: Token, below: Mapping[str, int], factual: float | None) -> Clause:
    agent = below.get("nsubj", below.get("obl:agent", _shared_subject(tree, verb, below)))
    if agent is None:
        agent = next(
            (t["id"] for t in tree.below.get(verb["id"], []) if t["deprel"] == "obl" and _is_by(tree, t)), None
        )
    patient = below.get("obj", below.get("nsubj:pass"))
    time = next((number for name, number in below.items() if name in _TEMPORAL), None)
    source, cue = _speaker(tree, verb)
    slots: dict[str, Answer] = {
        "side_a": (tree.phrase(agent),) if agent else (),
        "side_b": (tree.phrase(patient),) if patient else (),
        "time": (tree.phrase(time),) if time else None,
        "source": (tree.phrase(source),) if source else (),
        "cue": (tree.spans[cue],) if cue else (),
    }
    return Clause(tree.span(tree.subtree(verb["id"], _OF_CLAUSE)), slots, _modality(tree, verb, factual))


def _shared_subject(tree: _Tree, verb: Token, below: Mapping[str, int]) -> int | None:
    """The subject of the verb above: "came and | took", "wanted to | take"."""
    head = tree.by_id.get(verb["head"])
    if "nsubj:pass" in below or head is None or verb["deprel"] not in {"conj", "xcomp"}:
        return None
    return next((t["id"] for t in tree.below.get(head["id"], []) if t["deprel"] == "nsubj"), None)


def _is_by(tree: _Tree, token: Token) -> bool:
    return any(t["deprel"] == "case" and t["lemma"] == "by" for t in tree.below.get(token["id"], []))


def _speaker(tree: _Tree, verb: Token) -> tuple[int | None, int | None]:
    """Who is said to state a clause and the word that says so: the subject of "said" above or beside it."""
    head = tree.by_id.get(verb["head"])
    beside = [t for t in tree.below.get(verb["id"], []) if t["deprel"] == "parataxis"]
    above = [head] if head is not None and verb["deprel"] in {"ccomp", "parataxis"} else []
    for speaking in (*above, *beside):
        if speaking["lemma"] in _SPEAKING:
            subject = next((t["id"] for t in tree.below.get(speaking["id"], []) if t["deprel"] == "nsubj"), None)
            return subject, speaking["id"]
    return None, None


def _modality(tree: _Tree, verb: Token, factual: float | None) -> Modality | None:
    """Judgements, once normalised, lie mostly near 1.1 (it happened) and -1.2 (it did not, or not yet)."""
    if factual is None:
        return None
    if factual > 0.6:
        return Modality.ACTUAL
    below = {t["lemma"] for t in tree.below.get(verb["id"], [])}
    if factual < -0.9 and below & {"not", "never", "no"}:
        return Modality.DENIED
    return Modality.PLANNED if "will" in below else Modality.POSSIBLE


def read_event_locations(path: Path, *, seed: int) -> Iterator[ClauseText]:
    """Which place each marked verb happens at, several unrelated sentences at a time, shuffled."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [text for row in rows if (text := _event_location(row))]
    random.Random(seed).shuffle(texts)  # noqa: S311
    for begin in range(0, len(texts), SENTENCES_TOGETHER):
        yield _joined(texts[begin : begin + SENTENCES_TOGETHER])


def _event_location(row: Mapping[str, object]) -> ClauseText | None:
    text, spans = str(row["text"]).rstrip(), row["spans"]
    assert isinstance(spans, list)  # noqa: S101
    verbs = [(span["start"], span["end"]) for span in spans if span["label"] == "VERB"]
    places = tuple((s["start"], s["end"]) for s in spans if s["label"] == "LOCATION" and s["start"] < s["end"])
    if not verbs or any(end > len(text) for _, end in (*verbs, *places)):
        return None
    return ClauseText(text, (Clause(_around(text, verbs[0]), {"place": places[:1]}),))


def _around(text: str, verb: Range) -> Range:
    """A verb with a few words on both sides, up to the next mark: where a clause has not been annotated."""
    before = re.search(r"(?:[^\s,;.]+\s+){0,4}$", text[: verb[0]])
    behind = re.match(r"(?:\s+[^\s,;.]+){0,5}", text[verb[1] :])
    return verb[0] - len(before.group() if before else ""), verb[1] + len(behind.group() if behind else "")


_MARK = re.compile(r"\((SRC|TAR|SRC/TAR|EVT|LOC): ([^()]*)\)")


def read_event_records(path: Path) -> Iterator[ClauseText]:
    """Source and target of the PLOVER records, whose texts carry marks like ``(SRC: Moroccan diplomats)``."""
    texts = [
        text
        for markup in re.findall(r'"markup":\s*"((?:[^"\\]|\\.)*)"', path.read_text("utf-8"))
        if (text := _unmarked(markup))
    ]
    for begin in range(0, len(texts), SENTENCES_TOGETHER):
        yield _joined(texts[begin : begin + SENTENCES_TOGETHER])


def _unmarked(markup: str) -> ClauseText | None:
    markup = markup.replace('\\"', '"')
    text, reached, marks = "", 0, []
    for match in _MARK.finditer(markup):
        text += markup[reached : match.start()]
        marks.append((match[1], (len(text), len(text) + len(match[2]))))
        text += match[2]
        reached = match.end()
    text += markup[reached:]
    events = [span for name, span in marks if name == "EVT"]
    sources = tuple(span for name, span in marks if name == "SRC")
    targets = tuple(span for name, span in marks if name == "TAR")
    if not events or not (sources or targets) or "SRC:" in text or "TAR:" in text:
        return None
    quote = (min(start for start, _ in events), max(end for _, end in events))
    return ClauseText(text.rstrip(), (Clause(quote, {"side_a": sources or None, "side_b": targets or None}),))
