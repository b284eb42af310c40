"""Who asserts which stretch of a text, read off cue words and the shape of the phrases beside them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from crossclaim.extract.source_phrases import (
    Lexicon,
    find_source_after,
    find_source_before,
    is_pronoun,
    is_time_word,
    kind_of,
    load_lexicon,
)
from crossclaim.model import AttributionKind
from crossclaim.text.quotations import find_quotations
from crossclaim.text.tokens import Token, find_tokens

__all__ = ["AttributedContent", "attribution_at", "find_attributions"]

Range = tuple[int, int]

# Shorter text between sentence start and subject is an adverbial ("Elsewhere in Syria"), not a statement of its own.
LONGEST_ADVERBIAL = 8  # tokens
LONGEST_ASIDE = 16  # tokens between a subject and its verb
LONGEST_QUOTATION = 1000
NEAR = 64  # attributions looked at for one clause
RECENT = 8  # attributions back that a pronoun or "adding" may refer to
# A clause is governed by an attribution that covers at least this much of it.
LEAST_SHARE = 0.4


class AttributedContent(NamedTuple):
    """One attribution: ``text[content]`` is asserted by ``text[source]``, as ``text[cue]`` says.

    ``source`` is None where nobody is named ("reportedly") or where the narrator speaks of himself ("we deny").
    ``rule`` names the pattern; "running" marks a sentence that only continues the one before. ``parent`` is who passes
    it on ("Reuters quoted the governor as saying").
    """

    kind: AttributionKind
    source: Range | None
    cue: Range | None
    content: Range
    rule: str
    extent: Range  # content, cue and source phrase together: what a quote of the whole statement covers
    parent: AttributedContent | None = None


class _Block(NamedTuple):
    """Source and cue as token indices in one sentence; ``follows`` tells where what they say stands."""

    rule: str
    first: int
    last: int
    cue: Range
    source: Range | None
    follows: bool
    speaks: bool = True  # False: the running speaker goes on ("adding that")


class _Sentence(NamedTuple):
    start: int
    end: int
    tokens: list[Token]
    words: list[str]

    def word(self, position: int) -> str:
        return self.words[position] if 0 <= position < len(self.words) else ""


def find_attributions(text: str, sentences: Sequence[Range]) -> list[AttributedContent]:
    """The attributions in ``text`` ordered by where they begin, those inherited from neighbours included."""
    per_sentence: list[list[AttributedContent]] = []
    found: list[AttributedContent] = []
    for start, end in sentences:
        here = _in_sentence(text, start, end, found[-RECENT:])
        per_sentence.append(here)
        found += here
    _share_quotations(text, sentences, per_sentence)
    _run_on(text, sentences, per_sentence)
    return sorted((entry for here in per_sentence for entry in here), key=_extent_start)


def _share_quotations(text: str, sentences: Sequence[Range], per_sentence: Sequence[list[AttributedContent]]) -> None:
    """Give every sentence inside one quotation the speaker that stands at its end, or else at its start."""
    starts = [start for start, _ in sentences]
    for quotation in find_quotations(text):
        if quotation.inner_end == quotation.end or quotation.end - quotation.start > LONGEST_QUOTATION:
            continue  # marks were lost: no telling where the speaker stopped
        first = max(bisect_right(starts, quotation.start) - 1, 0)
        last = max(bisect_right(starts, quotation.end - 1) - 1, first)
        speakers = [entry for here in per_sentence[first : last + 1] for entry in here]
        for number in range(first, last + 1 if speakers else first):
            if not per_sentence[number]:
                start, end = sentences[number]
                per_sentence[number].append(
                    speakers[-1]._replace(content=(start, end), extent=(start, end), rule="quotation")
                )


def _run_on(text: str, sentences: Sequence[Range], per_sentence: Sequence[list[AttributedContent]]) -> None:
    """Give unattributed sentences that continue an attributed one its speaker."""
    running: AttributedContent | None = None
    for (start, end), here in zip(sentences, per_sentence, strict=True):
        if not here and running is not None and _goes_on(text, start, end):
            here.append(running._replace(content=(start, end), extent=(start, end), rule="running"))
        running = here[-1] if here else None


def attribution_at(start: int, end: int, attributed: Sequence[AttributedContent]) -> AttributedContent | None:
    """The attribution that governs the clause ``start:end``, the innermost if several do; None is the narrator.

    ``attributed`` is ordered as ``find_attributions`` orders it.
    """
    shares = [(_overlap(start, end, entry.extent) / max(1, end - start), entry) for entry in _near(end, attributed)]
    shares = [(share, entry) for share, entry in shares if share > 0]
    if sum(share for share, _ in shares) < LEAST_SHARE:
        return None
    best = max(share for share, _ in shares)
    near = [entry for share, entry in shares if share >= best - 0.2]
    return min(near, key=lambda entry: entry.content[1] - entry.content[0])


def _near(end: int, attributed: Sequence[AttributedContent]) -> Sequence[AttributedContent]:
    """Those that begin before ``end``; sentences hold few attributions, so none further back can reach the clause."""
    last = bisect_left(attributed, end, key=_extent_start)
    return attributed[max(0, last - NEAR) : last]


def _extent_start(entry: AttributedContent) -> int:
    return entry.extent[0]


def _overlap(start: int, end: int, content: Range) -> int:
    return max(0, min(end, content[1]) - max(start, content[0]))


# --- one sentence


def _in_sentence(text: str, start: int, end: int, before: Sequence[AttributedContent]) -> list[AttributedContent]:
    if _cues().isdisjoint(_CUE_WORD.findall(text[start:end].lower())):
        return []  # nobody speaks here: no need of a closer look
    tokens = find_tokens(text, start, end)
    sentence = _Sentence(start, end, tokens, [token.text.lower().replace("’", "'") for token in tokens])
    recent = list(before)
    blocks = list(_blocks(sentence))
    if any(block.source for block in blocks):  # "were reportedly hit, sources said": the sources say it
        blocks = [block for block in blocks if block.rule not in {"hearsay", "impersonal"}]
    for reached, block, follows in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        recent.append(_attributed(sentence, reached, block, follows, recent))
    return recent[len(before) :]


def _blocks(sentence: _Sentence) -> Iterator[_Block]:
    """The attributions of the sentence from left to right; they do not overlap."""
    reached = 0
    cues = _cues()
    for position, word in enumerate(sentence.words):
        if position < reached or word not in cues:
            continue
        block = _block_at(sentence, position, reached)
        if block is not None:
            yield block
            reached = block.last


def _block_at(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    for rule in _RULES:
        block = rule(sentence, position, floor)
        if block is not None:
            return block
    return None


def _attributed(
    sentence: _Sentence,
    reached: _Block | None,
    block: _Block,
    follows: _Block | None,
    before: Sequence[AttributedContent],
) -> AttributedContent:
    tokens = sentence.tokens
    content = _content(sentence, reached, block, follows)
    cue = (tokens[block.cue[0]].start, tokens[block.cue[1] - 1].end)
    quoted = block.rule == "quoted_as" and before and before[-1].extent[0] >= sentence.start
    parent = before[-1] if quoted else None
    extent = min(tokens[block.first].start, content[0]), max(cue[1], content[1])
    if not block.speaks and before:
        return before[-1]._replace(cue=cue, content=content, rule=block.rule, extent=extent)
    if block.source is None:
        return AttributedContent(AttributionKind.UNNAMED, None, cue, content, block.rule, extent)
    head = tokens[block.source[0]]
    antecedent = _antecedent(before) if is_pronoun(head) else None
    if antecedent is not None:
        return AttributedContent(antecedent.kind, antecedent.source, cue, content, block.rule, extent)
    source = (head.start, tokens[block.source[1] - 1].end)
    return AttributedContent(kind_of(tokens, block.source), source, cue, content, block.rule, extent, parent)


def _antecedent(before: Sequence[AttributedContent]) -> AttributedContent | None:
    """The last source named: a pronoun that speaks nearly always stands for it."""
    return next((entry for entry in reversed(before) if entry.source is not None), None)


def _content(sentence: _Sentence, reached: _Block | None, block: _Block, follows: _Block | None) -> Range:
    """What the block's source asserts: from its cue on, or from the block before up to its source."""
    tokens = sentence.tokens
    limit = _block_start(sentence, follows) if follows is not None and follows.follows else len(tokens)
    if block.follows:
        first = min(block.last, len(tokens) - 1)
        return tokens[first].start, max(tokens[max(limit - 1, first)].end, tokens[first].end)
    begin = reached.last if reached is not None and not reached.follows else 0
    begin = min(begin, max(block.first - 1, 0))
    another = follows is not None and not follows.follows
    # "is reported to have been at the front": what is reported lies on both sides of the cue.
    around = block.source is None and block.speaks
    trailing = not around and (another or _is_trailer(sentence, block.last, limit))
    stop = block.first if trailing else limit
    return tokens[begin].start, max(tokens[max(stop - 1, begin)].end, tokens[begin].end)


