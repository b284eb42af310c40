"""What goes wrong, as a report: kinds of errors by what they cost, types confused, documents and groups read worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from crossclaim.evaluate.measure import ComparableClaim, JsonObject, comparable, quoted
from crossclaim.evaluate.pairing import pair_claims
from crossclaim.evaluate.score import COMPONENTS, MEASURES, Tally, tally_document

__all__ = ["Compared", "ErrorKind", "compare", "error_kinds", "intervals", "reliability", "write_report"]

SLOTS = ("side_a", "side_b", "place", "time")
SAMPLES = 1000  # of the bootstrap
LEAST = 5  # gold claims of a group that is reported on its own
ROWS = 10  # of each table

Table = list[tuple[str, ...]]


@dataclass(frozen=True)
class Compared:
    """One document's gold and predicted claims, and which of them answer each other."""

    document: JsonObject
    gold: Sequence[JsonObject]
    predicted: Sequence[JsonObject]
    wanted: Sequence[ComparableClaim]
    found: Sequence[ComparableClaim]
    pairs: Mapping[int, int]
    tallies: Mapping[str, Tally]

    def paired(self) -> Iterator[tuple[ComparableClaim, ComparableClaim]]:
        """Gold claims with the claims that answer them."""
        return ((self.wanted[i], self.found[j]) for i, j in self.pairs.items())

    def spurious(self) -> list[JsonObject]:
        """Claims that answer no gold claim."""
        answering = set(self.pairs.values())
        return [claim for at, claim in enumerate(self.predicted) if at not in answering]

    def missed(self) -> list[JsonObject]:
        """Gold claims that no claim answers."""
        return [claim for at, claim in enumerate(self.gold) if at not in self.pairs]


class ErrorKind(NamedTuple):
    """A kind of error, how often it was made, and by how much the mean of components would rise without it."""

    component: str
    kind: str
    number: int
    cost: float


def compare(
    documents: Iterable[JsonObject], gold: Iterable[JsonObject], predicted: Iterable[JsonObject]
) -> list[Compared]:
    """Every document that gold has an entry for, its claims paired as the score pairs them."""
    texts = {document["doc"]: document for document in documents}
    read = {str(entry.get("doc")): entry.get("claims") or [] for entry in predicted}
    compared = []
    for entry in gold:
        claims = read.get(entry["doc"], [])
        wanted, found = [comparable(claim) for claim in entry["claims"]], [comparable(claim) for claim in claims]
        compared.append(
            Compared(
                texts[entry["doc"]],
                entry["claims"],
                claims,
                wanted,
                found,
                pair_claims(wanted, found),
                tally_document(wanted, found),
            )
        )
    return compared


def _total(compared: Iterable[Compared]) -> dict[str, Tally]:
    tallies = dict.fromkeys(MEASURES, Tally())
    for one in compared:
        tallies = {name: tallies[name].plus(one.tallies[name]) for name in MEASURES}
    return tallies


def _value(tallies: Mapping[str, Tally], name: str) -> float | None:
    if name != "mean":
        return tallies[name].f1
    values = [tallies[component].f1 for component in COMPONENTS]
    return None if None in values else sum(value or 0.0 for value in values) / len(values)


def intervals(compared: Sequence[Compared], *, samples: int = SAMPLES, seed: int = 1) -> dict[str, tuple[float, float]]:
    """95% intervals of every measure by bootstrap over documents; a measure with nothing to measure is left out."""
    if not compared:
        return {}
    counts = np.array([[one.tallies[name] for name in MEASURES] for one in compared])  # [documents, measures, 3]
    drawn = np.random.default_rng(seed).integers(len(compared), size=(samples, len(compared)))
    sums = np.array([counts[row].sum(axis=0) for row in drawn], dtype=float)
    items = sums[:, :, 1] + sums[:, :, 2]
    values = np.divide(2 * sums[:, :, 0], items, out=np.full_like(items, np.nan), where=items > 0)
    columns = dict(zip(MEASURES, values.T, strict=True))
    columns["mean"] = np.mean([columns[name] for name in COMPONENTS], axis=0)
    known = {name: column[~np.isnan(column)] for name, column in columns.items()}
    return {
        name: (float(np.quantile(column, 0.025)), float(np.quantile(column, 0.975)))
        for name, column in known.items()
        if len(column)
    }


