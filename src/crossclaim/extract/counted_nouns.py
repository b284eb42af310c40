"""The noun phrase that a number counts, read without a parser: from the number to the first plural noun."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crossclaim.extract.number_words import read_cardinal
from crossclaim.extract.quantity_lexicon import Lexeme, QuantityLexicon
from crossclaim.model import Unit

__all__ = ["NounPhrase", "continues_noun", "is_plural", "read_counted_noun"]

_LONGEST_PHRASE = 8  # lexemes from number to head
_LITERALS = frozenset({"model", "calibre", "compound", "age", "ordinal"})
_QUOTES = frozenset("\"“”„«‘'’*")


class NounPhrase(NamedTuple):
    """The lexemes from ``first`` up to ``end``, the last one being the head."""

    first: int
    end: int


def read_counted_noun(
    lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon, *, singular: bool = False
) -> NounPhrase | None:
    """The noun phrase counted by the number that ends before ``lexemes[at]``, None where it is left out.

    ``singular`` is for a count of one, where the head is no plural.
    """
    first = _skip_to_phrase(lexemes, at, lexicon)
    if lexemes[at].low == "of" and lexemes[at + 1].low != "those" and _stands_for_people(lexemes, first, lexicon):
        return NounPhrase(first, first + 1)
    head = -1
    for index in range(first, min(first + _LONGEST_PHRASE, len(lexemes))):
        lexeme = lexemes[index]
        if lexeme.low.endswith("olds") and lexeme.kind in _LITERALS:
            head = index  # two 9-year-olds
            break
        if lexeme.kind in _LITERALS or _is_measure(lexemes, index, lexicon) or _is_inner_mark(lexemes, index, lexicon):
            continue
        if lexeme.low in lexicon.words["classifier"] and lexemes[index + 1].low == "of":
            at_head = read_counted_noun(lexemes, index + 2, lexicon)
            return NounPhrase(first, at_head.end if at_head else index + 1)
        if not (
            _may_stand_in_phrase(lexemes, index, first, lexicon, singular=singular)
            or (index > first and not singular and _joins_adjectives(lexemes, index, lexicon))
        ):
            return _phrase_without_plural(lexemes, first, index, lexicon, singular=singular)
        if lexeme.low.endswith(("'s", "’s")) and (index == first or lexemes[at].low == "of"):
            first = index + 1
        elif _is_head(lexemes, index, lexicon, singular=singular):
            head = index
            break
    else:
        return None
    if lexemes[first].low in lexicon.words["transitive"] and lexemes[head].low not in lexicon.plural_nouns:
        return None  # two lost limbs
    return NounPhrase(first, head + 1 if singular else _end_of_joined(lexemes, head, lexicon))


def is_plural(lexeme: Lexeme, lexicon: QuantityLexicon) -> bool:
    """Whether the word looks like a plural noun."""
    low = lexeme.low
    if low in lexicon.plural_nouns or low.endswith(("men", "people", "s-by", "s-in-law", "s-in-chief")):
        return low not in lexicon.words["collective_no_head"]
    if not low.endswith("s") or len(low) < 3 or low in lexicon.words["not_plural"]:
        return False
    return not low.endswith(("ss", "us")) and (not low.endswith("is") or lexeme.capital or len(low) > 5)


def continues_noun(lexeme: Lexeme, lexicon: QuantityLexicon) -> bool:
    """Whether the word after a noun looks like the noun's own head: "a tank crew", but not "a tank burned"."""
    if lexeme.kind != "word" or _is_boundary(lexeme, lexicon) or lexeme.low in lexicon.words["verb"]:
        return False
    return not lexeme.capital and not lexeme.low.endswith(("ed", "ing", "ly"))