def _block_start(sentence: _Sentence, block: _Block) -> int:
    first = block.first
    while first > 0 and sentence.words[first - 1] in {",", ";", "and", "but", "while", "whereas", "though", "although"}:
        first -= 1
    return first


def _is_trailer(sentence: _Sentence, first: int, limit: int) -> bool:
    """Whether what follows the block only places it ("on Monday in a statement.") and asserts nothing more."""
    return limit - first <= 6 or sentence.word(first) in load_lexicon().after_cue


# --- rules: each reads the token at ``position``, none looks back past ``floor``


def _passive(sentence: _Sentence, position: int, _floor: int) -> _Block | None:
    word = sentence.words[position]
    if "passive" not in _groups(word) or not _is_passive(sentence, position):
        return None
    follows = sentence.word(position + 1)
    if follows == "by":
        source = find_source_after(sentence.tokens, position + 2)
        rule = "responsibility" if word == "claimed" else "passive_by"
        last = source[1] if source else position + 2
        return _Block(rule, position, last, (position, position + 1), source, follows=False) if source else None
    if word == "blamed" or (word == "accused" and follows != "of"):
        return None
    return _Block("impersonal", position, position + 1, (position, position + 1), None, follows=position < 4)


def _hearsay(sentence: _Sentence, position: int, _floor: int) -> _Block | None:
    if "hearsay" not in _groups(sentence.words[position]) or sentence.word(position + 1) in _AGENT_ONLY:
        return None
    return _Block("hearsay", position, position + 1, (position, position + 1), None, follows=position < 6)