def error_kinds(compared: Sequence[Compared]) -> list[ErrorKind]:
    """The kinds of errors, the costliest first.

    A claim missed or spurious costs every component it carries; in a pair a slot is wrong, missed (gold has one) or
    extra (gold has none).
    """
    tallies = _total(compared)
    kinds = [
        _whole_claims("missed", [one.wanted[at] for one in compared for at in _left(one.wanted, one.pairs)], tallies),
        _whole_claims(
            "spurious", [one.found[at] for one in compared for at in _left(one.found, one.pairs.values())], tallies
        ),
    ]
    for slot in SLOTS:
        counted = Counter(_slot_error(slot, *pair) for one in compared for pair in one.paired())
        kinds += [_priced(slot, kind, counted[kind], tallies) for kind in ("wrong", "missed", "extra")]
    for component in ("type", "attribution"):
        wrong = sum(len(one.pairs) - one.tallies[component].right for one in compared)
        kinds.append(_priced(component, "wrong", wrong, tallies))
    missed = sum((a.figures - b.figures).total() for one in compared for a, b in one.paired())
    extra = sum((b.figures - a.figures).total() for one in compared for a, b in one.paired())
    kinds += [_priced("figures", "missed", missed, tallies), _priced("figures", "extra", extra, tallies)]
    return sorted(kinds, key=lambda kind: -kind.cost)


def _left(claims: Sequence[ComparableClaim], paired: Iterable[int]) -> list[int]:
    taken = set(paired)
    return [at for at in range(len(claims)) if at not in taken]


def _slot_error(slot: str, gold: ComparableClaim, predicted: ComparableClaim) -> str:
    wanted, found = getattr(gold, slot), getattr(predicted, slot)
    if not wanted or not found:
        return "none" if not wanted and not found else "extra" if found else "missed"
    return "right" if (wanted == found if slot == "time" else wanted & found) else "wrong"


def _priced(component: str, kind: str, number: int, tallies: Mapping[str, Tally]) -> ErrorKind:
    """What mending all errors of a kind would add to the mean."""
    before = tallies[component]
    mended = {
        "wrong": Tally(number, 0, 0),
        "missed": Tally(number, 0, number),
        "extra": Tally(0, 0, -number),
    }[kind]
    return ErrorKind(component, kind, number, ((before.plus(mended).f1 or 0.0) - (before.f1 or 0.0)) / len(COMPONENTS))


def _whole_claims(kind: str, claims: Sequence[ComparableClaim], tallies: Mapping[str, Tally]) -> ErrorKind:
    cost = 0.0
    for component in COMPONENTS:
        items = sum(_items(component, claim) for claim in claims)
        mended = Tally(items, 0, items) if kind == "missed" else Tally(0, 0, -items)
        cost += ((tallies[component].plus(mended).f1 or 0.0) - (tallies[component].f1 or 0.0)) / len(COMPONENTS)
    return ErrorKind("claim", kind, len(claims), cost)


def _items(component: str, claim: ComparableClaim) -> int:
    if component in SLOTS:
        return int(bool(getattr(claim, component)))
    return claim.figures.total() if component == "figures" else 1


def reliability(compared: Iterable[Compared], bins: int = 5) -> list[tuple[float, float, int]]:
    """For claims with a score, by equal parts of the scale: mean score, share that a gold claim answers, number."""
    judged = [
        (float(claim["score"]), at in answering)
        for one in compared
        for answering in [set(one.pairs.values())]
        for at, claim in enumerate(one.predicted)
        if claim.get("score") is not None
    ]
    rows = []
    for at in range(bins):
        inside = [(score, right) for score, right in judged if max(0, min(int(score * bins), bins - 1)) == at]
        if inside:
            mean = sum(score for score, _ in inside) / len(inside)
            rows.append((mean, sum(right for _, right in inside) / len(inside), len(inside)))
    return rows


