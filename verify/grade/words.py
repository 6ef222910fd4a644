"""What the words around a formula say: conditions, changes of world, headings, and where a new thought begins.

Students say in words what a statement rests on ("if the columns are orthonormal", "at the optimum", "for i = j").
What is understood becomes a world or a hypothesis; a condition that is not understood keeps a row from being accused.
English and French are read.

Main definitions
----------------
* `Cue`: what a piece of prose says.
* `cue(text)`: read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from verify.grade.conditions import SENTENCE as _SENTENCE
from verify.grade.conditions import any_of, condition_in, plain
from verify.grade.free_words import frees

#: words after which an equation is set rather than claimed
_SETTING = any_of(
    "set sets setting put putting let letting equat* solv* requir* want* need* must should condition choose take write "
    "denot* defin* call* where annul* pos* soit soient on_veut il_faut résou* note notons notant où"
)
#: words behind which an equation is what is left to solve
_REMAINING = any_of(
    "remain* left leaves reduce* becomes reads gives vanish* zero have_to has_to reste* restant* devient se_réduit "
    "on_doit doit annule* nul nulle"
)
#: words that announce a definition
_DEFINING = any_of(
    "let define* defin* denot* call* consider* introduc* instead soit soient définis* notons posons pose considér* "
    "introdui* appel*"
)
#: words that give a name here, be it known or not, with nothing behind them that goes on to a conclusion
_ANEW = re.compile(
    r"(?<!\w)(?:let(?!\s+(?:us|me)\b|['’]s)|(?:re)?defin(?:e|es|ing)|put|denote|soi(?:en)?t|posons|notons|(?:re|ré)?d[eé]finissons)"
    r"(?!\w)(?:(?!(?<!\w)(?:then|so|hence|thus|therefore|we|one|get|gives?|have|obtain|follows?|find|be|where|donc|alors|ainsi|on"
    r"|nous)(?!\w))[^.:;?])*$",
    re.IGNORECASE,
)
#: words that make what is said no claim: what one would like, what is wrong, what others say
_DOUBT = any_of(
    "wrong would could might false incorrect* contradict* tempt* faux not_true not_the_case not_hold not_correct "
    "pas_vrai pas_le_cas"
)
#: words that deny what follows, unless they are about something else (`_ELSEWHERE`) or end before a conclusion
_DENYING = any_of("not cannot can't instead_of rather_than n'est_pas ne_sont_pas au_lieu")
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:not|n['’]est\s+pas|ne\s+sont\s+pas)\s+(?:depend|involv|contain|matter|chang|vary|affect|random|enter"
    r"|see(?!\w)|need|negative|zero|dépend|aléatoire|négati)\w*"
    r"|(?<!\w)(?:not\s+only|instead\s+of|rather\s+than|au\s+lieu\s+(?:de|d['’]))\s*\w+(?:ing|er|ir|re)(?!\w)"
    r"|(?<!\w)(?:instead\s+of|rather\s+than|au\s+lieu\s+(?:des?|du|d['’]))[^.:;?]{1,60}?"
    r"(?:,(?=\s*[^\W\d_])|(?<!\w)(?:is|are|reads?|becomes?|gives?|has|we|one|I|est|sont|devient|donne|on|nous)(?!\w))"
    r"|\((?:[^()]|\([^()]{0,9}\)){0,60}?(?<!\w)not\s+(?:the\s+(?:one|same)|to\s+be\s+confused)(?!\w)"
    r"(?:[^()]|\([^()]{0,9}\)){0,60}\)",
    re.IGNORECASE,
)
_CONCLUSION = any_of("so hence thus therefore consequently donc ainsi d'où alors d’où")
#: words that continue what was said right before
_GLUE = frozenset(
    re.findall(
        r"\S+",
        "a also and are as becomes by c'est-à-dire ce donc donne d'où ainsi equals equivalently et expanding "
        "finally finalement follows get gets give gives giving have hence i.e ie implies is it linearity now "
        "obtain obtains obtient on or qui rearranging simplifying so soit that then therefore this thus to we "
        "which yield yields alors nous avons par conséquent enfin ",
    )
)
#: words by which a sentence goes on from what was said or supposed right before
_ONWARD = any_of(
    "so then hence thus therefore consequently give* yield* implies get gets obtain* follows becomes "
    "donc ainsi d'où d’où alors donne* obtient"
)
#: words that say of the number behind them that it is any real one
_REAL = any_of("real reals réel réels", r"(?:\s+(?:numbers?|values?|parameters?|shifts?))?(?:\s+of)?\s*$")
#: words that say of the formulas around them that each follows from the other, and nothing else
_EQUIVALENT = re.compile(
    r"[\W_]*(?:(?:(?:which|that|this|it|and)\s+)?(?:is|are|holds?|happens|or)\s+)*(?:(?:exactly|precisely|only)\s+)?"
    r"(?:iff|if\s+and\s+only\s+if|(?:exactly|precisely)\s+(?:if|when|where)|equivalent\s+to|equivalently"
    r"|si\s+et\s+seulement\s+si|est\s+équivalent\w*\s+à|équivaut\s+à)[\W_]*",
    re.IGNORECASE,
)
#: words that announce what will be computed
_HEADING = any_of(
    "calculat* comput* consider* evaluat* simplif* rewrit* expand* look_at for_the start_from starting_from start_with "
    "starting_with calcul* consid* développ* partons_de",
    r"\s*:?\s*$",
)
#: words that announce where a number lies, and that name a case
_ANNOUNCED = any_of(
    "for if when whenever where case with let take first assume suppose say consider since pour si quand cas avec soit"
)
_CASE = any_of("case cas")
_ALL_SIGNS = re.compile(
    r"\b(?:symmetr\w*|mirror\w*|both signs|either sign|any sign|negative|in total|overall|in all)\b"
    r"|\bfor\s+(?:all|any|every|each|general|arbitrary)\s*$",
    re.IGNORECASE,
)
_TOGETHER = any_of("two_cases both_cases cases combin* together return* altogether deux_cas les_cas ensemble revenons")
_GENERAL = any_of(
    "in_general generally otherwise arbitrary in_the_general_case "
    "en_général généralement sinon autrement quelconque* arbitraire* dans_le_cas_général"
)
#: what is said behind a row that was no claim
_DENIAL = any_of(
    "impossible absurd* contradict* incorrect* wrong false forgets not_true not_hold cannot_be faux fausse oublie"
)
_SHAPE = any_of(
    "kink* corner* cusp* jump* bend* differentiable continuous discontinu* derivative* slope* gradient* "
    "smooth singular*",
    r"[^.;:]{0,60}\b(?:at|in|en)\s*$",
)
_AT = any_of("at evaluated_at en au_point if_and_only_if iff exactly_if precisely_if si_et_seulement_si", r"\s*$")
#: words that say of the formula behind them when something is an equality, not what is supposed from there on
_TIGHT = any_of("equality equalities tight* tangent* touch* sharp saturat* égalité égalités saturé* serré*")
_FOR = any_of("for pour", r"\s*$")
#: words with formulas right behind them ("$") that the sentence chooses: "with $", "applied to the numbers $ and $"
_CHOSEN = re.compile(
    r"(?<!form )(?<!forme )(?<!\w)"
    r"(?:with|for|taking|takes?|where|put(?:ting)?|set(?:ting)?|choos(?:e|ing)|choices?|chosen"
    r"|appl(?:y|ies|ied|ying)(?:\s+[\w'’-]+){0,4}\s+to|plug(?:ging)?(?:\s+in)?|insert(?:ing)?|substitut(?:e|ing)"
    r"|replac(?:e|ing)|use|instantiat(?:e|ed|ing)\s+(?:at|with|by)|avec|pour|où|posant|prenant|prenons|choisissant"
    r"|choisissons|appliqu\w+(?:\s+[\w'’-]+){0,4}\s+(?:à|aux?)|remplaçant|remplaçons|substituant|insérant|via)"
    r"(?:\s+(?:the|a|an|these|our|its|le|la|les|des|un|une|now|here|ici|choices?|numbers?|weights?|vectors?|matri(?:x|ces)"
    r"|functions?|variables?|choix|nombres?|poids|vecteurs?|matrices?|fonctions?|of|de)){0,4}[\s:]*"
    r"(?:\$[\s,;]*(?:and|et)?\s*)*$",
    re.IGNORECASE,
)
#: words behind which comes one case, in which arrays may be numbers
_EXAMPLE = any_of(
    "example examples instance illustrat* e.g sanity toy exemple exemples illustr* concret* for_a_scalar for_scalar* "
    "pour_un_scalaire one_dimension* one-dimension* 1d 1-d univari* unidimension* dimension_1 dimension_un"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a piece of prose says.

    `condition` is the word that makes what follows conditional ("" if none), `setting` that an equation is set,
    `doubt` that what is said is not claimed; `heading` that the formula behind it is what will be computed, `at` that
    it is a point at which something is taken; `glue` that the text only joins what is before it and behind it;
    `onward` that it concludes from what is before it,
    `equivalent` that it says the same, `real` that a number is any real one; `defining` that a name is given;
    `announced` that a condition follows, `case` that it is called a case,
    `shape` that the shape of something at a point is described ("with a kink at"), `tight` that it is said when
    something is an equality ("with equality iff"), `value` that it is for one value ("for Z = e"), `bare` that nothing
    is said at all, `every` that it is something of which the text speaks without restriction ("for every"),
    `anew` that a name is given here, be it known or not ("Now let"), `chosen` that a value is chosen for one here, as
    for that to which a lemma is applied, `additive` that the condition only leaves out terms that a slope has not,
    `example` that it is about one case, `remaining` that an equation may be what is left to solve; `free` that letters
    are any numbers of a range, or "real" ones, `plainly` that nothing more is said of them right behind it.
    """

    condition: str = ""
    setting: bool = False
    doubt: bool = False
    heading: bool = False
    at: bool = False
    glue: bool = True
    onward: bool = False
    equivalent: bool = False
    real: bool = False
    defining: bool = False
    announced: bool = False
    case: bool = False
    shape: bool = False
    tight: bool = False
    value: bool = False
    bare: bool = False
    every: bool = False
    anew: bool = False
    chosen: bool = False
    additive: bool = False
    example: bool = False
    remaining: bool = False
    free: str = ""
    plainly: bool = False


