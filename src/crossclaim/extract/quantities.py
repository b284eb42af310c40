"""Numbers in a report, each with what it measures and, for a count, the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crossclaim.extract.counted_nouns import NounPhrase, continues_noun, is_plural, read_counted_noun
from crossclaim.extract.number_words import Cardinal, read_cardinal
from crossclaim.extract.quantity_lexicon import Lexeme, QuantityLexicon, find_lexemes, load_quantity_lexicon
from crossclaim.model import Operator, Quantity, Unit

__all__ = ["QuantityMention", "find_quantities", "find_singular_counts"]

_YEARS = range(1900, 2100)
_OLD_YEARS = range(1000, 2100)  # after "in" or "since"
_OLDEST = 110  # years of age
_HOURS = 24
_SMALL = 5  # "over two villages" is a place, "over 20 villages" a number
_MOST_SHARES = 10  # "two out of three" is a share, "12 out of 20 rockets" a count
_DASHES = frozenset("-‑–—~")
_MOST_MODIFIERS = 6


class QuantityMention(NamedTuple):
    """A quantity at ``text[start:end]``, hedge included; ``of`` is the range of the noun phrase it counts."""

    start: int
    end: int
    quantity: Quantity
    of: tuple[int, int] | None


class _Amount(NamedTuple):
    """A number with its hedges: lexemes ``first`` to ``end``, its own words beginning at ``number``."""

    first: int
    number: int
    end: int
    op: Operator
    low: int | float
    high: int | float
    cardinal: Cardinal  # the last one, for its suffix
    hedged: bool
    currency: bool


@dataclass(slots=True)
class _Reader:
    lexemes: list[Lexeme]
    lexicon: QuantityLexicon
    last: QuantityMention | None = None

    def low(self, at: int) -> str:
        return self.lexemes[at].low if at >= 0 else ""

    def is_in(self, at: int, words: str) -> bool:
        return self.low(at) in self.lexicon.words[words]

    def mention(
        self, first: int, end: int, quantity: Quantity, phrase: NounPhrase | None = None
    ) -> tuple[QuantityMention, int]:
        """The mention of lexemes ``first`` to ``end``, and where to read on."""
        of = (self.lexemes[phrase.first].start, self.lexemes[phrase.end - 1].end) if phrase else None
        return QuantityMention(self.lexemes[first].start, self.lexemes[end - 1].end, quantity, of), end


_Found = tuple[QuantityMention | None, int]


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """The quantities of ``text[start:end]`` in order.

    Mentions do not overlap, but the noun phrase of one may hold another: "Three T-72 tanks". Bounds follow the words:
    "at least 12" has no high, "dozens" (vague) neither, "about 40" is taken at its value. Bare articles are left to
    ``find_singular_counts``.
    """
    reader = _Reader(find_lexemes(text, start, end), load_quantity_lexicon())
    return list(_mentions(reader))


def find_singular_counts(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """The phrases of ``text[start:end]`` that count one by an article: "a child", "an army helicopter", "another man".

    The mention covers article and noun phrase. Only nouns of the lexicon count, and none that speaks ("a resident
    said"); whether it is a figure is for claim assembly to say.
    """
    reader = _Reader(find_lexemes(text, start, end), load_quantity_lexicon())
    return [
        reader.mention(at, phrase.end, _exactly(1), phrase)[0]
        for at, lexeme in enumerate(reader.lexemes)
        if lexeme.low in {"a", "an", "another"} and (phrase := _singular_phrase(reader, at + 1))
    ]


def _mentions(reader: _Reader) -> Iterator[QuantityMention]:
    at = 0
    lexemes, triggers = reader.lexemes, reader.lexicon.triggers
    while lexemes[at].kind != "end":
        kind, low = lexemes[at].kind, lexemes[at].low
        if (kind == "word" or kind == "plain" or kind == "mark") and low not in triggers and "-" not in low[1:-1]:
            at += 1
            continue
        mention, at = _read(reader, at)
        if mention:
            reader.last = mention
            yield mention


def _read(reader: _Reader, at: int) -> _Found:
    for read in (_read_literal, _read_date, _read_amount, _read_vague, _read_zero, _read_ordinal, _read_compound):
        if found := read(reader, at):
            return found
    return None, at + 1


# --- literals, dates, ordinals, compounds ---


def _read_literal(reader: _Reader, at: int) -> _Found | None:
    lexeme = reader.lexemes[at]
    if lexeme.kind not in reader.lexicon.literals:
        return None
    if (end := _date_end(reader, at)) is not None:  # 15th of June
        return reader.mention(at, end, _measured(Unit.DATE))
    unit = reader.lexicon.literals[lexeme.kind]
    if unit is None:
        return None, at + 1
    if reader.is_in(at - 1, "currency_before") and lexeme.kind == "compound":
        unit = Unit.MONEY  # $300-a-month
    elif lexeme.kind == "pair" and reader.is_in(at - 1, "day_before") and "/" in lexeme.low:
        unit = Unit.DATE  # on 10/06
    elif lexeme.kind == "compound":
        unit = _compound_unit(reader, lexeme.low)
    elif lexeme.kind == "ordinal":
        unit = _ordinal_unit(reader, at)
    return reader.mention(at, at + 1, _measured(unit))


def _read_date(reader: _Reader, at: int) -> _Found | None:
    end = _date_end(reader, at)
    return None if end is None else reader.mention(at, end, _measured(Unit.DATE))


def _read_ordinal(reader: _Reader, at: int) -> _Found | None:
    if reader.is_in(at, "decade"):
        own = reader.low(at - 1) in {"his", "her", "their"} or reader.low(at - 2) in {"his", "her", "their"}
        return reader.mention(at, at + 1, _measured(Unit.AGE if own else Unit.DATE))
    first, _, rest = reader.low(at).partition("-")  # twenty-first, third-largest
    share = first in reader.lexicon.cardinals and reader.lexicon.unit_of.get(rest) is Unit.PERCENT  # one-fifth
    if share or not {first, rest} & reader.lexicon.words["ordinal"]:
        return None
    return reader.mention(at, at + 1, _measured(_ordinal_unit(reader, at)))


def _ordinal_unit(reader: _Reader, at: int) -> Unit:
    """``other`` for the name of a formation ("55th Brigade", "the 33rd Front"), ``percent`` for a share."""
    if reader.low(at + 1) == "of" and reader.low(at - 1) in {"a", "one"}:
        return Unit.PERCENT
    following = reader.lexemes[at + 1]
    if reader.low(at - 1) == "the" and reader.is_in(at - 2, "day_before") and following.kind != "word":
        return Unit.DATE
    titled = reader.lexemes[at].kind == "ordinal" and following.kind == "word" and following.capital
    named = titled or any(reader.is_in(at + k, "numbered_unit") for k in (1, 2))
    return Unit.OTHER if named else Unit.ORDINAL


def _read_compound(reader: _Reader, at: int) -> _Found | None:
    """Eight-month, two-thirds, twenty-five-year-old: a number word with the unit joined on."""
    first, hyphen, _ = reader.low(at).replace("‑", "-").partition("-")
    if not hyphen or not (first in reader.lexicon.cardinals or first in reader.lexicon.multipliers):
        return None
    return reader.mention(at, at + 1, _measured(_compound_unit(reader, reader.low(at))))


def _compound_unit(reader: _Reader, word: str) -> Unit:
    parts = word.replace("‑", "-").split("-")[1:]
    if parts[-1] in {"old", "olds"}:
        return Unit.AGE
    if parts[0] in reader.lexicon.words["month"]:
        return Unit.DATE
    units = (reader.lexicon.unit_of.get(part) for part in parts)
    return next((unit for unit in units if unit), Unit.OTHER)


def _date_end(reader: _Reader, at: int) -> int | None:
    """The index behind a date of day and month, or month and year, that begins at ``at``."""
    if _is_month(reader, at):
        return _end_from_month(reader, at)
    if not _is_day(reader, at):
        return None
    after = _second_day(reader, at + 1)
    after += reader.low(after) == "of"
    return _with_year(reader, after + 1) if _is_month(reader, after) else None


def _end_from_month(reader: _Reader, at: int) -> int | None:
    at += (
        reader.low(at + 1) == "." and _is_day(reader, at + 2) and reader.lexemes[at].end - reader.lexemes[at].start < 5
    )
    if _is_year(reader, at + 1):
        return at + 2
    if reader.low(at + 1) == "," and _is_year(reader, at + 2):
        return at + 3
    if not _is_day(reader, at + 1) or (reader.lexemes[at + 1].kind == "word"):
        return None
    end = _with_year(reader, _second_day(reader, at + 2))
    if end == at + 2 and reader.is_in(at - 1, "month_as_period") and _counts_plural(reader, end):
        return None  # In March 21 people were killed
    return end


def _with_year(reader: _Reader, at: int) -> int:
    if _is_year(reader, at):
        return at + 1
    return at + 2 if reader.low(at) == "," and _is_year(reader, at + 1) else at


def _second_day(reader: _Reader, at: int) -> int:
    """The index behind "to 7" or "-7" in "5 to 7 June", ``at`` where the date has one day."""
    joined = reader.low(at) in {"to", "and", "or", "-", "–", "—", "&"}
    return at + 2 if joined and _is_day(reader, at + 1) and not _starts_count(reader, at + 1) else at


def _starts_count(reader: _Reader, at: int) -> bool:
    return _counts_plural(reader, at + 1) and not _is_month(reader, at + 1)


def _counts_plural(reader: _Reader, at: int) -> bool:
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    return phrase is not None and is_plural(reader.lexemes[phrase.end - 1], reader.lexicon)


def _is_month(reader: _Reader, at: int) -> bool:
    lexeme = reader.lexemes[at]
    if lexeme.low not in reader.lexicon.words["month"]:
        return False
    if lexeme.capital or lexeme.low not in reader.lexicon.words["ambiguous_month"]:
        return True
    return len(lexeme.low) > 3 or lexeme.low == "may" if reader.low(at - 2) == "on" else False


def _is_day(reader: _Reader, at: int) -> bool:
    lexeme = reader.lexemes[at]
    if lexeme.kind == "number":
        return len(lexeme.low) <= 2 and lexeme.low.isdecimal() and 1 <= int(lexeme.low) <= 31
    return lexeme.kind == "ordinal" or lexeme.low in reader.lexicon.words["ordinal"]


def _is_old_year(reader: _Reader, at: int) -> bool:
    low = reader.low(at)
    return len(low) == 4 and low.isdecimal() and int(low) in _OLD_YEARS


def _is_year(reader: _Reader, at: int) -> bool:
    lexeme = reader.lexemes[at]
    return lexeme.kind == "number" and len(lexeme.low) == 4 and lexeme.low.isdecimal() and int(lexeme.low) in _YEARS


# --- amounts ---


def _read_amount(reader: _Reader, at: int) -> _Found | None:
    amount = _amount(reader, at)
    if amount is None:
        return None
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
    return _as_count(reader, amount)


def _amount(reader: _Reader, at: int) -> _Amount | None:
    if reader.low(at) == "between":
        return _between(reader, at)
    if reader.low(at) == "from":
        return _from_to(reader, at)
    op, number = _hedges(reader, at)
    currency = reader.is_in(number, "currency_before")
    number += currency
    number += currency and reader.low(number) == "."  # Rs. 500
    first = _cardinal(reader, number)
    if first is None or _is_misread_hedge(reader, at, number - currency, first):
        return None
    if second := _range_end(reader, at, first):
        low = _share_multiplier(first, second)
        return _Amount(at, number, second.end, Operator.RANGE, low, second.value, second, op is not None, currency)
    return _hedged_after(
        reader,
        _Amount(
            at,
            number,
            first.end,
            op or Operator.EXACT,
            first.value,
            first.value,
            first,
            number - currency > at,
            currency,
        ),
        op,
    )


def _cardinal(reader: _Reader, at: int) -> Cardinal | None:
    if _date_end(reader, at) is not None:
        return None
    if odd := _odd(reader, at):
        return odd
    return read_cardinal(reader.lexemes, at, reader.lexicon)


def _odd(reader: _Reader, at: int) -> Cardinal | None:
    """Fifty-odd, sixty-plus: the number without its ending, which ``_hedged_after`` reads."""
    number, _, ending = reader.low(at).replace("‑", "-").rpartition("-")
    value = reader.lexicon.cardinals.get(number) or reader.lexicon.multipliers.get(number)
    return Cardinal(value, at + 1, 1, ending) if value and ending in {"odd", "plus", "ish", "some"} else None


def _hedges(reader: _Reader, at: int) -> tuple[Operator | None, int]:
    """The bound that the hedges from ``at`` on set, and the index behind them."""
    op = None
    for _ in range(3):
        found = reader.lexicon.hedges_before.longest(reader.lexemes, at)
        if found is None:
            break
        if op is Operator.AT_MOST and found[0] in {Operator.AT_LEAST, Operator.MORE_THAN}:
            return op, len(reader.lexemes) - 1  # "adds up to at least 41": read again from "at least"
        op = found[0] if op in {None, Operator.EXACT} else op
        at = found[1]
    return op, at


def _is_misread_hedge(reader: _Reader, at: int, number: int, cardinal: Cardinal) -> bool:
    if number == at:
        return False
    words = " ".join(reader.low(k) for k in range(at, number))
    if words in reader.lexicon.words["spatial_hedge"] and cardinal.value < _SMALL:
        return _counts_something(reader, cardinal.end)
    single = number == at + 1 and words in {"about", "over", "around", "above"}
    return single and reader.is_in(at - 1, "topic_before_hedge")


def _counts_something(reader: _Reader, at: int) -> bool:
    return read_counted_noun(reader.lexemes, at, reader.lexicon) is not None


def _between(reader: _Reader, at: int) -> _Amount | None:
    number = _hedges(reader, at + 1)[1]
    first = _cardinal(reader, number)
    if first is None or reader.low(first.end) not in {"and", "to", "-", "–"}:
        return None
    second = _cardinal(reader, _hedges(reader, first.end + 1)[1])
    if second is None:
        return None
    low = _share_multiplier(first, second)
    if low >= second.value:
        return None
    return _Amount(at, number, second.end, Operator.RANGE, low, second.value, second, True, False)


def _from_to(reader: _Reader, at: int) -> _Amount | None:
    """From 30 to 40 shells; "raised the count from 45 to 61" is a change."""
    first = _cardinal(reader, at + 1)
    if first is None or reader.low(first.end) != "to":
        return None
    second = _cardinal(reader, first.end + 1)
    changes = any(reader.is_in(k, "change") for k in range(max(0, at - 8), at))
    if second is None or changes or not _counts_any_of(reader, second.end, reader.lexicon.plural_nouns):
        return None
    low = _share_multiplier(first, second)
    if low >= second.value:
        return None
    return _Amount(at, at + 1, second.end, Operator.RANGE, low, second.value, second, True, False)


def _range_end(reader: _Reader, at: int, first: Cardinal) -> Cardinal | None:
    """The upper end where ``first`` is the lower end of a range: "5 to 7", "15-20", "two or three"."""
    joint = reader.low(first.end)
    if joint == "to":
        if reader.low(at - 1) == "from":
            return None  # "from 45 to 61" is a change
        if reader.low(at - 1) == "by" and reader.is_in(at - 2, "change"):
            return None
        if reader.is_in(at - 1, "transfer"):
            return None  # sentenced 9 to 15 years
    elif joint in _DASHES:
        if not _is_tight(reader, first.end):
            return None
    elif joint != "or":
        return None
    after = _hedges(reader, first.end + 1)[1] if joint == "or" else first.end + 1
    second = _cardinal(reader, after)
    return second if second and _share_multiplier(first, second) < second.value else None


def _is_tight(reader: _Reader, dash: int) -> bool:
    before, mark, after = reader.lexemes[dash - 1 : dash + 2]
    gaps = (mark.start - before.end, after.start - mark.end)
    return gaps == (0, 0) or (gaps == (1, 1) and before.kind == after.kind == "number")


def _share_multiplier(first: Cardinal, second: Cardinal) -> int | float:
    """The lower end, in thousands where only the upper end says so: "two to three thousand"."""
    factor = second.multiplier
    if first.suffix == "" and second.suffix in {"k", "m", "bn"} and first.multiplier == 1:
        factor = {"k": 10**3, "m": 10**6, "bn": 10**9}[second.suffix]
    shared = first.value * factor
    return round(shared) if first.multiplier == 1 < factor and shared < second.value else first.value


def _hedged_after(reader: _Reader, amount: _Amount, op: Operator | None) -> _Amount:
    if amount.cardinal.suffix in {"odd", "ish", "some", "plus"}:
        after = Operator.AT_LEAST if amount.cardinal.suffix == "plus" else Operator.ABOUT
        return amount._replace(op=op or after, hedged=True)
    found = reader.lexicon.hedges_after.longest(reader.lexemes, amount.end)
    if found is None or (
        reader.low(found[1] - 1) in {"plus", "least", "most", "minimum", "maximum", "outside"}
        and read_cardinal(reader.lexemes, found[1], reader.lexicon)
    ):
        return amount
    return amount._replace(op=op if op not in {None, Operator.EXACT} else found[0], end=found[1], hedged=True)


# --- what an amount measures ---


def _as_money(reader: _Reader, amount: _Amount) -> _Found | None:
    if not amount.currency:
        return None
    end, factor = amount.end, 1
    scaled = end + (reader.low(end) in {"us", "u.s."})
    if multiplier := reader.lexicon.multipliers.get(reader.low(scaled)):  # "$82 US billion"
        end, factor = scaled + 1, multiplier
    if (unit := reader.lexicon.units.longest(reader.lexemes, end)) and unit[0] is Unit.MONEY:
        end = unit[1]
    return reader.mention(amount.first, end, _bounded(amount, Unit.MONEY, factor))


def _as_name(reader: _Reader, amount: _Amount) -> _Found | None:
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
    joined = reader.low(amount.first - 1) in {"a", "an"} and amount.high > 1 and not is_plural(following, reader.lexicon)
    joined = joined and following.low in reader.lexicon.singular_nouns | reader.lexicon.words["joined_noun"]
    if named or formation or joined or (glued and following.low not in reader.lexicon.unit_of and following.low != "x"):
        return reader.mention(amount.first, amount.end, _measured(Unit.OTHER))
    return None


def _as_share(reader: _Reader, amount: _Amount) -> _Found | None:
    """One in five, two out of three."""
    out_of = reader.low(amount.end) == "out" and reader.low(amount.end + 1) == "of"
    if not out_of and not (amount.high == 1 and reader.low(amount.end) == "in"):
        return None
    whole = _cardinal(reader, amount.end + 1 + out_of + (reader.low(amount.end + 1 + out_of) == "every"))
    if whole is None or not amount.high < whole.value <= (_MOST_SHARES if out_of else 1000):
        return None
    return reader.mention(amount.first, whole.end, _measured(Unit.PERCENT))


def _as_score(reader: _Reader, amount: _Amount) -> _Found | None:
    """A score or a code: "3-1", "won 1-2"."""
    if amount.op is Operator.RANGE:
        near_score = reader.is_in(amount.first - 1, "score_before") or reader.is_in(amount.end, "score_before")
        is_score = reader.low(amount.number + 1) in _DASHES and near_score
        return reader.mention(amount.first, amount.end, _measured(Unit.OTHER)) if is_score else None
    dash, second = amount.end, amount.end + 1
    if reader.low(dash) not in _DASHES or reader.lexemes[second].kind != "number":
        return None
    if (
        reader.lexemes[dash].start != reader.lexemes[dash - 1].end
        or reader.lexemes[second].start != reader.lexemes[dash].end
    ):
        return None
    return reader.mention(amount.first, second + 1, _measured(Unit.OTHER))


def _as_clock(reader: _Reader, amount: _Amount) -> _Found | None:
    """At 9.30; at 1830; ten past eight; half past six."""
    number, before = reader.lexemes[amount.number], reader.low(amount.first - 1)
    if reader.low(amount.end) == "past" and (hour := _cardinal(reader, amount.end + 1)) and hour.value <= _HOURS:
        return reader.mention(amount.first, hour.end, _measured(Unit.TIME))
    past = before == "past" and reader.low(amount.first - 2) in {"half", "quarter"} and amount.high <= _HOURS
    at = before in {"at", "until", "till", "around", "about"} or (reader.low(amount.first) in {"about", "around"})
    written = number.kind == "number" and _looks_like_clock(number.low)
    if past or (at and written and not _unit(reader, amount.end) and not _counts_plural(reader, amount.end)):
        return reader.mention(amount.first, amount.end, _measured(Unit.TIME))
    return None


def _looks_like_clock(digits: str) -> bool:
    hour, _, minute = digits.partition(".") if "." in digits else (digits[:-2], "", digits[-2:])
    plain = len(minute) == 2 and minute.isdecimal() and hour.isdecimal() and len(hour) in {1, 2}
    return plain and int(hour) <= _HOURS and int(minute) < 60 and (len(hour) == 2 or "." in digits)


def _as_measure(reader: _Reader, amount: _Amount) -> _Found | None:
    if amount.cardinal.suffix == "m" and not _counts_plural(reader, amount.end):
        return reader.mention(amount.first, amount.end, _bounded(amount, Unit.DISTANCE, 1e-6))
    if joined := _joined_literal(reader, amount.end):
        return reader.mention(amount.first, amount.end, _bounded(amount, joined))
    found = _unit(reader, amount.end)
    if found is None:
        return None
    unit, end = found
    return reader.mention(amount.first, end, _bounded(amount, unit))


def _joined_literal(reader: _Reader, at: int) -> Unit | None:
    """The unit of a literal joined on: "between 2 and 3 a.m.", "5 or 6-year-old", "120 and 155mm guns"."""
    joint, literal = reader.low(at), reader.lexemes[at + 1]
    kinds = {"clock", "calibre"} if joint == "and" else {"clock", "calibre", "age", "compound"}
    if joint not in {"and", "or", "to", "-", "–"} or literal.kind not in kinds:
        return None
    return _compound_unit(reader, literal.low) if literal.kind == "compound" else reader.lexicon.literals[literal.kind]


def _unit(reader: _Reader, at: int) -> tuple[Unit, int] | None:
    """The unit that follows at ``at``, over a filler or two: "three more days", "dozens of miles"."""
    units, lexemes = reader.lexicon.units, reader.lexemes
    for skipped in range(3):
        found = units.longest(lexemes, at + skipped)
        if found and (not skipped or found[0] in {Unit.DURATION, Unit.DISTANCE, Unit.MASS, Unit.MONEY, Unit.OTHER}):
            return None if _is_misread_unit(reader, at, found[1]) else found
        if lexemes[at + skipped].low not in reader.lexicon.fillers:
            return None
    return None


def _is_misread_unit(reader: _Reader, at: int, end: int) -> bool:
    # "two second-hand lorries", "five third parties", "six m" of a name: single letters must touch or end the phrase.
    word = reader.low(at)
    if word in {"second", "third"}:
        return _counts_something(reader, end)
    return word in {"g", "h", "m"} and reader.lexemes[at].start > reader.lexemes[at - 1].end + 1


def _as_age(reader: _Reader, amount: _Amount) -> _Found | None:
    if amount.high > _OLDEST or reader.lexemes[amount.number].kind not in {"number", "word"}:
        return None
    if _has_age_cue(reader, amount) or _continues_age(reader, amount) or _is_apposition(reader, amount):
        return reader.mention(amount.first, amount.end, _bounded(amount, Unit.AGE))
    return None


def _has_age_cue(reader: _Reader, amount: _Amount) -> bool:
    before = amount.first - 1
    if reader.low(before) == "of" and reader.is_in(before - 1, "age_before"):
        return True
    if reader.low(before) == "of" and reader.is_in(before - 1, "age_of"):
        return not _counts_something(reader, amount.end) and reader.low(before - 2) in {"a", "an", "the"}
    if reader.low(before) in {"from", "just", "only", "barely"}:
        before -= 1
    if reader.is_in(before, "age_before"):
        return True
    if reader.low(before) in {"was", "is"} and _is_person(reader, before - 1):
        return reader.low(amount.end) in {",", ".", ";", ")", "and", "when", "at", ""}
    bound = reader.low(amount.first) in {"under", "over", "below", "above"}
    return bound and reader.is_in(before, "age_under") and not _counts_something(reader, amount.end)


def _is_person(reader: _Reader, at: int) -> bool:
    if reader.low(at) in {"he", "she", "who"}:
        return True
    return _is_name(reader, at) and reader.low(at - 1) in {"", ".", ",", "and", "but", "that"}


def _continues_age(reader: _Reader, amount: _Amount) -> bool:
    """Aged 19 and 22."""
    if reader.last is None or reader.last.quantity.unit is not Unit.AGE or amount.first < 2:
        return False
    joined = reader.low(amount.first - 1) in {",", "and", "or", "to", "&"}
    before = amount.first - (3 if reader.low(amount.first - 2) == "," else 2)
    adjacent = before >= 0 and reader.lexemes[before].end == reader.last.end
    adjacent &= reader.lexemes[before].kind == "number" or reader.low(before) in reader.lexicon.cardinals
    return joined and adjacent and not _counts_something(reader, amount.end) and not amount.hedged


def _is_apposition(reader: _Reader, amount: _Amount) -> bool:
    """Karim, 27, said ...; a teacher, 31; Omar Saleh (44)."""
    if amount.hedged or reader.lexemes[amount.number].kind != "number" or amount.cardinal.multiplier > 1:
        return False
    mark, named = reader.low(amount.first - 1), amount.first - 2
    if mark == "(":
        return reader.low(amount.end) == ")" and _is_name(reader, named) and _is_name(reader, named - 1)
    if mark == ",":
        person = _is_name(reader, named) or reader.low(named) in reader.lexicon.words["person"]
        if reader.low(named) in reader.lexicon.person_plurals and reader.low(amount.end) == "and":
            return _cardinal(reader, amount.end + 1) is not None and not _counts_plural(reader, amount.end + 2)
        return person and reader.low(amount.end) in {",", ".", ";", ")", ""}
    return _is_name(reader, named + 1) and _is_name(reader, named) and reader.is_in(amount.end, "reporting_verb")


def _is_name(reader: _Reader, at: int) -> bool:
    return at >= 0 and reader.lexemes[at].kind == "word" and reader.lexemes[at].capital and not reader.is_in(at, "stop")


def _as_year(reader: _Reader, amount: _Amount) -> _Found | None:
    before = amount.first - 1
    if amount.end != amount.number + 1 or amount.cardinal.suffix:
        return None
    if reader.is_in(before, "year_before_always") and _is_old_year(reader, amount.number):
        return reader.mention(amount.first, amount.end, _measured(Unit.DATE))
    if not _is_year(reader, amount.number):
        return None
    if amount.hedged:
        is_year = reader.low(amount.first) in {"about", "around", "circa", "ca", "before"} and not _counts_something(
            reader, amount.end
        )
    else:
        is_year = (
            not _counts_persons(reader, amount.end)
            if reader.is_in(before, "year_before")
            else not _counts_any_of(reader, amount.end, reader.lexicon.plural_nouns)
        )
    return reader.mention(amount.first, amount.end, _measured(Unit.DATE)) if is_year else None


def _counts_persons(reader: _Reader, at: int) -> bool:
    return _counts_any_of(reader, at, reader.lexicon.person_plurals)


def _counts_any_of(reader: _Reader, at: int, nouns: frozenset[str]) -> bool:
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    return phrase is not None and reader.low(phrase.end - 1) in nouns


def _as_designation(reader: _Reader, amount: _Amount) -> _Found | None:
    before = amount.first - 1
    if amount.hedged or before < 0 or amount.cardinal.suffix:
        return None
    plain = (
        reader.is_in(before, "plain_designation")
        and not _counts_plural(reader, amount.end)
        and reader.low(before - 1) not in {"the", "a", "an", "this", "that", "their", "its", "last", "every"}
    )
    named = (
        reader.is_in(before, "designation")
        and reader.lexemes[before].capital
        and not _counts_persons(reader, amount.end)
    )
    spelled = reader.lexemes[amount.number].kind != "number"
    if (
        spelled
        and reader.lexemes[amount.number].capital
        and reader.low(before) == "of"
        and reader.is_in(before - 1, "named_by_size")
    ):
        return reader.mention(amount.first, amount.end, _measured(Unit.OTHER))
    if not (plain or (named and (not spelled or before > 0 or reader.lexemes[amount.number].capital))):
        return None
    return reader.mention(before, amount.end, _measured(Unit.OTHER))


def _as_decimal(reader: _Reader, amount: _Amount) -> _Found | None:
    if isinstance(amount.low, int) and isinstance(amount.high, int):
        return None
    return reader.mention(amount.first, amount.end, _bounded(amount, Unit.OTHER))


def _as_count(reader: _Reader, amount: _Amount) -> _Found | None:
    after = _past_repetition(reader, amount)
    one = amount.high == 1
    phrase = read_counted_noun(reader.lexemes, after, reader.lexicon, singular=one)
    if one and not amount.hedged and reader.low(amount.number) == "one" and not _counts_one(reader, amount, phrase):
        return None, amount.end
    if reader.low(amount.number) == "zero" and not _is_loss(reader, phrase):
        return None, amount.end
    mention, _ = reader.mention(amount.first, amount.end, _bounded(amount, Unit.COUNT), phrase)
    return mention, after


def _past_repetition(reader: _Reader, amount: _Amount) -> int:
    """Behind the "(two)" of "2 (two) rifles"."""
    if reader.low(amount.end) != "(":
        return amount.end
    again = read_cardinal(reader.lexemes, amount.end + 1, reader.lexicon)
    same = again is not None and again.value == amount.high and reader.low(again.end) == ")"
    return again.end + 1 if again is not None and same else amount.end


def _counts_one(reader: _Reader, amount: _Amount, phrase: NounPhrase | None) -> bool:
    if reader.is_in(amount.first - 1, "one_taken") and (reader.low(amount.end) in {"and", ",", ".", ";", ""}):
        return True
    if reader.is_in(amount.first - 1, "one_not_after") or reader.is_in(amount.end, "one_not_before"):
        return False
    if reader.low(amount.end) == "of":
        return reader.low(amount.end + 1) in {"them", "whom"}
    if phrase:
        return not reader.is_in(phrase.end - 1, "one_not_before")
    return reader.is_in(amount.end, "one_casualty") or reader.is_in(amount.first - 1, "one_taken")


# --- counts without a number ---


def _read_vague(reader: _Reader, at: int) -> _Found | None:
    first = _hedges(reader, at)[1]
    if share := reader.lexicon.shares.longest(reader.lexemes, first):
        return reader.mention(at, share[1] - 1, _measured(Unit.PERCENT))
    found = reader.lexicon.vague.longest(reader.lexemes, first)
    if found is None and first > at:
        first = at  # "some dozens", where the first word looks like a hedge
        found = reader.lexicon.vague.longest(reader.lexemes, at)
    if found is None or _is_misread_vague(reader, at, first):
        return None
    (direct, needs_of), end = found
    if unit := _unit(reader, end):
        return reader.mention(at, unit[1], _measured(unit[0]))
    if needs_of and reader.low(end) != "of":
        return None, end
    start = at if first - at != 1 else first  # a lone "over" or "about" before "several" is a preposition
    return reader.mention(start, end, _vaguely(), _vague_noun(reader, end, direct=direct))[0], end


def _is_misread_vague(reader: _Reader, at: int, first: int) -> bool:
    if reader.low(first) == "many" and reader.is_in(at - 1, "many_not_after"):
        return True
    if reader.lexicon.vague_not.longest(reader.lexemes, first):
        return True
    if reader.low(first) != "scores":
        return False
    return reader.is_in(at - 1, "scores_not_after") and reader.low(first + 1) != "of"


def _vague_noun(reader: _Reader, at: int, *, direct: bool) -> NounPhrase | None:
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    if phrase is None or direct or reader.low(at) in {"of", "more", "other"}:
        return phrase
    # "dozens civilians" lost its "of"; "hundreds march" has no noun.
    return phrase if reader.low(phrase.end - 1) in reader.lexicon.plural_nouns else None


def _read_zero(reader: _Reader, at: int) -> _Found | None:
    if not reader.is_in(at, "zero_cue"):
        return None
    end = at + 1
    without = reader.low(at) == "without"
    if without and reader.low(end) in {"any", "causing"}:
        end += 1
        end += reader.low(end) == "any"
    phrase = read_counted_noun(reader.lexemes, end, reader.lexicon) or _bare_loss(reader, end)
    if not _is_loss(reader, phrase, casualties_only=without):
        return None
    return reader.mention(at, end, _exactly(0), phrase)[0], end


def _bare_loss(reader: _Reader, at: int) -> NounPhrase | None:
    return NounPhrase(at, at + 1) if reader.is_in(at, "casualty_noun") else None


def _is_loss(reader: _Reader, phrase: NounPhrase | None, *, casualties_only: bool = False) -> bool:
    if phrase is None:
        return False
    head, words = reader.low(phrase.end - 1), reader.lexicon.words
    if head in words["casualty_noun"]:
        return True
    return not casualties_only and (head in reader.lexicon.plural_nouns or head in words["person"])


def _singular_phrase(reader: _Reader, first: int) -> NounPhrase | None:
    """The noun phrase from ``first`` on whose head is one person or thing of the lexicon."""
    phrase = read_counted_noun(reader.lexemes, first, reader.lexicon, singular=True)
    if phrase is None or phrase.first != first or phrase.end - first > _MOST_MODIFIERS:
        return None
    if continues_noun(reader.lexemes[phrase.end], reader.lexicon):
        return None
    head, words = reader.low(phrase.end - 1), reader.lexicon.words
    person = head in words["person"] and head not in words["singular_person_not"]
    speaks = head in words["person"] and reader.is_in(phrase.end, "reporting_verb")
    return phrase if (person or head in words["singular_thing"]) and not speaks else None


# --- quantities ---


def _exactly(value: int) -> Quantity:
    return Quantity(op=Operator.EXACT, low=value, high=value)


def _vaguely() -> Quantity:
    return Quantity(op=Operator.VAGUE, low=None, high=None)


def _measured(unit: Unit) -> Quantity:
    return Quantity(op=Operator.EXACT, low=None, high=None, unit=unit)


def _bounded(amount: _Amount, unit: Unit, factor: float = 1) -> Quantity:
    low, high = (value if factor == 1 else _scaled(value, factor) for value in (amount.low, amount.high))
    if amount.op in {Operator.MORE_THAN, Operator.AT_LEAST}:
        return Quantity(op=amount.op, low=low, high=None, unit=unit)
    if amount.op in {Operator.FEWER_THAN, Operator.AT_MOST}:
        return Quantity(op=amount.op, low=None, high=high, unit=unit)
    return Quantity(op=amount.op, low=low, high=high, unit=unit)


def _scaled(value: int | float, factor: float) -> int | float:
    scaled = value * factor
    return round(scaled) if scaled == round(scaled) else scaled
