"""Numbers in a report, each with what it measures and, for a count, the noun that is counted."""

from __future__ import annotations

from collections.abc import Iterator

from crossclaim.extract.counted_nouns import NounPhrase, continues_noun, read_counted_noun
from crossclaim.extract.number_words import read_cardinal
from crossclaim.extract.quantity_amounts import (
    Amount,
    Found,
    QuantityMention,
    Reader,
    bounded,
    date_end,
    exactly,
    measured,
    read_amount,
    read_hedges,
    vaguely,
)
from crossclaim.extract.quantity_lexicon import find_lexemes, load_quantity_lexicon
from crossclaim.extract.quantity_measures import compound_unit, read_measure, unit_after
from crossclaim.model import Unit

__all__ = ["QuantityMention", "find_quantities", "find_singular_counts"]

_MOST_MODIFIERS = 6


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """The quantities of ``text[start:end]`` in order.

    Mentions do not overlap, but the noun phrase of one may hold another: "Three T-72 tanks". Bounds follow the words:
    "at least 12" has no high, "dozens" (vague) neither, "about 40" is taken at its value. Bare articles are left to
    ``find_singular_counts``.
    """
    reader = Reader(find_lexemes(text, start, end), load_quantity_lexicon())
    return list(_mentions(reader))


def find_singular_counts(text: str, start: int = 0, end: int | None = None) -> list[QuantityMention]:
    """The phrases of ``text[start:end]`` that count one by an article: "a child", "an army helicopter", "another man".

    The mention covers article and noun phrase. Only nouns of the lexicon count, and none that speaks ("a resident
    said"); whether it is a figure is for claim assembly to say.
    """
    reader = Reader(find_lexemes(text, start, end), load_quantity_lexicon())
    return [
        reader.mention(at, phrase.end, exactly(1), phrase)[0]
        for at, lexeme in enumerate(reader.lexemes)
        if lexeme.low in {"a", "an", "another"} and (phrase := _singular_phrase(reader, at + 1))
    ]


def _mentions(reader: Reader) -> Iterator[QuantityMention]:
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


def _read(reader: Reader, at: int) -> Found:
    for read in (_read_literal, _read_date, _read_amount, _read_vague, _read_zero, _read_ordinal, _read_compound):
        if found := read(reader, at):
            return found
    return None, at + 1


def _read_literal(reader: Reader, at: int) -> Found | None:
    lexeme = reader.lexemes[at]
    if lexeme.kind not in reader.lexicon.literals:
        return None
    if (end := date_end(reader, at)) is not None:  # 15th of June
        return reader.mention(at, end, measured(Unit.DATE))
    unit = reader.lexicon.literals[lexeme.kind]
    if unit is None:
        return None, at + 1
    if reader.is_in(at - 1, "currency_before") and lexeme.kind == "compound":
        unit = Unit.MONEY  # $300-a-month
    elif lexeme.kind == "pair" and reader.is_in(at - 1, "day_before") and "/" in lexeme.low:
        unit = Unit.DATE  # on 10/06
    elif lexeme.kind == "compound":
        unit = compound_unit(reader, lexeme.low)
    elif lexeme.kind == "ordinal":
        unit = _ordinal_unit(reader, at)
    return reader.mention(at, at + 1, measured(unit))


def _read_date(reader: Reader, at: int) -> Found | None:
    end = date_end(reader, at)
    return None if end is None else reader.mention(at, end, measured(Unit.DATE))


def _read_ordinal(reader: Reader, at: int) -> Found | None:
    if reader.is_in(at, "decade"):
        own = reader.low(at - 1) in {"his", "her", "their"} or reader.low(at - 2) in {"his", "her", "their"}
        return reader.mention(at, at + 1, measured(Unit.AGE if own else Unit.DATE))
    first, _, rest = reader.low(at).partition("-")  # twenty-first, third-largest
    share = first in reader.lexicon.cardinals and reader.lexicon.unit_of.get(rest) is Unit.PERCENT  # one-fifth
    if share or not {first, rest} & reader.lexicon.words["ordinal"]:
        return None
    return reader.mention(at, at + 1, measured(_ordinal_unit(reader, at)))


def _ordinal_unit(reader: Reader, at: int) -> Unit:
    """``other`` for the name of a formation ("55th Brigade", "the 33rd Front"), ``percent`` for a share."""
    if reader.low(at + 1) == "of" and reader.low(at - 1) in {"a", "one"}:
        return Unit.PERCENT
    following = reader.lexemes[at + 1]
    if (
        reader.low(at - 1) == "the"
        and reader.is_in(at - 2, "day_before")
        and (following.kind != "word" or following.low == "of")
    ):
        return Unit.DATE
    titled = reader.lexemes[at].kind == "ordinal" and following.kind == "word" and following.capital
    named = titled or any(reader.is_in(at + k, "numbered_unit") for k in (1, 2))
    return Unit.OTHER if named else Unit.ORDINAL