@lru_cache(maxsize=512)  # both readings of a document ask the same, and words are asked again with each formula
def cue(text: str) -> Cue:
    """Return what `text`, the prose since the last display, says of the formula behind it."""
    cleared = plain(text)
    last = _SENTENCE.split(cleared)[-1]
    return Cue(
        condition=condition_in(text),
        setting=_SETTING.search(last) is not None,
        doubt=_doubts(last) or "?" in last or cleared.rstrip().endswith("?"),
        heading=_HEADING.search(last) is not None,
        at=_AT.search(text) is not None,
        glue=all(word in _GLUE for word in re.findall(r"[^\W\d_][\w'’.-]*", cleared.lower().replace("’", "'"))),
        onward=_ONWARD.search(cleared) is not None,
        equivalent=_EQUIVALENT.fullmatch(text) is not None,
        real=_REAL.search(text) is not None,
        defining=_DEFINING.search(last) is not None,
        announced=_ANNOUNCED.search(last) is not None,
        case=_CASE.search(last) is not None,
        shape=_SHAPE.search(text) is not None,
        tight=_TIGHT.search(last) is not None,
        value=_FOR.search(text) is not None,
        bare=not any(c.isalpha() or c == "$" for c in text),
        anew=_ANEW.search(_SENTENCE.split(cleared.rstrip(": \n"))[-1]) is not None,
        chosen=_CHOSEN.search(last) is not None,
        example=_EXAMPLE.search(text) is not None,
        remaining=_announces_equation(_SENTENCE.split(cleared.rstrip(": \n"))[-1]),
        free=frees(text),
    )