def _skip_to_phrase(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> int:
    """Past "more", "other", "of the", "of its" and an opening quotation mark."""
    at = _skip(lexemes, at, lexicon.words["skipped"])
    if lexemes[at].low == "of":
        at = _skip_after_of(lexemes, at + 1, lexicon)
    return _skip(lexemes, at, _QUOTES)


def _skip_after_of(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> int:
    at = _skip(lexemes, at, lexicon.words["of_determiner"])
    if hedge := lexicon.hedges_before.longest(lexemes, at):
        at = hedge[1]
    if cardinal := read_cardinal(lexemes, at, lexicon):
        at = cardinal.end  # four of the five attackers
    return _skip(lexemes, at, lexicon.words["skipped"])


def _skip(lexemes: Sequence[Lexeme], at: int, words: frozenset[str]) -> int:
    while lexemes[at].low in words:
        at += 1
    return at


def _may_stand_in_phrase(
    lexemes: Sequence[Lexeme], index: int, first: int, lexicon: QuantityLexicon, *, singular: bool
) -> bool:
    lexeme = lexemes[index]
    if lexeme.kind not in {"word", "plain"} or _is_boundary(lexeme, lexicon):
        return False
    low = lexeme.low
    if lexeme.capital and low in lexicon.words["capital_name"]:
        return True
    if is_plural(lexeme, lexicon) and not singular:
        return True  # twelve reports: no verb in -s follows a number above one
    if singular and low in lexicon.singular_nouns:
        before = lexemes[index - 1].low if index > first else ""
        if before not in lexicon.singular_nouns or before in lexicon.words["adjective_too"]:
            return True  # one air strike
    if singular and index > first and low.endswith("s") and is_plural(lexeme, lexicon):
        return False  # at least one expert believes
    if low in lexicon.words["participle"] and lexemes[index - 1].low.endswith("ly") and index > first:
        return True  # locally made mortars
    if (
        low in lexicon.words["verb"]
        and lexeme.capital
        and index > first
        and _plural_follows(lexemes, index + 1, lexicon)
    ):
        return True  # 12 Red Cross workers
    if low in lexicon.words["verb"]:
        return low in lexicon.words["modifying_verb"] and index == first and _leads_to_head(lexemes, index + 1, lexicon)
    if low.endswith("ly") and low not in lexicon.words["adverb_not"]:
        following = lexemes[index + 1]
        if following.low in lexicon.words["participle"]:
            return True
        # "12 mainly civilians" are 12, "two completely separate attacks" are attacks.
        return not is_plural(following, lexicon) and _plural_follows(lexemes, index + 1, lexicon, within=3)
    if low.endswith(("ed", "ing")) and "-" not in low and low not in lexicon.singular_nouns:
        return _modifies(lexemes, index, first, lexicon)
    return True


def _stands_for_people(lexemes: Sequence[Lexeme], at: int, lexicon: QuantityLexicon) -> bool:
    # "two of the wounded", but not "two of the wounded men"
    return lexemes[at].low in lexicon.words["casualty_adjective"] and not _leads_to_head(lexemes, at + 1, lexicon)


def _end_of_joined(lexemes: Sequence[Lexeme], head: int, lexicon: QuantityLexicon) -> int:
    """The index behind a second plural that the same number counts: "30 women and girls"."""
    if lexemes[head + 1].low not in {"and", "&"}:
        return head + 1
    for index in range(head + 2, head + 5):
        lexeme = lexemes[index]
        if lexeme.kind != "word" or _is_boundary(lexeme, lexicon) or lexeme.low in lexicon.words["verb"]:
            break
        if _is_head(lexemes, index, lexicon, singular=False):
            return index + 1 if _are_alike(lexemes[head], lexeme, lexicon) else head + 1
        if lexeme.low.endswith(("ed", "ing", "ly")):
            break
    return head + 1


def _are_alike(first: Lexeme, second: Lexeme, lexicon: QuantityLexicon) -> bool:
    known = lexicon.plural_nouns
    persons = lexicon.person_plurals
    both_known = first.low in known and second.low in known
    return both_known and (first.low in persons) == (second.low in persons)


def _is_measure(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon) -> bool:
    """Whether a number with its unit describes the noun: "two 500 kg bombs"."""
    return lexemes[index].kind == "number" and lexicon.unit_of.get(lexemes[index + 1].low) in {Unit.MASS, Unit.DISTANCE}


def _is_inner_mark(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon) -> bool:
    """Whether a mark ends no phrase: "Gen. Haftar's men", "soldiers' families", "fighter/attack squadrons"."""
    before, mark, after = lexemes[index - 1 : index + 2]
    if mark.low in {"'", "’"}:
        return is_plural(before, lexicon) and is_plural(after, lexicon)
    if mark.low == ".":
        return before.low in lexicon.words["title"]
    return mark.low == "/" and before.end == mark.start and mark.end == after.start and after.kind == "word"


def _joins_adjectives(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon) -> bool:
    """Whether "and" joins what describes one plural: "Iraqi and Syrian tribesmen"."""
    if lexemes[index].low not in {"and", "or"} or (
        lexemes[index - 1].low in lexicon.singular_nouns and not lexemes[index - 1].capital
    ):
        return False
    for following in range(index + 1, index + 4):
        lexeme = lexemes[following]
        if lexeme.kind != "word" or _is_boundary(lexeme, lexicon) or lexeme.low in lexicon.words["verb"]:
            return False
        if is_plural(lexeme, lexicon):
            return True
    return False


def _is_boundary(lexeme: Lexeme, lexicon: QuantityLexicon) -> bool:
    low = lexeme.low
    words = lexicon.words
    if lexeme.capital and low in words["capital_name"]:
        return False
    return (
        low in words["stop"]
        or low in words["weekday"]
        or (low in words["month"] and lexeme.capital)
        or low in lexicon.cardinals
        or low in lexicon.multipliers
        or lexicon.vague.longest((lexeme, *_NOTHING), 0) is not None
        or low in {"dozens", "scores", "hundreds", "thousands", "millions"}
    )


_NOTHING = (Lexeme(0, 0, "end", "", False),) * 5


def _modifies(lexemes: Sequence[Lexeme], index: int, first: int, lexicon: QuantityLexicon) -> bool:
    """Whether a word in -ed or -ing stands before its noun: "12 armed men", and not "12 rebels armed ..."."""
    if not _leads_to_head(lexemes, index + 1, lexicon):
        return False
    before = lexemes[index - 1].low if index > first else ""
    if before in lexicon.singular_nouns or before in lexicon.words["collective"]:
        return lexemes[index + 1].low in lexicon.plural_nouns
    return True


def _leads_to_head(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon) -> bool:
    lexeme = lexemes[index]
    if lexeme.kind in _LITERALS:
        return True
    return (
        lexeme.kind in {"word", "plain"}
        and not _is_boundary(lexeme, lexicon)
        and (
            lexeme.low not in lexicon.words["verb"]
            or is_plural(lexeme, lexicon)
            or (lexeme.capital and _plural_follows(lexemes, index + 1, lexicon))
            or (lexeme.capital and lexeme.low in lexicon.words["capital_name"])
        )
    )


def _is_head(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon, *, singular: bool) -> bool:
    lexeme, following = lexemes[index], lexemes[index + 1]
    if singular:
        if lexeme.low in lexicon.words["adjective_too"] and (
            continues_noun(following, lexicon) or following.low in lexicon.singular_nouns
        ):
            return False  # one major success
        return lexeme.low in lexicon.singular_nouns and not (
            following.low in lexicon.singular_nouns and following.low not in lexicon.words["verb"]
        )
    if not is_plural(lexeme, lexicon):
        return False
    if following.low in {"'", "’"} and is_plural(lexemes[index + 2], lexicon):
        return False  # two soldiers' families
    goes_on = (
        lexeme.low in lexicon.words["attributive_plural"]
        or lexeme.low in lexicon.words["collective"]
        or (lexeme.capital and lexeme.low not in lexicon.plural_nouns)  # 12 Quds Force officers
    )
    return not (goes_on and _plural_follows(lexemes, index + 1, lexicon))


def _plural_follows(lexemes: Sequence[Lexeme], index: int, lexicon: QuantityLexicon, *, within: int = 2) -> bool:
    # "police officers" and "Armed Forces special operators", but not "police said residents ...".
    for lexeme in lexemes[index : index + within]:
        if lexeme.kind != "word" or _is_boundary(lexeme, lexicon) or lexeme.low in lexicon.words["verb"]:
            return False
        if is_plural(lexeme, lexicon):
            return True
        if lexeme.low.endswith(("ed", "ing", "ly")) and within < 3:
            return False
    return False


def _phrase_without_plural(
    lexemes: Sequence[Lexeme], first: int, end: int, lexicon: QuantityLexicon, *, singular: bool
) -> NounPhrase | None:
    """The words up to ``end`` where they are a noun all the same: "22 Peshmerga", "one Houthi", "three BMP-2"."""
    if end <= first or end - first > 4:
        return None
    if lexemes[first - 1].low in _QUOTES and lexemes[end].low in _QUOTES:
        return NounPhrase(first, end)  # six "khawarij"
    last = lexemes[end - 1]
    known = last.low in lexicon.singular_nouns or last.low in lexicon.words["irregular_plural"]
    if last.low in lexicon.words["collective_no_head"]:
        return None
    if last.low in lexicon.words["verb"] or (last.low.endswith(("ed", "ing")) and not known):
        return None
    if lexemes[first - 1].low == "of" and last.kind == "word":
        return NounPhrase(first, end)  # dozens of buffalo
    named = all(lexeme.capital or lexeme.kind in _LITERALS for lexeme in lexemes[first:end]) and last.kind in {
        "word",
        "model",
    }
    return NounPhrase(first, end) if known or named or singular else None