def _read_compound(reader: Reader, at: int) -> Found | None:
    """Eight-month, two-thirds, twenty-five-year-old: a number word with the unit joined on."""
    first, hyphen, _ = reader.low(at).replace("‑", "-").partition("-")
    if not hyphen or not (first in reader.lexicon.cardinals or first in reader.lexicon.multipliers):
        return None
    return reader.mention(at, at + 1, measured(compound_unit(reader, reader.low(at))))


def _read_amount(reader: Reader, at: int) -> Found | None:
    amount = read_amount(reader, at)
    if amount is None:
        return None
    if found := read_measure(reader, amount):
        return found
    return _as_count(reader, amount)


def _as_count(reader: Reader, amount: Amount) -> Found | None:
    after = _past_repetition(reader, amount)
    one = amount.high == 1
    phrase = read_counted_noun(reader.lexemes, after, reader.lexicon, singular=one)
    if one and not amount.hedged and reader.low(amount.number) == "one" and not _counts_one(reader, amount, phrase):
        return None, amount.end
    if reader.low(amount.first - 1) == "the" and reader.low(amount.first - 2) == "by" and phrase is None:
        return None, amount.end  # by the dozen
    if reader.low(amount.number) == "zero" and not _is_loss(reader, phrase):
        return None, amount.end
    mention, _ = reader.mention(amount.first, amount.end, bounded(amount, Unit.COUNT), phrase)
    return mention, after


def _past_repetition(reader: Reader, amount: Amount) -> int:
    """Behind the "(two)" of "2 (two) rifles"."""
    if reader.low(amount.end) != "(":
        return amount.end
    again = read_cardinal(reader.lexemes, amount.end + 1, reader.lexicon)
    same = again is not None and again.value == amount.high and reader.low(again.end) == ")"
    return again.end + 1 if again is not None and same else amount.end


def _counts_one(reader: Reader, amount: Amount, phrase: NounPhrase | None) -> bool:
    if reader.is_in(amount.first - 1, "one_taken") and (reader.low(amount.end) in {"and", ",", ".", ";", ""}):
        return True
    if reader.is_in(amount.first - 1, "one_not_after") or reader.is_in(amount.end, "one_not_before"):
        return False
    if reader.low(amount.end) == "of":
        return reader.low(amount.end + 1) in {"them", "whom"}
    if phrase:
        return not reader.is_in(phrase.end - 1, "one_not_before")
    return reader.is_in(amount.end, "one_casualty") or reader.is_in(amount.first - 1, "one_taken")


def _read_vague(reader: Reader, at: int) -> Found | None:
    first = read_hedges(reader, at)[1]
    if share := reader.lexicon.shares.longest(reader.lexemes, first):
        return reader.mention(at, share[1] - 1, measured(Unit.PERCENT))
    found = reader.lexicon.vague.longest(reader.lexemes, first)
    if found is None and first > at:
        first = at  # "some dozens", where the first word looks like a hedge
        found = reader.lexicon.vague.longest(reader.lexemes, at)
    if found is None or _is_misread_vague(reader, at, first):
        return None
    (direct, needs_of), end = found
    if unit := unit_after(reader, end):
        return reader.mention(at, unit[1], measured(unit[0]))
    if needs_of and reader.low(end) != "of":
        return None, end
    start = at if first - at != 1 else first  # a lone "over" or "about" before "several" is a preposition
    return reader.mention(start, end, vaguely(), _vague_noun(reader, end, direct=direct))[0], end


def _is_misread_vague(reader: Reader, at: int, first: int) -> bool:
    if reader.low(first) == "many" and reader.is_in(at - 1, "many_not_after"):
        return True
    if reader.lexicon.vague_not.longest(reader.lexemes, first):
        return True
    if reader.low(first) != "scores":
        return False
    return reader.is_in(at - 1, "scores_not_after") and reader.low(first + 1) != "of"


def _vague_noun(reader: Reader, at: int, *, direct: bool) -> NounPhrase | None:
    phrase = read_counted_noun(reader.lexemes, at, reader.lexicon)
    if phrase is None or direct or reader.low(at) in {"of", "more", "other"}:
        return phrase
    # "dozens civilians" lost its "of"; "hundreds march" has no noun.
    return phrase if reader.low(phrase.end - 1) in reader.lexicon.plural_nouns else None


def _read_zero(reader: Reader, at: int) -> Found | None:
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
    return reader.mention(at, end, exactly(0), phrase)[0], end


def _bare_loss(reader: Reader, at: int) -> NounPhrase | None:
    return NounPhrase(at, at + 1) if reader.is_in(at, "casualty_noun") else None


def _is_loss(reader: Reader, phrase: NounPhrase | None, *, casualties_only: bool = False) -> bool:
    if phrase is None:
        return False
    head, words = reader.low(phrase.end - 1), reader.lexicon.words
    if head in words["casualty_noun"]:
        return True
    return not casualties_only and (head in reader.lexicon.plural_nouns or head in words["person"])


def _singular_phrase(reader: Reader, first: int) -> NounPhrase | None:
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