def _announces_equation(sentence: str) -> bool:
    return any(words.search(sentence) is not None for words in (_SETTING, _REMAINING))


def _doubts(sentence: str) -> bool:
    """Whether a sentence does not claim what stands behind it."""
    if _DOUBT.search(sentence) is not None:
        return True
    behind = _CONCLUSION.split(_ELSEWHERE.sub(" ", sentence))[-1]
    return _DENYING.search(behind) is not None


def goes_to(text: str, stems: tuple[str, ...]) -> bool:
    """Whether the last sentence of a text goes to a point that one of the stems names: "at the origin"."""
    last = _SENTENCE.split(text.rstrip())[-1].lower()
    return any(re.search(rf"(?<!\w)(?:at|en|à|au)\s+(?:\w+['’\s]+){{0,2}}{re.escape(s.lower())}", last) for s in stems)


def ends_cases(text: str) -> bool:
    """Whether a text speaks of several cases together, or goes back to the whole."""
    return _TOGETHER.search(text) is not None


def ends_signs(text: str) -> bool:
    """Whether a text goes on from numbers of one sign to all of them: "by symmetry", "for all"."""
    return _ALL_SIGNS.search(text) is not None


def generalizes(text: str) -> bool:
    """Whether a text leaves the special case and goes on in general."""
    return _GENERAL.search(text) is not None


def denies(text: str) -> bool:
    """Whether a text says of the formula right before it that it is not so."""
    first = _SENTENCE.split(text.lstrip(" .,;\n"))[0]
    return _DENIAL.search(first) is not None or re.match(r"(?:no|non)\b", first, re.IGNORECASE) is not None


#: words right behind a formula, in the same sentence, that take something back
_BEHIND = re.compile(
    r"[\s,;]*(?:plus\s+(?:a\s+|some\s+|des\s+)?const\w*|up\s+to|modulo|apart\s+from|ignoring|dropping|neglecting|omitting"
    r"|if|when|whenever|provided|only|as\s+long\s+as|unless|si|lorsque|quand|à\s+une\s+const\w*|en\s+néglige\w*|sauf)(?!\w)"
)


def conditional_behind(text: str) -> str:
    """Return the words right behind a formula that make it conditional, in the same sentence; "" if none do."""
    found = _BEHIND.match(text)
    return found.group().strip(" ,;\n") if found else ""


def says_where(text: str) -> bool:
    """Whether a text right behind a formula goes on to say what its letters are."""
    return re.fullmatch(r"[\s,.;]*(?:where|with|for|here|où|avec|pour|and|et)\b[\w\s]{0,30}", text.lower()) is not None


_INDICES = re.compile(r"(?<![\w\\])([ijklmn])\s*(=|≠|!=)\s*([ijklmn])\s*:")


def index_case(text: str) -> tuple[str, str, str] | None:
    """Return the case that a text without formulas announces, as in "i = j:", or None."""
    found = list(_INDICES.finditer(text))
    if not found:
        return None
    left, relation, right = found[-1].groups()
    return left, "=" if relation == "=" else "!=", right


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends in the text and another begins, or a paragraph ends."""
    return _SENTENCE.search(text.rstrip() + " ") is not None and len(_SENTENCE.split(text)) > 1
