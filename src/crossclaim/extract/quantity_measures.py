"""What an amount measures where it counts nothing: money, time, age, distance, a name's own number."""

from __future__ import annotations

from crossclaim.extract.counted_nouns import is_plural
from crossclaim.extract.quantity_amounts import (
    DASHES,
    Amount,
    Found,
    Reader,
    bounded,
    cardinal_at,
    counts_any_of,
    counts_persons,
    counts_plural,
    counts_something,
    is_old_year,
    is_year,
    measured,
)
from crossclaim.model import Operator, Unit

__all__ = ["compound_unit", "read_measure", "unit_after"]

_OLDEST = 110  # years of age
_HOURS = 24
_MOST_SHARES = 10  # "two out of three" is a share, "12 out of 20 rockets" a count


def read_measure(reader: Reader, amount: Amount) -> Found | None:
    """The mention of an amount that is no count, None where it may be one."""
    for classify in (
        _as_money,
        _as_name,
        _as_share,
        _as_score,
        _as_clock,
        _as_measure,
        _as_age,
        _as_year,
        _as_designation,
        _as_decimal,
    ):
        if found := classify(reader, amount):
            return found
    return None


def _as_money(reader: Reader, amount: Amount) -> Found | None:
    if not amount.currency:
        return None
    end, factor = amount.end, 1
    scaled = end + (reader.low(end) in {"us", "u.s."})
    if multiplier := reader.lexicon.multipliers.get(reader.low(scaled)):  # "$82 US billion"
        end, factor = scaled + 1, multiplier
    if (unit := reader.lexicon.units.longest(reader.lexemes, end)) and unit[0] is Unit.MONEY:
        end = unit[1]
    return reader.mention(amount.first, end, bounded(amount, Unit.MONEY, factor))


def _as_name(reader: Reader, amount: Amount) -> Found | None:
    """A number that is part of a name: "the Seven Hills hotel", "7 Brigade", "5G"."""
    number, following = reader.lexemes[amount.number], reader.lexemes[amount.end]
    if amount.hedged or amount.currency or following.kind != "word" or amount.op is Operator.RANGE:
        return None
    spelled = number.kind == "word" and number.capital and following.capital
    # In a headline every word has a capital.
    headline = reader.lexemes[amount.end + 1].capital or following.low in reader.lexicon.plural_nouns
    named = spelled and not headline and reader.low(amount.first - 1) in {"the", "of", "at", "in", "near"}
    formation = number.kind == "number" and following.capital and reader.is_in(amount.end, "formation")
    glued = following.start == reader.lexemes[amount.end - 1].end and len(following.low) < 3
    # "a 12 member delegation" lost its hyphen.
    joined = (
        reader.low(amount.first - 1) in {"a", "an"} and amount.high > 1 and not is_plural(following, reader.lexicon)
    )
    joined = joined and following.low in reader.lexicon.singular_nouns | reader.lexicon.words["joined_noun"]
    if named or formation or joined or (glued and following.low not in reader.lexicon.unit_of and following.low != "x"):
        return reader.mention(amount.first, amount.end, measured(Unit.OTHER))
    return None


def _as_share(reader: Reader, amount: Amount) -> Found | None:
    """One in five, two out of three."""
    out_of = reader.low(amount.end) == "out" and reader.low(amount.end + 1) == "of"
    # "One in five", "two in three homes": at the start of a clause, as "killed two in three raids" are two.
    opens = amount.high == 1 or (
        amount.high < _MOST_SHARES and reader.lexemes[amount.first - 1].kind in {"mark", "sign", "end"}
    )
    if not out_of and not (opens and reader.low(amount.end) == "in"):
        return None
    whole = cardinal_at(reader, amount.end + 1 + out_of + (reader.low(amount.end + 1 + out_of) == "every"))
    if whole is None or not amount.high < whole.value <= (_MOST_SHARES if out_of or amount.high > 1 else 10**6):
        return None
    return reader.mention(amount.first, whole.end, measured(Unit.PERCENT))


def _as_score(reader: Reader, amount: Amount) -> Found | None:
    """A score or a code: "3-1", "won 1-2"."""
    if amount.op is Operator.RANGE:
        near_score = reader.is_in(amount.first - 1, "score_before") or reader.is_in(amount.end, "score_before")
        is_score = reader.low(amount.number + 1) in DASHES and near_score
        return reader.mention(amount.first, amount.end, measured(Unit.OTHER)) if is_score else None
    dash, second = amount.end, amount.end + 1
    if reader.low(dash) not in DASHES or reader.lexemes[second].kind != "number":
        return None
    if (
        reader.lexemes[dash].start != reader.lexemes[dash - 1].end
        or reader.lexemes[second].start != reader.lexemes[dash].end
    ):
        return None
    return reader.mention(amount.first, second + 1, measured(Unit.OTHER))


