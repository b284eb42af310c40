"""Keys under which place names are stored and looked up.

Standard library only: the gazetteer's build runs where nothing else of this package can be imported.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["name_key", "name_keys", "name_skeleton"]

# Letters that carry no combining mark to strip, and so survive NFKD.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h", "ŋ": "ng"}
)
# Ain, hamza, soft signs and every apostrophe that reports type for them, or lose.
_SILENT = re.compile(r"[\u0027\u0060\u00b4\u02b0-\u02ff\u2018-\u201b\u2032\u0640\u064b-\u065f\u200c-\u200f]+")
_GAP = re.compile(r"[\W_]+")
# The Arabic article, as assimilated and transliterated: ar-Raqqah, ez-Zor, el-Fasher, ash-Shaykh.
_ARTICLES = frozenset(
    ["al", "el", "ar", "er", "as", "es", "ash", "esh", "ad", "ed", "az", "ez", "at", "et", "an", "ath", "adh"]
)
_VOWELS = re.compile(r"[aeiouyw]+")
_SOUNDS = (("sh", "$"), ("ch", "$"), ("kh", "x"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"))
_LONGEST = 80


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The name as it is stored: casefolded, marks and apostrophes gone, hyphens as blanks, articles alike.

    >>> name_key("Ar-Raqqah"), name_key("al-Raqqah"), name_key("Sana'a")
    ('al raqqah', 'al raqqah', 'sanaa')
    """
    letters = _SILENT.sub("", name[:_LONGEST].casefold().translate(_LETTERS))
    if not letters.isascii():
        marked = unicodedata.normalize("NFKD", letters)
        letters = _SILENT.sub("", "".join(letter for letter in marked if not unicodedata.combining(letter)))
    words = _GAP.sub(" ", letters).split()
    return " ".join("al" if word in _ARTICLES and len(words) > 1 else word for word in words)


def name_keys(name: str) -> tuple[str, ...]:
    """The name's key, then the keys of the spellings that differ by an article or a final h: "Hasaka", "al-Hasakah"."""
    key = name_key(name)
    bare = key.removeprefix("al ")
    ending = bare[:-1] if bare.endswith("ah") else f"{bare}h" if bare.endswith("a") else bare
    keys = (key, bare, f"al {bare}", ending, f"al {ending}")
    return tuple(dict.fromkeys(form for form in keys if form))


@lru_cache(maxsize=20_000)
def name_skeleton(name: str) -> str | None:
    """The consonants of a transliterated name; None where they are too few to tell places apart.

    Sheikhun, Shaykhun and Sheikhoun are one Arabic spelling: romanisations differ in vowels, not in consonants.
    """
    words = [word for word in name_key(name).split() if word != "al"]
    for letters, sound in _SOUNDS:
        words = [word.replace(letters, sound) for word in words]
    bones = "".join(_VOWELS.sub("", word.rstrip("h") if len(word) > 2 else word) for word in words)
    bones = re.sub(r"(.)\1", r"\1", bones.replace("q", "k"))
    return bones if len(bones) >= 3 and bones.isascii() else None
