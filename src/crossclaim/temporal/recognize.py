"""Finds time expressions and what their sentence makes of them."""

from __future__ import annotations

from itertools import pairwise, takewhile

from crossclaim.temporal.expressions import Parts, Relation, TimeExpression, TimeKind
from crossclaim.temporal.lexicon import Lexicon, load_lexicon
from crossclaim.temporal.points import FoundPoint, find_points
from crossclaim.temporal.tokens import Token, read_tokens

__all__ = ["find_times"]

# How many words around a time are read; bounds that keep the stage linear.
CLAUSE_TOKENS = 24
SAYING_TOKENS = 7
ONSET_TOKENS = 10

_RANGE_KINDS = frozenset(
    {TimeKind.DATE, TimeKind.WEEKDAY, TimeKind.MONTH, TimeKind.YEAR, TimeKind.SEASON, TimeKind.MONTH_DAY}
)
_RANGE_WORDS = frozenset({"to", "until", "till", "through", "into", "-", "–", "—", "/"})
_PAIR_WORDS = _RANGE_WORDS | {"and", "or", "then"}
_CLAUSE_ENDS = frozenset('.;:!?\n"“”•')


def find_times(text: str, start: int = 0, end: int | None = None) -> list[TimeExpression]:
    """The time expressions in ``text[start:end]``, in order and disjoint.

    >>> text = "Nine traders died in a raid on Sunday, a nurse said on Monday."
    >>> [(text[time.start:time.end], time.reporting) for time in find_times(text)]
    [('on Sunday', False), ('on Monday', True)]
    """
    lexicon = load_lexicon()
    tokens = read_tokens(text, start, len(text) if end is None else end, lexicon)
    codes = "".join(token.code for token in tokens)
    found = _join_ranges(find_points(tokens, codes, lexicon), tokens)
    floors = [0, *(point.stop for point in found)]
    return [_expression(point, tokens, floor, lexicon) for point, floor in zip(found, floors, strict=False)]


# Ranges


def _join_ranges(found: list[FoundPoint], tokens: list[Token]) -> list[FoundPoint]:
    joined: list[FoundPoint] = []
    for point in found:
        if joined and _is_range(joined[-1], point, tokens):
            cores = (*joined[-1].cores, *point.cores)
            joined[-1] = joined[-1]._replace(stop=point.stop, last=point.parts, kind=point.kind, cores=cores)
        elif joined and _opens_hours(joined[-1], point, tokens):
            joined[-1] = point._replace(first=joined[-1].first)
        elif joined and _reaches_to_now(joined[-1], point):
            joined[-1] = joined[-1]._replace(stop=point.stop, relation=Relation.SINCE)
        else:
            joined.append(point)
    return joined


def _is_range(first: FoundPoint, last: FoundPoint, tokens: list[Token]) -> bool:
    """Whether two points are the ends of one: from Monday to Friday; late on Sunday and early on Monday."""
    overnight = first.kind is TimeKind.NIGHT and last.kind is TimeKind.WEEKDAY
    if last.last or {"dtg", "days"} & first.parts.keys() - last.parts.keys():
        return False
    if first.last or not (overnight or (first.kind in _RANGE_KINDS and last.kind is first.kind)):
        return False
    link = _link(first, last, tokens)
    if not link or not link <= _PAIR_WORDS:
        return False
    opens = tokens[first.first].text.lower() in {"between", "from"}
    if opens or link & _RANGE_WORDS:
        return True
    return (first.kind is TimeKind.WEEKDAY or _follow_each_other(first.parts, last.parts)) and "or" not in link


def _follow_each_other(first: Parts, last: Parts) -> bool:
    """Whether "31 July and 1 August" names two days in a row."""
    days = [parts.get("day") for parts in (first, last)]
    if not all(isinstance(day, int) for day in days) or "year" in first:
        return False
    return last["day"] == 1 and int(first["day"]) > 27


def _opens_hours(first: FoundPoint, last: FoundPoint, tokens: list[Token]) -> bool:
    """Whether a clock time opens the hours of a day: "from 9 a.m. to 5 p.m. on Sunday"."""
    is_clock = first.kind is TimeKind.PART and not first.parts.keys().isdisjoint({"hour", "hour_number"})
    hours = last.parts.keys() & {"lead_hour", "lead_hour_number"}
    return bool(is_clock and hours and _link(first, last, tokens) & _RANGE_WORDS)


def _reaches_to_now(first: FoundPoint, last: FoundPoint) -> bool:
    """Whether "until now" ends what "from 12 May" opens."""
    return first.stop == last.first and last.kind is TimeKind.VAGUE and "to_now" in last.parts and first.last is None


def _link(first: FoundPoint, last: FoundPoint, tokens: list[Token]) -> set[str]:
    """The words that join two points, empty where something else stands between them."""
    between = [token.text.lower() for token in tokens[first.stop : min(last.first + 1, first.stop + 4)]]
    words = between if len(between) > 1 and between[-1] in _PAIR_WORDS else between[:-1]
    if last.first == first.stop:
        words = between[:1]
    return set(words) if last.first - first.stop < 3 else set()


