"""Inflected forms of the words of the field, made by the grammar of five languages.

What ``marsad.text.endings`` takes off is put on here as a grammar book puts it on, spelling changes
included. It shares no code with it, but the same people wrote both: it says whether the rules do
what they mean to, not whether they are complete.
"""

from collections.abc import Iterator

ARTICLE = "ال"
PARTICLES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل", "وك")
PRONOUNS = ("ه", "ها", "هم", "هن", "هما", "نا", "كم", "ك", "ي")
BACK, ROUNDED = "aıou", "ouöü"


def inflected(word: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield every form with the name of the rule; a phrase is inflected where it begins or ends."""
    rules = {"ar": _arabic, "fa": _persian, "ur": _urdu, "ps": _pashto, "tr": _turkish}
    seen = {word}
    for rule, form in rules[language](word):
        if form not in seen:
            seen.add(form)
            yield rule, form


def _arabic(word: str) -> Iterator[tuple[str, str]]:
    first, blank, rest = word.partition(" ")
    bare = first.removeprefix(ARTICLE) if len(first) > 4 else first
    defined = bare != first
    yield from (
        (rule, form + blank + rest) for rule, form in _proclitics(bare, blank and not defined)
    )
    if blank:
        return
    stem = bare[:-1] + "ت" if bare.endswith("ة") else bare
    if not bare.endswith(("ون", "ين", "ى", "اء", "ا")):
        for pronoun in PRONOUNS:
            yield "pronoun", stem + pronoun
            yield "particle and pronoun", "و" + stem + pronoun
    if (bare.startswith("م") and not bare.endswith(("ة", "ون", "ين", "ات"))) or bare.endswith("ي"):
        for ending in ("ون", "ين", "ات", "ة"):
            yield "sound plural or feminine", bare + ending
            yield "sound plural or feminine", ARTICLE + bare + ending
            yield "sound plural, article and particle", "ب" + ARTICLE + bare + ending
            yield "sound plural, article and particle", "لل" + bare + ending
    if bare.endswith("ة"):
        yield "sound plural or feminine", bare[:-1] + "ات"
        yield "sound plural or feminine", ARTICLE + bare[:-1] + "ات"
        yield "dual", stem + "ين"
    if not bare.endswith(("ة", "ا", "ون", "ين", "ات")):
        yield "case ending", bare + "ا"


def _proclitics(bare: str, construct: object) -> Iterator[tuple[str, str]]:
    for particle in PARTICLES:
        yield "particle", particle + bare
    if construct:
        return
    yield "article", ARTICLE + bare
    for particle in ("و", "ف", "ب", "ك", "وب", "فب", "وك"):
        yield "article and particle", particle + ARTICLE + bare
    for particle in ("لل", "ولل", "فلل"):
        yield "article and particle", particle + (bare[1:] if bare.startswith("ل") else bare)


def _persian(word: str) -> Iterator[tuple[str, str]]:
    vowel = word.endswith(("ا", "و"))
    for plural in ("ها", "های", "هایی", "هایش", "هایشان"):
        yield "plural", f"{word}\u200c{plural}"
        if not word.endswith("ه"):
            yield "plural, joined", word + plural
    if word.endswith("ه"):
        yield from (("indefinite or ezafe", word + end) for end in ("\u200cای", "\u200cی", "ٔ"))
        yield from (("pronoun", f"{word}\u200c{end}") for end in ("ام", "ات", "اش"))
    elif not word.endswith("ی"):
        yield "indefinite or ezafe", word + ("یی" if vowel else "ی")
        yield from (("pronoun", word + ("ی" if vowel else "") + end) for end in ("م", "ت", "ش"))
        yield from (("pronoun", word + ("ی" if vowel else "") + end) for end in ("مان", "شان"))
        yield "plural of persons", word + ("یان" if vowel else "ان")


def _urdu(word: str) -> Iterator[tuple[str, str]]:
    if word.endswith(("ہ", "ا")):
        yield from (("oblique or plural", word[:-1] + end) for end in ("ے", "وں"))
    elif word.endswith("ی"):
        yield from (("oblique or plural", word[:-1] + end) for end in ("یاں", "یوں"))
    elif not word.endswith("ین"):
        yield from (("oblique or plural", word + end) for end in ("وں", "یں"))


def _pashto(word: str) -> Iterator[tuple[str, str]]:
    if word.endswith("ه"):
        yield from (("oblique or plural", word[:-1] + end) for end in ("ې", "و"))
    elif not word.endswith(("و", "ی", "ان", "ين")):
        yield from (("oblique or plural", word + end) for end in ("ان", "انو", "و", "ه", "ونه"))


def _turkish(word: str) -> Iterator[tuple[str, str]]:
    vowels = [letter for letter in word.lower() if letter in "aeıioöuü"]
    last = vowels[-1]
    wide = "a" if last in BACK else "e"
    narrow = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}[last]
    hard = word[-1] in "pçtkfhsş"
    at = "t" if hard else "d"
    soft = word[:-1] + {"p": "b", "ç": "c", "t": "d", "k": "ğ"}.get(word[-1], word[-1])
    joint = "" if word[-1] not in "aeıioöuü" else "y"
    many = f"{word}l{wide}r"
    high = "ı" if wide == "a" else "i"
    yield from (
        ("plural", many),
        ("plural and case", many + high),
        ("plural and case", many + wide),
    )
    yield from (("plural and case", f"{many}{high}n"), ("plural and case", f"{many}d{wide}n"))
    yield from (("case", f"{word}{at}{wide}"), ("case", f"{word}{at}{wide}n"))
    ends = soft if not joint else word
    yield from (("case", f"{ends}{joint}{narrow}"), ("case", f"{ends}{joint}{wide}"))
    yield "case", f"{ends}{'n' if joint else ''}{narrow}n"
    yield "possessive", f"{ends}{narrow if not joint else ''}m{narrow}z"