def _as_clock(reader: Reader, amount: Amount) -> Found | None:
    """At 9.30; at 1830; ten past eight; half past six."""
    number, before = reader.lexemes[amount.number], reader.low(amount.first - 1)
    if reader.low(amount.end) == "past" and (hour := cardinal_at(reader, amount.end + 1)) and hour.value <= _HOURS:
        return reader.mention(amount.first, hour.end, measured(Unit.TIME))
    past = before == "past" and reader.low(amount.first - 2) in {"half", "quarter"} and amount.high <= _HOURS
    at = before in {"at", "until", "till", "around", "about"} or (reader.low(amount.first) in {"about", "around"})
    written = number.kind == "number" and _looks_like_clock(number.low)
    if past or (at and written and not unit_after(reader, amount.end) and not counts_plural(reader, amount.end)):
        return reader.mention(amount.first, amount.end, measured(Unit.TIME))
    return None


def _looks_like_clock(digits: str) -> bool:
    hour, _, minute = digits.partition(".") if "." in digits else (digits[:-2], "", digits[-2:])
    plain = len(minute) == 2 and minute.isdecimal() and hour.isdecimal() and len(hour) in {1, 2}
    return plain and int(hour) <= _HOURS and int(minute) < 60 and (len(hour) == 2 or "." in digits)


def _as_measure(reader: Reader, amount: Amount) -> Found | None:
    if joined := _joined_literal(reader, amount.end):
        return reader.mention(amount.first, amount.end, bounded(amount, joined))
    if found := unit_after(reader, amount.end):
        return reader.mention(amount.first, found[1], bounded(amount, found[0]))
    if amount.cardinal.suffix == "m" and not counts_plural(reader, amount.end):
        return reader.mention(amount.first, amount.end, bounded(amount, Unit.DISTANCE, 1e-6))
    return None


def _joined_literal(reader: Reader, at: int) -> Unit | None:
    """The unit of a literal joined on: "between 2 and 3 a.m.", "5 or 6-year-old", "120 and 155mm guns"."""
    at += reader.low(at) in DASHES and reader.low(at + 1) in {"to", "or", "and"}  # 15- to 17-year-olds
    joint, literal = reader.low(at), reader.lexemes[at + 1]
    if joint in {"or", "to"} and literal.kind == "word" and literal.low.partition("-")[0] in reader.lexicon.cardinals:
        return compound_unit(reader, literal.low) if "-" in literal.low else None  # two- or three-day
    kinds = {"clock", "calibre"} if joint == "and" else {"clock", "calibre", "age", "compound"}
    if joint not in {"and", "or", "to", "-", "–"} or literal.kind not in kinds:
        return None
    return compound_unit(reader, literal.low) if literal.kind == "compound" else reader.lexicon.literals[literal.kind]


def unit_after(reader: Reader, at: int) -> tuple[Unit, int] | None:
    """The unit that follows at ``at``, over a filler or two: "three more days", "dozens of miles"."""
    units, lexemes = reader.lexicon.units, reader.lexemes
    for skipped in range(3):
        found = units.longest(lexemes, at + skipped)
        if found and (not skipped or found[0] in {Unit.DURATION, Unit.DISTANCE, Unit.MASS, Unit.MONEY, Unit.OTHER}):
            return None if _is_misread_unit(reader, at, found[1]) else found
        if lexemes[at + skipped].low not in reader.lexicon.fillers:
            return None
    return None


def _is_misread_unit(reader: Reader, at: int, end: int) -> bool:
    # "two second-hand lorries", "five third parties", "six m" of a name: single letters must touch or end the phrase.
    word = reader.low(at)
    if word in {"second", "third"}:
        return counts_something(reader, end)
    return word in {"g", "h", "m"} and reader.lexemes[at].start > reader.lexemes[at - 1].end + 1


def compound_unit(reader: Reader, word: str) -> Unit:
    """The unit that the second part of a compound tells: "eight-month", "500-pound", "41-degree"."""
    parts = word.replace("‑", "-").split("-")[1:]
    if parts[-1] in {"old", "olds"}:
        return Unit.AGE
    if parts[0] in reader.lexicon.words["month"]:
        return Unit.DATE
    units = (reader.lexicon.unit_of.get(part) for part in parts)
    return next((unit for unit in units if unit), Unit.OTHER)


def _as_age(reader: Reader, amount: Amount) -> Found | None:
    if amount.high > _OLDEST or reader.lexemes[amount.number].kind not in {"number", "word"}:
        return None
    if _has_age_cue(reader, amount) or _continues_age(reader, amount) or _is_apposition(reader, amount):
        return reader.mention(amount.first, amount.end, bounded(amount, Unit.AGE))
    return None