def write_report(compared: Sequence[Compared]) -> str:
    """The report in Markdown."""
    tallies, edges = _total(compared), intervals(compared)
    sections = [
        f"# Errors in {len(compared)} documents",
        _section(
            "Scores, with 95% intervals over documents",
            ("measure", "F1", "from", "to", "right", "gold", "read"),
            [_score_row(name, tallies, edges) for name in (*MEASURES, "mean")],
        ),
        _section(
            "What costs most (rise of the mean were all of a kind mended)",
            ("component", "error", "number", "cost"),
            [(kind.component, kind.kind, str(kind.number), f"{kind.cost:.3f}") for kind in error_kinds(compared)],
        ),
        _section("Types confused", ("gold", "read as", "number"), _confusions(compared)),
        _section("Claims that annotators do not make", ("where", "number"), _counted(_where(one) for one in compared)),
        _section("Worst documents", ("document", "gold", "read", "paired", "mean"), _worst(compared)),
        *(
            _section(
                f"By {name} (the {ROWS} largest with {LEAST} gold claims or more)",
                (name, "gold", "found", "components right"),
                _by(compared, key),
            )
            for name, key in _GROUPINGS.items()
        ),
        _section(
            "Scores of claims against the share that is right",
            ("mean score", "right", "claims"),
            [(f"{mean:.2f}", f"{right:.2f}", str(number)) for mean, right, number in reliability(compared)],
        ),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _section(title: str, head: tuple[str, ...], rows: Table) -> str:
    if not rows:
        return ""
    lines = [f"## {title}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)])


def _score_row(name: str, tallies: Mapping[str, Tally], edges: Mapping[str, tuple[float, float]]) -> tuple[str, ...]:
    value = _value(tallies, name)
    low, high = edges.get(name, (None, None))
    numbers = tuple("" if number is None else f"{number:.3f}" for number in (value, low, high))
    return (name, *numbers, *(("", "", "") if name == "mean" else tuple(map(str, tallies[name]))))


def _confusions(compared: Iterable[Compared]) -> Table:
    counted = Counter((a.type or "", b.type or "") for one in compared for a, b in one.paired() if a.type != b.type)
    return [(gold, read, str(number)) for (gold, read), number in counted.most_common(ROWS)]


def _counted(each: Iterable[Iterable[str]]) -> Table:
    return [(name, str(number)) for name, number in Counter(one for part in each for one in part).most_common(ROWS)]


def _where(one: Compared) -> Iterator[str]:
    """Where a spurious claim stands: on words of a gold claim, on an occurrence told elsewhere, or apart from both."""
    text = str(one.document.get("text") or "")
    gold = [range(start, start + len(quote)) for start, quote in _located(text, one.gold)]
    told = {one.predicted[at].get("occurrence") for at in one.pairs.values()}
    for claim in one.spurious():
        start, quote = next(iter(_located(text, [claim])), (0, ""))
        shared = max((min(r.stop, start + len(quote)) - max(r.start, start) for r in gold), default=0)
        if shared > 0:
            yield "shares words with a gold claim"
        elif claim.get("occurrence") in told - {None}:
            yield "an occurrence that another claim tells, in other words"
        else:
            yield "apart from every gold claim"


def _located(text: str, claims: Iterable[JsonObject]) -> Iterator[tuple[int, str]]:
    for claim in claims:
        quote = quoted(claim.get("quote"))
        given = claim["quote"].get("start") if isinstance(claim.get("quote"), Mapping) else None
        start = given if isinstance(given, int) else text.find(quote)
        if quote and start >= 0:
            yield start, quote


def _worst(compared: Sequence[Compared]) -> Table:
    def share(one: Compared) -> float:
        right = sum(one.tallies[name].right for name in COMPONENTS)
        items = sum(one.tallies[name].gold + one.tallies[name].predicted for name in COMPONENTS)
        return 2 * right / items if items else 1.0

    return [
        (
            str(one.document["doc"]),
            str(len(one.gold)),
            str(len(one.predicted)),
            str(len(one.pairs)),
            f"{share(one):.2f}",
        )
        for one in sorted(compared, key=share)[:ROWS]
    ]


Key = Callable[[JsonObject, JsonObject], str | None]


def _of(claim: JsonObject, part: str, name: str) -> str | None:
    value = claim.get(part)
    return value.get(name) if isinstance(value, Mapping) else None


_GROUPINGS: Mapping[str, Key] = {
    "outlet": lambda document, _: document.get("outlet"),
    "country": lambda _, claim: _of(claim, "place", "country"),
    "accused or acting party": lambda _, claim: _of(claim, "side_a", "name"),
    "asserter": lambda _, claim: _of(claim, "attribution", "kind"),
    "type": lambda _, claim: claim.get("type"),
    "modality": lambda _, claim: claim.get("modality"),
}


def _by(compared: Iterable[Compared], key: Key) -> Table:
    """By group of gold claims: how many were found, and what share of the components of those is right."""
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in compared:
        for at, claim in enumerate(one.gold):
            name = str(key(one.document, claim) or "")
            if not name:
                continue
            gold[name] += 1
            if at in one.pairs:
                found[name] += 1
                right[name] += _agreeing(one.wanted[at], one.found[one.pairs[at]])
    return [
        (name, str(number), f"{found[name] / number:.2f}", _share(right[name], found[name] * len(COMPONENTS)))
        for name, number in gold.most_common(ROWS)
        if number >= LEAST
    ]


def _agreeing(gold: ComparableClaim, predicted: ComparableClaim) -> int:
    """How many components of a pair agree; both leaving one open is agreement."""
    slots = sum(_slot_error(slot, gold, predicted) in {"right", "none"} for slot in SLOTS)
    tallies = tally_document([gold], [predicted])
    others = tallies["type"].right + tallies["attribution"].right
    return slots + others + int(gold.figures == predicted.figures)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else ""