def _preposition(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    words = sentence.words
    width = 2 if words[position] == "according" and sentence.word(position + 1) == "to" else 0
    if not width and not (words[position] in {"citing", "quoting"} and floor == 0):
        return None
    cue = (position, position + (width or 1))
    source = find_source_after(sentence.tokens, cue[1]) or (_any_phrase(sentence, cue[1]) if width else None)
    if source is None or (not width and any(map(_is_verb_cue, words[source[1] : source[1] + 3]))):
        return None
    return _Block("according_to", position, source[1], cue, source, follows=position < 2)


def _responsibility(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    lexicon = load_lexicon()
    if sentence.words[position] not in lexicon.responsibility_verbs:
        return None
    noun = next((n for n in (position + 1, position + 2) if sentence.word(n) in lexicon.responsibility_nouns), None)
    source = find_source_before(sentence.tokens, position, floor)
    if noun is None or source is None or _is_negated(sentence, source, position):
        return None
    return _Block("responsibility", source[0], noun + 1, (position, noun + 1), source, follows=True)


def _verb(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "X said that ...", "..., X said", "... said X"."""
    groups = _groups(sentence.words[position])
    if not groups & _VERBAL or not sentence.tokens[position].text.islower():
        return None
    if sentence.word(position - 1) in {"to", "be", "been", "being", "not"} or _is_passive(sentence, position):
        return None
    if sentence.word(position + 1) == "by" and sentence.words[position] not in {"said", "says", "told"}:
        return None
    inverted = _inverted(sentence, position) if "speech" in groups else None
    source = _subject(sentence, position, floor)
    opens = source is not None and all(word in _MARKS for word in sentence.words[floor : source[0]])
    if inverted is not None and (source is None or (not opens and _ends_clause(sentence, inverted[1]))):
        return _Block("inverted", position, inverted[1], (position, position + 1), inverted, follows=False)
    if source is None:
        return _second_verb(sentence, position, floor)
    if _is_negated(sentence, source, position) or not _may_speak(sentence, source, position):
        return None
    last = _after_recipient(sentence, position + 1)
    rule = next(group for group in _VERBAL_ORDER if group in groups)
    follows = _content_follows(sentence, source[0], last, floor)
    if rule != "speech" and last < len(sentence.words) and sentence.words[last] not in _STOPS:
        follows = True  # these verbs take an object: "counted 19", "denied it", "vowed to"
    return _Block(rule if follows else f"{rule}_after", source[0], last, (position, position + 1), source, follows)


def _subject(sentence: _Sentence, position: int, floor: int) -> Range | None:
    """The subject of the verb at ``position``: right before it, or the opening phrase before an aside."""
    source = find_source_before(sentence.tokens, position, floor)
    if source is not None and sentence.word(source[0] - 1) in _PREPOSITIONS:
        source = _past_place(sentence, source)
    if source is not None and (
        sentence.word(source[0] - 1) == "what" or sentence.words[source[0]] in load_lexicon().selves
    ):
        return None
    opening = _opening_phrase(sentence, position, floor)
    if opening is None or (source is not None and opening[0] == source[0]):
        return source
    gap = sentence.words[opening[1] : position]
    if not gap or len(gap) > LONGEST_ASIDE:
        return source
    if source is None:
        return opening if _is_aside(gap) else None
    return opening if gap[0] in {"who", "which", "whose"} else source


def _past_place(sentence: _Sentence, source: Range) -> Range | None:
    """As in "in Latakia local residents said", stops lost: the phrase without the name that the preposition takes."""
    first = source[0]
    while first < source[1] and sentence.tokens[first].text[:1].isupper() and not _speaks(sentence, (first, first + 1)):
        first += 1
    if first == source[1] and source[1] - source[0] > 1 and sentence.tokens[first - 1].text.isupper():
        first -= 1  # "in Homs SANA reported"
    return (first, source[1]) if source[0] < first < source[1] else None


def _opening_phrase(sentence: _Sentence, position: int, floor: int) -> Range | None:
    """The phrase that opens the clause, if it is one that can speak."""
    first = floor
    while first < min(position, floor + LONGEST_ASIDE) and (
        sentence.words[first] in _OPENERS or sentence.tokens[first].kind != "word"
    ):
        first += 1
    opening = find_source_after(sentence.tokens, first, position)
    return opening if opening is not None and _speaks(sentence, opening) else None


def _is_aside(gap: Sequence[str]) -> bool:
    """Whether the words between a phrase and its verb only qualify it: "who asked not to be named,"."""
    qualifies = {
        "who",
        "which",
        "whose",
        "where",
        ",",
        "in",
        "at",
        "from",
        "of",
        "with",
        "for",
        "on",
        "close",
        "privy",
        "near",
    }
    return gap[0] in qualifies or (gap[0].endswith(("ed", "ing")) and gap[-1] not in {"and", "but"})


def _second_verb(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "denied it and said that ...": the subject of the verb before goes on."""
    before = position - 1
    while before >= floor and sentence.words[before] in load_lexicon().skipped:
        before -= 1
    if not floor or sentence.word(before) not in {"and", "but"}:
        return None
    last = _after_recipient(sentence, position + 1)
    return _Block("second_verb", position, last, (position, position + 1), None, follows=True, speaks=False)


def _participle(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in ", adding that ...": the speaker of the sentence or of the one before goes on."""
    if "participle" not in _groups(sentence.words[position]) or position == 0:
        return None
    if sentence.word(position - 1) in {"was", "were", "is", "are", "by", "of", "for", "without", "from", "after"}:
        return None
    own = _quoted_as_saying(sentence, position, floor)
    if own is not None:
        return own
    last = position + 1 + (sentence.word(position + 1) == "that")
    cue = (position, position + 1)
    if floor == 0:
        source = _opening_phrase(sentence, position, 0) if sentence.words[position] in {"saying", "adding"} else None
        return _Block("participle", position, last, cue, source, follows=True) if source else None
    return _Block("participle", position, last, cue, None, follows=True, speaks=False)


def _noun(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "reports that ...", "the army's claim that ...", "the ministry's count is 12"."""
    if sentence.words[position] not in _assertion_nouns():
        return None
    owner = position - 1
    possessive = sentence.word(owner) in {"'s", "'"}
    follows = sentence.word(position + 1)
    if possessive and follows in {"that", "of", "is", "was", "stands", "says", ":", "put"}:
        source = find_source_before(sentence.tokens, owner, floor)
        if source:
            return _Block("owned_noun", source[0], position + 1, (position, position + 1), source, follows=True)
    amid = sentence.word(position - 1) == "amid"
    if (amid or follows in {"that", "of"}) and sentence.words[position] in {"reports", "rumours", "rumors"}:
        source = (position, position + 1)
        return _Block("reports", position, position + 1 + (not amid or follows == "that"), source, source, follows=True)
    if possessive or sentence.word(owner) in load_lexicon().modifiers:
        return _by_count(sentence, position, floor)
    return None


def _by_count(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "..., by this newspaper's count"."""
    first = next(
        (back for back in range(position - 2, max(floor, position - 12), -1) if sentence.words[back] == "by"), None
    )
    if first is None or sentence.words[position - 1] not in {"'s", "'"}:
        return None
    source = find_source_after(sentence.tokens, first + 1, position - 1)
    return (
        _Block("by_count", first, position + 1, (position, position + 1), source, follows=first < 2) if source else None
    )


def _colon(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "Police: 12 held in Kano" and "12 held in Kano: police"."""
    if sentence.words[position] not in _COLONS or floor or position == 0:
        return None
    if sentence.words[position] != ":" and sentence.tokens[position - 1].end == sentence.tokens[position].start:
        return None  # a hyphen inside a word
    cue = (position, position + 1)
    count = len(sentence.tokens)
    ahead = find_source_after(sentence.tokens, position + 1)
    if ahead and ahead[1] >= count - 1 and position > 3 and _speaks(sentence, ahead):
        return _Block("colon_after", position, count, cue, ahead, follows=False)
    behind = find_source_after(sentence.tokens, 0, position)
    if sentence.words[position] == ":" and behind and behind[1] == position <= 6 and _speaks(sentence, behind):
        return _Block("colon", 0, position + 1, cue, behind, follows=True)
    return None


_RULES: tuple[Callable[[_Sentence, int, int], _Block | None], ...] = (
    _responsibility,
    _passive,
    _hearsay,
    _preposition,
    _verb,
    _participle,
    _noun,
    _colon,
)


# --- what the rules ask


def _groups(word: str) -> frozenset[str]:
    return load_lexicon().cues.get(word, frozenset())


def _is_passive(sentence: _Sentence, position: int) -> bool:
    """Whether a form of "be" stands before the cue, adverbs skipped."""
    for back in range(position - 1, max(-1, position - 4), -1):
        if sentence.words[back] in {"is", "are", "was", "were", "been", "being", "be"}:
            return True
        if sentence.words[back] not in {
            "also",
            "widely",
            "not",
            "all",
            "initially",
            "later",
            "earlier",
            "now",
            "still",
        }:
            return False
    return False


def _is_negated(sentence: _Sentence, source: Range, position: int) -> bool:
    """Whether nobody says it: "no group has claimed", "could not confirm", "has not commented"."""
    words = [*sentence.words[max(0, source[0] - 1) : source[0] + 1], *sentence.words[source[1] : position]]
    return any(word in _NEGATIONS or word.endswith("n't") for word in words)


def _is_verb_cue(word: str) -> bool:
    return bool(_groups(word) & _VERBAL)


def _any_phrase(sentence: _Sentence, first: int) -> Range | None:
    """As in "the indictment": whatever noun "according to" names, up to the next mark or function word."""
    last = first
    while last < min(len(sentence.words), first + 6) and sentence.tokens[last].kind == "word":
        if last > first and (sentence.words[last] in load_lexicon().openings or sentence.words[last] in _DETERMINERS):
            break
        last += 1
    return (first, last) if last > first else None


def _may_speak(sentence: _Sentence, source: Range, position: int) -> bool:
    """Whether the subject of a verb that is no plain speech verb can be an asserter."""
    if "count" not in _groups(sentence.words[position]) or "speech" in _groups(sentence.words[position]):
        return True
    lexicon = load_lexicon()
    speaks = _speaks(sentence, source)
    if is_pronoun(sentence.tokens[source[0]]) and sentence.words[source[0] - 1] in _SAYING:
        return False  # "said he had counted": what he counted is what he said
    if sentence.words[position] in lexicon.weak:
        return speaks and _weak_cue_speaks(sentence, position)
    named = any(token.text[:1].isupper() for token in sentence.tokens[source[0] + 1 : source[1]])
    return speaks or named or is_pronoun(sentence.tokens[source[0]]) or sentence.tokens[source[0]].text.isupper()


def _weak_cue_speaks(sentence: _Sentence, position: int) -> bool:
    """As in "put the toll at", "gave a figure of", "quoted": a weak verb with an assertion as its object."""
    if sentence.words[position] in {"quoted", "saw", "named", "found", "states", "noticed"}:
        return True
    ahead = sentence.words[position + 1 : position + 9]
    if sentence.words[position] in {"put", "puts"}:
        return "at" in ahead
    return any(word in _assertion_nouns() or word == "number" for word in ahead[:4])


def _speaks(sentence: _Sentence, source: Range) -> bool:
    lexicon = load_lexicon()
    return any(word in lexicon.speakers or word in lexicon.unnamed for word in sentence.words[source[0] : source[1]])


def _inverted(sentence: _Sentence, position: int) -> Range | None:
    """The subject behind its verb: "said the Observatory", "said Kevin Kennedy, a coordinator"."""
    if position == 0 or sentence.words[position] in {"told", "tells", "tell", "informed", "informs"}:
        return None
    source = find_source_after(sentence.tokens, position + 1)
    if source is None or is_pronoun(sentence.tokens[source[0]]):
        return None
    quoted = sentence.words[position - 1] in _CLOSERS
    return source if quoted or _ends_clause(sentence, source[1]) else None


def _ends_clause(sentence: _Sentence, position: int) -> bool:
    """Whether a clause can end before the token ``position``: at a mark, at an adverbial, at the sentence's end."""
    word = sentence.word(position)
    if not word or word in {".", ",", ";", "!", "?", ":", '"', "”", ")", "…", "-", "–", "—"}:
        return True
    return (word in load_lexicon().after_cue and word not in {"to", "when", "for", "by"}) or word in {"and", "but"}


def _after_recipient(sentence: _Sentence, position: int) -> int:
    """The token where what was said can begin: "told AFP on Monday that", "said in a statement on X that"."""
    for ahead in range(position, min(len(sentence.words), position + 14)):
        word = sentence.words[ahead]
        if word == "that" and sentence.word(ahead + 1) != "day":
            return ahead + 1
        if word in {".", ",", ";", ":", '"', "“"} or "participle" in _groups(word):
            break
    if sentence.words[position - 1] in {"told", "tells", "tell", "informed", "informs", "inform"}:
        recipient = find_source_after(sentence.tokens, position)
        position = (
            recipient[1] if recipient else position + (sentence.word(position) in {"him", "her", "them", "us", "me"})
        )
    while position < len(sentence.tokens) and _is_time_phrase(sentence, position):
        position += 1
    return position


def _is_time_phrase(sentence: _Sentence, position: int) -> bool:
    if is_time_word(sentence.tokens[position]):
        return True
    follows = position + 1 < len(sentence.tokens) and is_time_word(sentence.tokens[position + 1])
    return sentence.words[position] in {"on", "late", "early", "in"} and follows


def _content_follows(sentence: _Sentence, first: int, last: int, floor: int) -> bool:
    """Whether the verb's content stands behind it (X said A) rather than before its subject (A, X said)."""
    before = sentence.words[floor:first]
    after = sentence.word(last)
    if not [word for word in before if word not in _MARKS] or before[-1] == ";":
        return True
    if not after or after in {".", "!", "?", "…", ";"} or last >= len(sentence.words):
        return False
    if sentence.word(last - 1) == "that" or after == ":":
        return True
    closes = before[-1] in {",", '"', "”", "»", "–", "—"}
    if closes and before[-1] != ",":
        return False
    if sentence.word(first - 1) in {
        "and",
        "but",
        "while",
        "as",
        "after",
        "that",
        "which",
        "although",
        "though",
        "when",
    }:
        return True
    if closes and after in {",", '"', "“"}:
        return after != "," or _is_adverbial(before)
    if after in load_lexicon().after_cue and not _is_adverbial(before):
        return False
    return _is_adverbial(before)


def _is_adverbial(before: Sequence[str]) -> bool:
    """Whether the words before the subject set the scene: few, or between a preposition and a comma."""
    lexicon = load_lexicon()
    words = [word for word in before if word not in _MARKS]
    opened = bool(words) and (words[0] in lexicon.openings or words[0] in lexicon.times) and not _states(words)
    return (len(words) <= LONGEST_ADVERBIAL and (opened or len(words) <= 3)) or (
        opened and before[-1] == "," and len(words) <= 16
    )


def _states(words: Sequence[str]) -> bool:
    """Whether the words assert something themselves: "At least 12 soldiers were killed", "Over 40 houses burned"."""
    if words[0] in {"when", "while", "after", "before", "since", "as", "although", "though", "because", "if", "where"}:
        return False
    counts = words[0] in _HEDGES and len(words) > 1 and (words[1] in _HEDGES or words[1][:1].isdigit())
    return counts or not _AUXILIARIES.isdisjoint(words)


_HEDGES = frozenset(
    {"at", "least", "most", "more", "than", "over", "under", "about", "around", "up", "to", "no", "fewer"}
)
_AUXILIARIES = frozenset({"was", "were", "is", "are", "has", "have", "had", "been"})


def _quoted_as_saying(sentence: _Sentence, position: int, floor: int) -> _Block | None:
    """As in "quoted the governor as saying", "was cited as saying": the source is the one quoted."""
    if sentence.word(position - 1) != "as" or floor >= position:
        return None
    source = find_source_before(sentence.tokens, position - 1, 0)
    if source is None:
        return None
    return _Block("quoted_as", source[0], position + 1, (position, position + 1), source, follows=True)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether an unattributed sentence still belongs to the speaker of the one before: a quotation, or "we" and "our".

    Carrying over every next sentence, or those opened by a pronoun or a further figure, was worse on the train parts:
    narrators take over again without notice.
    """
    quoted = text[start] in '"“«„' and text[end - 1] in '"”»“.'
    return quoted or _first_person_pattern().search(text, start, end) is not None


_CUE_WORD = re.compile(r"\w+|[:–—-]")
_COLONS = frozenset(":–—-")
_VERBAL_ORDER = ("speech", "refusal", "accusation", "announcement", "count")
_NEGATIONS = frozenset({"no", "not", "nobody", "none", "never", "neither", "nor", "cannot"})
_VERBAL = frozenset(_VERBAL_ORDER)
# "strikes allegedly carried out by": the doubt is about who did it.
_AGENT_ONLY = frozenset({"by", "carried", "committed", "conducted", "launched", "perpetrated", "fired"})
_SAYING = frozenset({"said", "says", "say", "that", "told"})
_STOPS = frozenset({".", "!", "?", "…", ";", ","})
_PREPOSITIONS = frozenset(
    {
        "of",
        "in",
        "at",
        "from",
        "by",
        "to",
        "with",
        "on",
        "near",
        "for",
        "against",
        "into",
        "between",
        "over",
        "around",
    }
)
_CLOSERS = frozenset({'"', "”", "»", ",", "“", "'", "’"})
_DETERMINERS = frozenset({"the", "a", "an"})
_OPENERS = frozenset({"and", "but", "meanwhile", "however", "also", "separately", "yet", "while"})
_MARKS = frozenset({",", '"', "“", "”", "«", "»", "(", ")", "-", "–", "—", "…", "'", "•", "*", ":"})


@cache
def _first_person_pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:our|ours|we|us)\b", re.IGNORECASE)


@cache
def _assertion_nouns() -> frozenset[str]:
    return frozenset(word for word, groups in load_lexicon().cues.items() if "noun" in groups)


@cache
def _cues() -> frozenset[str]:
    """The words and marks that a rule may begin at."""
    lexicon: Lexicon = load_lexicon()
    return frozenset({*lexicon.cues, *lexicon.responsibility_verbs, *_COLONS, "according"})
