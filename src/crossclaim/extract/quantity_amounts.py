"""Numbers with what bounds them, "about 15 to 20", and the dates that are no such numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from crossclaim.extract.counted_nouns import NounPhrase, is_plural, read_counted_noun
from crossclaim.extract.number_words import Cardinal, read_cardinal
from crossclaim.extract.quantity_lexicon import Lexeme, QuantityLexicon
from crossclaim.model import Operator, Quantity, Unit

__all__ = [
    "DASHES",
    "Amount",
    "Found",
    "QuantityMention",
    "Reader",
    "bounded",
    "cardinal_at",
    "counts_any_of",
    "counts_persons",
    "counts_plural",
    "counts_something",
    "date_end",
    "exactly",
    "is_old_year",
    "is_year",
    "measured",
    "read_amount",
    "read_hedges",
    "vaguely",
]

_YEARS = range(1900, 2100)
_OLD_YEARS = range(1000, 2100)  # after "in" or "since"
_SMALL = 5  # "over two villages" is a place, "over 20 villages" a number
DASHES = frozenset("-‑–—~")


class QuantityMention(NamedTuple):
    """A quantity at ``text[start:end]``, hedge included; ``of`` is the range of the noun phrase it counts."""

    start: int
    end: int
    quantity: Quantity
    of: tuple[int, int] | None


class Amount(NamedTuple):
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
class Reader:
    """The lexemes of a text with the lexicon to read them by, and the last mention found."""

    lexemes: list[Lexeme]
    lexicon: QuantityLexicon
    last: QuantityMention | None = None

    def low(self, at: int) -> str:
        """The lower-case text of a lexeme, empty before the first and after the last."""
        return self.lexemes[at].low if at >= 0 else ""

    def is_in(self, at: int, words: str) -> bool:
        """Whether a lexeme is in the word list of that name."""
        return self.low(at) in self.lexicon.words[words]

    def mention(
        self, first: int, end: int, quantity: Quantity, phrase: NounPhrase | None = None
    ) -> tuple[QuantityMention, int]:
        """The mention of lexemes ``first`` to ``end``, and where to read on."""
        of = (self.lexemes[phrase.first].start, self.lexemes[phrase.end - 1].end) if phrase else None
        return QuantityMention(self.lexemes[first].start, self.lexemes[end - 1].end, quantity, of), end


Found = tuple[QuantityMention | None, int]


def exactly(value: int) -> Quantity:
    """The exact count."""
    return Quantity(op=Operator.EXACT, low=value, high=value)


def vaguely() -> Quantity:
    """The count that words keep open: "dozens"."""
    return Quantity(op=Operator.VAGUE, low=None, high=None)


def measured(unit: Unit) -> Quantity:
    """A quantity of a unit that counts nothing, its value left unread."""
    return Quantity(op=Operator.EXACT, low=None, high=None, unit=unit)


def bounded(amount: Amount, unit: Unit, factor: float = 1) -> Quantity:
    """The quantity as its hedge bounds it; ``factor`` rescales a value read with a wrong suffix."""
    low, high = (value if factor == 1 else _scaled(value, factor) for value in (amount.low, amount.high))
    if amount.op in {Operator.MORE_THAN, Operator.AT_LEAST}:
        return Quantity(op=amount.op, low=low, high=None, unit=unit)
    if amount.op in {Operator.FEWER_THAN, Operator.AT_MOST}:
        return Quantity(op=amount.op, low=None, high=high, unit=unit)
    return Quantity(op=amount.op, low=low, high=high, unit=unit)


def _scaled(value: int | float, factor: float) -> int | float:
    scaled = value * factor
    return round(scaled) if scaled == round(scaled) else scaled


def date_end(reader: Reader, at: int) -> int | None:
    """The index behind a date of day and month, or month and year, that begins at ``at``."""
    if _is_month(reader, at):
        return _end_from_month(reader, at)
    if not is_day(reader, at):
        return None
    after = _second_day(reader, at + 1)
    after += reader.low(after) == "of"
    return _with_year(reader, after + 1) if _is_month(reader, after) else None


def _end_from_month(reader: Reader, at: int) -> int | None:
    at += reader.low(at + 1) == "." and is_day(reader, at + 2) and reader.lexemes[at].end - reader.lexemes[at].start < 5
    if is_year(reader, at + 1):
        return at + 2
    if reader.low(at + 1) == "," and is_year(reader, at + 2):
        return at + 3
    if not is_day(reader, at + 1) or (reader.lexemes[at + 1].kind == "word"):
        return None
    end = _with_year(reader, _second_day(reader, at + 2))
    if end == at + 2 and reader.is_in(at - 1, "month_as_period") and counts_plural(reader, end):
        return None  # In March 21 people were killed
    return end


def _with_year(reader: Reader, at: int) -> int:
    if is_year(reader, at):
        return at + 1
    return at + 2 if reader.low(at) == "," and is_year(reader, at + 1) else at


def _second_day(reader: Reader, at: int) -> int:
    """The index behind "to 7" or "-7" in "5 to 7 June", ``at`` where the date has one day."""
    joined = reader.low(at) in {"to", "and", "or", "-", "–", "—", "&"}
    return at + 2 if joined and is_day(reader, at + 1) and not _starts_count(reader, at + 1) else at


def _starts_count(reader: Reader, at: int) -> bool:
    return counts_plural(reader, at + 1) and not _is_month(reader, at + 1)


def _is_month(reader: Reader, at: int) -> bool:
    lexeme = reader.lexemes[at]
    if lexeme.low not in reader.lexicon.words["month"]:
        return False
    if lexeme.capital or lexeme.low not in reader.lexicon.words["ambiguous_month"]:
        return True
    return len(lexeme.low) > 3 or lexeme.low == "may" if reader.low(at - 2) == "on" else False


def is_day(reader: Reader, at: int) -> bool:
    lexeme = reader.lexemes[at]
    if lexeme.kind == "number":
        return len(lexeme.low) <= 2 and lexeme.low.isdecimal() and 1 <= int(lexeme.low) <= 31
    return lexeme.kind == "ordinal" or lexeme.low in reader.lexicon.words["ordinal"]


def is_old_year(reader: Reader, at: int) -> bool:
    """Whether four digits stand at ``at`` that "in" or "since" makes a year."""
    low = reader.low(at)
    return len(low) == 4 and low.isdecimal() and int(low) in _OLD_YEARS


def is_year(reader: Reader, at: int) -> bool:
    """Whether four digits stand at ``at`` that are a year of our time."""
    lexeme = reader.lexemes[at]
    return lexeme.kind == "number" and len(lexeme.low) == 4 and lexeme.low.isdecimal() and int(lexeme.low) in _YEARS


def counts_something(reader: Reader, at: int) -> bool:
    """Whether a noun that can be counted follows at ``at``."""
    return read_counted_noun(reader.lexemes, at, reader.lexicon) is not None


def counts_plural(reader: Reader, at: int) -> bool:
    """Whether a plural noun follows at ``at``."""
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    return phrase is not None and is_plural(reader.lexemes[phrase.end - 1], reader.lexicon)


def counts_persons(reader: Reader, at: int) -> bool:
    """Whether people of the lexicon follow at ``at``."""
    return counts_any_of(reader, at, reader.lexicon.person_plurals)


def counts_any_of(reader: Reader, at: int, nouns: frozenset[str]) -> bool:
    """Whether the noun that follows at ``at`` is one of these."""
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    return phrase is not None and reader.low(phrase.end - 1) in nouns


def read_amount(reader: Reader, at: int) -> Amount | None:
    """The number that begins at ``at``, hedges included, None where there is none."""
    if reader.low(at) == "between":
        return _between(reader, at)
    if reader.low(at) == "from":
        return _from_to(reader, at)
    op, number = read_hedges(reader, at)
    currency = reader.is_in(number, "currency_before") and (
        reader.lexemes[number].kind != "word"
        or reader.lexemes[number].capital
        or reader.low(number) in {"usd", "eur", "rs"}
    )
    number += currency
    number += currency and reader.low(number) == "."  # Rs. 500
    first = cardinal_at(reader, number)
    if first is None or _is_misread_hedge(reader, at, number - currency, first):
        return None
    if second := _range_end(reader, at, first):
        low = _share_multiplier(first, second)
        return Amount(at, number, second.end, Operator.RANGE, low, second.value, second, op is not None, currency)
    return _hedged_after(
        reader,
        Amount(
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


def cardinal_at(reader: Reader, at: int) -> Cardinal | None:
    """The number at ``at`` unless it is the day or year of a date."""
    if date_end(reader, at) is not None:
        return None
    if odd := _odd(reader, at):
        return odd
    return read_cardinal(reader.lexemes, at, reader.lexicon)


def _odd(reader: Reader, at: int) -> Cardinal | None:
    """Fifty-odd, sixty-plus: the number without its ending, which ``_hedged_after`` reads."""
    number, _, ending = reader.low(at).replace("‑", "-").rpartition("-")
    value = reader.lexicon.cardinals.get(number) or reader.lexicon.multipliers.get(number)
    return Cardinal(value, at + 1, 1, ending) if value and ending in {"odd", "plus", "ish", "some"} else None


def read_hedges(reader: Reader, at: int) -> tuple[Operator | None, int]:
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


def _is_misread_hedge(reader: Reader, at: int, number: int, cardinal: Cardinal) -> bool:
    if number == at:
        return False
    words = " ".join(reader.low(k) for k in range(at, number))
    if words in reader.lexicon.words["spatial_hedge"] and cardinal.value < _SMALL:
        return counts_something(reader, cardinal.end)
    single = number == at + 1 and words in {"about", "over", "around", "above"}
    return single and reader.is_in(at - 1, "topic_before_hedge")


def _between(reader: Reader, at: int) -> Amount | None:
    number = read_hedges(reader, at + 1)[1]
    first = cardinal_at(reader, number)
    if first is None or reader.low(first.end) not in {"and", "to", "-", "–"}:
        return None
    second = cardinal_at(reader, read_hedges(reader, first.end + 1)[1])
    if second is None:
        return None
    low = _share_multiplier(first, second)
    if low >= second.value:
        return None
    return Amount(at, number, second.end, Operator.RANGE, low, second.value, second, True, False)


def _from_to(reader: Reader, at: int) -> Amount | None:
    """From 30 to 40 shells; "raised the count from 45 to 61" is a change."""
    first = cardinal_at(reader, at + 1)
    if first is None or reader.low(first.end) != "to":
        return None
    second = cardinal_at(reader, first.end + 1)
    changes = any(reader.is_in(k, "change") for k in range(max(0, at - 8), at))
    if second is None or changes or not counts_any_of(reader, second.end, reader.lexicon.plural_nouns):
        return None
    low = _share_multiplier(first, second)
    if low >= second.value:
        return None
    return Amount(at, at + 1, second.end, Operator.RANGE, low, second.value, second, True, False)


def _range_end(reader: Reader, at: int, first: Cardinal) -> Cardinal | None:
    """The upper end where ``first`` is the lower end of a range: "5 to 7", "15-20", "two or three"."""
    joint = reader.low(first.end)
    if joint == "to":
        if reader.low(at - 1) == "from":
            return None  # "from 45 to 61" is a change
        if reader.low(at - 1) == "by" and reader.is_in(at - 2, "change"):
            return None
        if reader.is_in(at - 1, "transfer"):
            return None  # sentenced 9 to 15 years
    elif joint in DASHES:
        if not _is_tight(reader, first.end):
            return None
    elif joint != "or":
        return None
    after = read_hedges(reader, first.end + 1)[1] if joint == "or" else first.end + 1
    second = cardinal_at(reader, after)
    return second if second and _share_multiplier(first, second) < second.value else None


def _is_tight(reader: Reader, dash: int) -> bool:
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


def _hedged_after(reader: Reader, amount: Amount, op: Operator | None) -> Amount:
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