# What the sentence makes of it


def _expression(point: FoundPoint, tokens: list[Token], floor: int, lexicon: Lexicon) -> TimeExpression:
    before = [token.text.lower() for token in tokens[max(floor, point.first - CLAUSE_TOKENS) : point.first]]
    clause = _last_clause(before)
    after = _first_clause([token.text.lower() for token in tokens[point.stop : point.stop + CLAUSE_TOKENS // 3]])
    since = _since(point, clause, lexicon)
    first = point.first - since
    reporting = not since and _is_reporting(
        tokens[max(floor, point.first - SAYING_TOKENS) : point.first],
        after,
        lexicon,
        is_possessive="tail_possessive" in point.parts,
    )
    onset = lexicon.classes["onset"]
    kind, parts = _lasting(point, clause, after, tokens, lexicon) or (point.kind, point.parts)
    for_day = point.kind is TimeKind.WEEKDAY and tokens[point.first].text.lower() in lexicon.classes["for_day"]
    return TimeExpression(
        start=tokens[first].start,
        end=tokens[point.stop - 1].end,
        kind=kind,
        relation=Relation.SINCE if since else point.relation,
        parts=parts,
        last=point.last,
        reporting=reporting,
        forward=not reporting and (for_day or _is_ahead(clause, after, lexicon)),
        onset=not since and not onset.isdisjoint(clause[-ONSET_TOKENS:]),
        points=tuple((tokens[begin].start, tokens[stop - 1].end) for begin, stop in point.cores),
    )


def _last_clause(words: list[str]) -> list[str]:
    for place in range(len(words) - 1, -1, -1):
        if words[place][0] in _CLAUSE_ENDS:
            return words[place + 1 :]
    return words


def _first_clause(words: list[str]) -> list[str]:
    for place, word in enumerate(words):
        if word[0] in _CLAUSE_ENDS:
            return words[:place]
    return words


def _since(point: FoundPoint, clause: list[str], lexicon: Lexicon) -> int:
    """How many words back the "since" of "since the uprising broke out in April 2017" stands, 0 where there is none."""
    if point.relation is not Relation.ON or not point.kind.places or "since" not in clause:
        return 0
    back = clause[::-1].index("since") + 1
    return back if not lexicon.classes["onset"].isdisjoint(clause[-back:]) else 0


def _lasting(
    point: FoundPoint, clause: list[str], after: list[str], tokens: list[Token], lexicon: Lexicon
) -> tuple[TimeKind, Parts] | None:
    """The days up to that of writing, where a length is told of what lasts still; None where it may be over.

    "Has been under siege for two years", "the five-year conflict". "More than a year" does not say since when.
    """
    is_length = point.kind is TimeKind.DURATION and {"count", "unit"} <= point.parts.keys()
    if not is_length or point.relation is not Relation.ON:
        return None
    words = [token.text.lower() for token in tokens[point.first : point.stop]]
    if words[0] == "for":
        tenses = lexicon.classes["perfect"] | lexicon.classes["other_tense"]
        tense = next((word for word in reversed(clause) if word in tenses), None)
        lasts = tense in lexicon.classes["perfect"]
    else:
        lasts = point.parts["unit"] not in {"hour", "day"} and not lexicon.classes["goes_on"].isdisjoint(after[:2])
    if not lasts:
        return None
    if lexicon.classes["more"].isdisjoint(words):
        return TimeKind.LASTING, point.parts
    return TimeKind.LASTING, {"unit": point.parts["unit"], "plural": 1}


def _is_ahead(clause: list[str], after: list[str], lexicon: Lexicon) -> bool:
    future = lexicon.classes["future"]
    is_to = any(word == "to" and verb in {"is", "are"} for verb, word in pairwise(clause))
    own = takewhile(lambda word: word not in _NEXT_CLAUSE, after)
    is_timetable = not lexicon.classes["scheduled"].isdisjoint(clause[-1:])
    return is_to or is_timetable or not future.isdisjoint(clause) or "will" in own


# "signed a truce on Friday under which prisoners will be exchanged": the signing is past.
_NEXT_CLAUSE = frozenset({",", "which", "that", "who", "whom", "under", "when", "and", "but", "after", "before"})


def _is_reporting(before: list[Token], after: list[str], lexicon: Lexicon, *, is_possessive: bool) -> bool:
    """Whether it belongs to a verb of saying: before it ("told reporters on Sunday") or behind ("on Sunday said")."""
    verbs, company = lexicon.classes["reporting"] | lexicon.classes["issued"], lexicon.classes["audience"]
    for place in () if is_possessive else range(len(before) - 1, -1, -1):
        token = before[place]
        word = token.text.lower()
        if word in verbs:
            passive = place > 0 and before[place - 1].text.lower() in {"was", "were", "been"}
            return not (passive and word in lexicon.classes["addressed"])
        if word not in company and not token.text[0].isupper():
            break
    words = after[1:] if after and after[0].endswith("ly") else after
    return bool(before) and bool(words) and words[0] in lexicon.classes["reporting"] and words[1:2] != ["the"]