def _has_age_cue(reader: Reader, amount: Amount) -> bool:
    before = amount.first - 1
    if reader.low(before) == "of" and reader.is_in(before - 1, "age_before"):
        return True
    if reader.low(before) == "of" and reader.is_in(before - 1, "age_of"):
        return not counts_something(reader, amount.end) and reader.low(before - 2) in {"a", "an", "the"}
    if reader.low(before) in {"from", "just", "only", "barely"}:
        before -= 1
    if reader.is_in(before, "age_before"):
        return True
    if reader.low(before) in {"was", "is"} and _is_person(reader, before - 1):
        return reader.low(amount.end) in {",", ".", ";", ")", "and", "when", "at", ""}
    bound = reader.low(amount.first) in {"under", "over", "below", "above"}
    return bound and reader.is_in(before, "age_under") and not counts_something(reader, amount.end)


def _is_person(reader: Reader, at: int) -> bool:
    if reader.low(at) in {"he", "she", "who"}:
        return True
    return _is_name(reader, at) and reader.low(at - 1) in {"", ".", ",", "and", "but", "that"}


def _continues_age(reader: Reader, amount: Amount) -> bool:
    """Aged 19 and 22."""
    if reader.last is None or reader.last.quantity.unit is not Unit.AGE or amount.first < 2:
        return False
    joined = reader.low(amount.first - 1) in {",", "and", "or", "to", "&"}
    before = amount.first - (3 if reader.low(amount.first - 2) == "," else 2)
    adjacent = before >= 0 and reader.lexemes[before].end == reader.last.end
    adjacent &= reader.lexemes[before].kind == "number" or reader.low(before) in reader.lexicon.cardinals
    return joined and adjacent and not counts_something(reader, amount.end) and not amount.hedged


def _is_apposition(reader: Reader, amount: Amount) -> bool:
    """Karim, 27, said ...; a teacher, 31; Omar Saleh (44)."""
    if amount.hedged or amount.cardinal.multiplier > 1 or amount.op is Operator.RANGE:
        return False
    mark, named = reader.low(amount.first - 1), amount.first - 2
    if mark == "(":
        return reader.low(amount.end) == ")" and _is_name(reader, named) and _is_name(reader, named - 1)
    if mark == ",":
        person = _is_name(reader, named) or reader.low(named) in reader.lexicon.words["person"]
        if reader.low(named) in reader.lexicon.person_plurals and reader.low(amount.end) == "and":
            return cardinal_at(reader, amount.end + 1) is not None and not counts_plural(reader, amount.end + 2)
        closes = {",", ".", ";", ")", ""} if reader.lexemes[amount.number].kind == "number" else {","}
        return person and reader.low(amount.end) in closes
    return _is_name(reader, named + 1) and _is_name(reader, named) and reader.is_in(amount.end, "reporting_verb")


def _is_name(reader: Reader, at: int) -> bool:
    return at >= 0 and reader.lexemes[at].kind == "word" and reader.lexemes[at].capital and not reader.is_in(at, "stop")


def _as_year(reader: Reader, amount: Amount) -> Found | None:
    if amount.op is Operator.RANGE and is_year(reader, amount.number) and is_year(reader, amount.end - 1):
        return reader.mention(amount.first, amount.end, measured(Unit.DATE))  # between 2012 and 2016
    if amount.end != amount.number + 1 or amount.cardinal.suffix or not _names_year(reader, amount):
        return None
    return reader.mention(amount.first, amount.end, measured(Unit.DATE))


def _names_year(reader: Reader, amount: Amount) -> bool:
    before, after = amount.first - 1, amount.end
    if reader.is_in(before, "year_before_always") and is_old_year(reader, amount.number):
        return True
    if not is_year(reader, amount.number):
        return False
    if amount.hedged:
        return reader.low(amount.first) in {"about", "around", "circa", "ca"} and not counts_something(reader, after)
    if reader.is_in(before, "year_before"):
        return not counts_persons(reader, after)
    return not counts_any_of(reader, after, reader.lexicon.plural_nouns)


def _as_designation(reader: Reader, amount: Amount) -> Found | None:
    before = amount.first - 1
    if amount.hedged or before < 0 or amount.cardinal.suffix:
        return None
    plain = (
        reader.is_in(before, "plain_designation")
        and not counts_plural(reader, amount.end)
        and reader.low(before - 1) not in {"the", "a", "an", "this", "that", "their", "its", "last", "every", "one"}
    )
    named = (
        reader.is_in(before, "designation")
        and reader.lexemes[before].capital
        and not counts_persons(reader, amount.end)
    )
    spelled = reader.lexemes[amount.number].kind != "number"
    if (
        spelled
        and reader.lexemes[amount.number].capital
        and reader.low(before) == "of"
        and reader.is_in(before - 1, "named_by_size")
    ):
        return reader.mention(amount.first, amount.end, measured(Unit.OTHER))
    if not (plain or (named and (not spelled or before > 0 or reader.lexemes[amount.number].capital))):
        return None
    return reader.mention(before, amount.end, measured(Unit.OTHER))


def _as_decimal(reader: Reader, amount: Amount) -> Found | None:
    if isinstance(amount.low, int) and isinstance(amount.high, int):
        return None
    return reader.mention(amount.first, amount.end, bounded(amount, Unit.OTHER))
