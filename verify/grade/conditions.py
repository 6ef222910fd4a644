"""Conditions in words: what is said to hold only if, when, for small numbers, or up to something.

A condition that was not understood keeps the rows under it from being accused. Many of its words are everyday words of
a derivation, too: coordinates drop out, a formula is provided in the hint, something is small talk. And what stands in
an earlier sentence reaches a row only where it lasts: "assume …" does, and an "if" that begins its sentence; an "if"
inside a sentence says when that sentence is so, unless the text goes on from there ("Then …").

Main definitions
----------------
* `condition_in`: the word that makes a text conditional; `leading_condition`: that of the text in front of a display.
* `restricts`: whether words beside a row restrict it to the formula behind them.
* `is_additive`: whether they only leave out terms that do not matter to a slope.
* `plain`: a text without what only looks like a condition.
* `any_of`: a pattern for any of some phrases; `SENTENCE`: where one ends.
"""

from __future__ import annotations

import re


def any_of(phrases: str, after: str = "") -> re.Pattern[str]:
    """Return a pattern for any of the phrases: "_" is a space, "*" any ending."""
    found = (re.escape(p).replace("_", r"\s+").replace(r"\*", r"\w*") for p in phrases.split())
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w){after}", re.IGNORECASE)


SENTENCE = re.compile(r"[.!?](?=\s+[A-ZÀ-Ý]|\s*$)|\n\s*\n")
#: words after which something holds only under a condition that lasts beyond its sentence
_SUPPOSING = any_of(
    "assum* suppos* provided unless in_case case approximately roughly small large neglect* ignor* drop dropping "
    "omit* discard* disregard* absorb* without under_the naive* one_dimension* one-dimensional scalar_case univariate "
    "in_the_limit limiting cas on_admet approch* négli* sans naïve* naïf*"
)
#: words that say when their own sentence is so
_SAYING_WHEN = any_of(
    "if when whenever except only_for otherwise given_that limit up_to modulo ordinary recover* "
    "si lorsque quand sinon sauf sous_l'hypoth* sous_l’hypoth* sous_les_hypoth* sous_la_condition sous_les_conditions "
    "sous_cette sous_ces sous_réserve une_constante_près à_constante"
)
#: what looks like one of these and is no condition
_PLAIN = any_of(
    "if_and_only_if iff in_any_case in_all_cases in_both_cases the_two_cases two_cases even_if lower_bound case_study "
    "without_loss sans_perte sans_dropout sans_le_dropout sans_régul* sans_pénal* without_dropout without_regul* "
    "si_et_seulement_si dans_tous_les_cas dans_les_deux_cas "
    "as_if comme_si add*_up_to sum*_up_to case_by_case in_each_case in_every_case au_cas_par_cas "
    "gaussian_case bernoulli_case cas_gaussien cas_de_bernoulli limits_of_integration without_changing "
    "small_calculation small_computation small_step petit_calcul "
    "in_our_case in_my_case dans_notre_cas in_either_case en_tout_cas which_is_the_case this_is_the_case c'est_le_cas "
    "is_a_special_case is_a_particular_case is_just_a_special_case est_un_cas_particulier case_analysis "
    "up_to_now up_to_here up_to_this_point as_provided hint_provided provided_in provided_by provided_above "
    "as_a_limit in_the_limits no_limit integration_limits "
    "sous_l'intégral* sous_l’intégral* sous_le_signe sous_la_racine sous_le_radical sous_l'espérance sous_l’espérance "
    "sous_la_somme sous_le_log* sous_la_forme sous_la_loi sous_la_densité sous_la_distribution sous_la_mesure"
)
#: what is no condition by the words around it: terms that drop out by themselves, small things that are no numbers,
#: what is done without, what a fact is said of, and what one computes
_EVERYDAY = re.compile(
    r"(?<!\w)drop(?:ping)?\s+(?:out|away|off)(?!\w)|(?<!\w)drop(?=\s*(?:[,.;:)]|$))"
    r"|(?<!\w)(?:more|less|much|no)\s+dropping(?!\w)"
    r"|(?<!\w)drop(?:ping)?\s+(?:\w+\s+){0,2}(?:units?|neurons?|features?|inputs?|entries)(?!\w)"
    r"|(?<!\w)(?:small|large)\s+(?:trick|remark|detail|lemma|exercise|bracket|parenthes|expression|formula|check|sum"
    r"|detour|letter|observation|note|print|fraction|matri)\w*"
    r"|(?<!\w)without\s+(?:(?:any|further|much|more|a|the|even)\s+)*(?:comput|calcul|proof|detail|effort|us(?:e|ing)"
    r"|writ|expand|know|help|hint|ado|doubt|touch|alter|affect|work|solv|evaluat|differentiat|need|ask|leav|hav|look)\w*"
    r"|(?<!\w)ordinary\s+(?:derivative|product|calculus|sum|chain|matri|differenti|integral|gradient)\w*"
    r"|(?<!\w)recover\w*\s+(?:(?:the|our|this)\s+)?(?:\$|formula|result|claim|bound|statement|definition|expression)"
    r"|(?<!\w)(?:all|every\w*|each|nothing|none|no|any\w*|tous|toutes|tout|rien|aucun\w*)\s[^.;:]{0,40}"
    r"(?:except|sauf)(?!\w)"
    r"|(?<!\w)(?:and|or|et|ou|,)\s+(?:\w+\s+){1,3}(?:otherwise|sinon)(?=\s*(?:[,.;)]|so(?!\w)|hence|thus))"
    r"|(?<!hold)(?<!holds)(?<!true)(?<!valid)(?<!correct)(?<!works)\s+only\s+(?:(?:be\s+)?\w+\s+)?(?:for|if|when|where|at)(?!\w)"
    r"|(?<!\w)(?:the\s+)?same\s[^.;:]{0,40}(?:except|without)(?!\w)"
    r"|(?<!\w)(?:if\s+I\s+am\s+not|si\s+je\s+ne\s+me)(?!\w)"
    r"|(?<!\w)(?:if\s+(?:one|we|you|I)\s+(?:prefer|like|wish|want)|si\s+l['’]on\s+(?:préfère|veut|aime))",
    re.IGNORECASE,
)
#: what is left out of the notation alone, and what is only computed: no conditions either
_NOTATIONAL = re.compile(
    r"(?<!\w)(?:drop|omit|suppress|skip|ignor|neglect|without|omet|supprim|sans)\w*"
    r"(?:\s+(?:the|this|all|its|their|writing|data|point|sample|upper|lower|le|la|les|cet|ces|écrire|\$)){0,4}"
    r"\s+(?:l['’])?(?:super|sub)?(?:script|index|indices?|argument|dependence|dépendance|exposant|label|conditioning)\w*"
    r"|(?<!\w)(?:drop|omit|suppress|omet|supprim)\w*[^.;:]{0,30}(?<!\w)"
    r"(?:for\s+(?:brevity|readability|legibility)|(?:in|from)\s+(?:the|our)\s+notation|from\s+now\s+on)"
    r"|(?<!\w)(?:for\s+(?:brevity|readability|legibility)|(?:to|pour)\s+(?:lighten|alléger))[^.;:]{0,40}(?<!\w)"
    r"(?:drop|omit|suppress|omet|supprim)\w*"
    r"|(?<!\w)(?:when|if|lorsqu['’]|quand|si)\s*(?:we|one|you|I|on|l['’]on|nous)?\s+"
    r"(?:expand|multiply|multipli|differentiat|comput|split|integrat|rearrang|collect|factor|complet"
    r"|add|sum(?:s|ming)?(?!\w)|subtract|group|mov(?:e|ing)|pull|swap|interchang|exchang|appl(?:y|ies|ying)|us(?:e|ing)(?!\w)"
    r"|tak(?:e|ing)\s+(?:the\s+)?(?:log|gradient|derivative|expectation|trace|transpose|mean|square)"
    r"|développ|dériv|calcul|intègr|regroup|multipli|appliqu|utilis)\w*"
    r"|(?<!\w)under\s+the\s+(?!(?:\w+\s+){0,2}(?:assum|hypoth|condition|constrain|restrict|premis|case|simplif|special|ideal"
    r"|limit|choice|convention|approximation))"
    r"|(?<!\w)(?:by|from|using)\s+(?:(?:the|our|this)\s+)?(?:\w+\s+)?assumptions?(?!\w)",
    re.IGNORECASE,
)
#: a sentence begins with its condition, or looks at one
_OPENING = re.compile(
    r"[^\w$]*(?:(?:so|then|now|and|but|hence|also|moreover|note\s+that|et|mais|alors|donc|or|\([a-z0-9]+\)|\w\))[\s,]+)*"
    r"(?:if|when|whenever|given\s+that|otherwise|except|si|lorsque|quand|sinon|sauf|sous)(?!\w)"
    r"|.*(?<!\w)(?:consider|what\s+happens|look\s+at|see\s+what|take|imagine|interested|considér\w*|regard\w*|prenons)"
    r"(?!\w)",
    re.IGNORECASE | re.DOTALL,
)
#: a sentence goes on from what was said before it: it concludes, puts it in, or points back to it
_ANAPHORIC = re.compile(
    r"[^\w$]*(?:(?:and|but|et|mais)\s+)?(?:then|so|hence|thus|there|therefore|consequently|here|in\s+(?:this|that|which)\s+case"
    r"|that|under|with|plug\w*|insert\w*|substitut\w*|put\w*|accordingly|alors|donc|ainsi|ici|d['’]où|dans\s+ce|insér\w*"
    r"|(?:we|one|you|I|on|nous)\s+(?:\w+ly\s+|now\s+)?(?:find|get|obtain|conclude|have|see|arrive|deduce|infer|a|avons|trouv|obt|conclu|dédui)"
    r"\w*)(?!\w)"
    r"|.*(?<!\w)(?:this|these|it|its|such|becomes?|reduces?|simplif\w+|cela|ceci|devient|cette)(?!\w)",
    re.IGNORECASE | re.DOTALL,
)
#: sums without what does not matter to a slope: "dropping all terms without w", "up to an additive constant"
_ADDITIVE = re.compile(
    r"(?<!\w)(?:drop|omit|ignor|neglect|discard|disregard|neglig|néglig|omett)\w*\s+(?:(?:the|all|any|those|les|tous)\s+)*"
    r"(?:additive\s+constants?|constant\s+terms?|termes?\s+constants?|(?:terms?|summands?|parts?|termes?)\s+(?:(?:that|which|qui)\s+"
    r"(?:do(?:es)?\s+not|don't|ne)\s+(?:depend|involve|contain|dépend)\w*|without|independent|indépendants?|sans))(?!\w)"
    r"|(?<!\w)up\s+to\s+(?:an?\s+|the\s+)?additive\s+constants?(?!\w)|(?<!\w)à\s+une\s+constante\s+additive\s+près",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")


#: words in front of a formula that say for what a row holds, as those of a row that says what was done to it do not
_RESTRICTING = any_of(
    "for at in on as near around with only where pour à au en près dans avec pour où "
    "fixed fixing holding setting taking letting"
)
_OPERATING = re.compile(
    r"(?:with\s+respect\s+to|\w+(?:ity|ité|rule|parts)\s+(?:in|for|of|en)"
    r"|en\s+(?:utilis|appliqu|développ|dériv|simplifi|regroup|intégr)ant)(?!\w)",
    re.IGNORECASE,
)


def restricts(words: str) -> bool:
    """Whether words restrict a row to the formula behind them: "for small p", and not "factor out p"."""
    said = _OPERATING.sub(" ", plain(words))
    return bool(condition_in(said)) or _RESTRICTING.search(said) is not None


def is_additive(text: str) -> bool:
    """Whether all that a text restricts is terms that do not matter to a slope or to where something is best."""
    return not leading_condition(_ADDITIVE.sub(" ", text))


def plain(text: str) -> str:
    """Return a text without what only looks like a condition."""
    return _NOTATIONAL.sub(" ", _EVERYDAY.sub(" ", _PLAIN.sub(" ", text)))


def condition_in(text: str) -> str:
    """Return the first word that makes a text conditional; "" if none does."""
    cleared = plain(text)
    found = [m for m in (_SUPPOSING.search(cleared), _SAYING_WHEN.search(cleared)) if m is not None]
    return min(found, key=lambda m: m.start()).group(0) if found else ""


def leading_condition(text: str) -> str:
    """Return the word that makes the display behind a text conditional: in the last sentence, or one that lasts."""
    *earlier, last = [s for s in SENTENCE.split(text) if s.strip(" $\n*_#")] or [""]
    if condition := condition_in(last):
        return condition
    onward = _ANAPHORIC.match(last) is not None or not any(c.isalpha() for c in last)
    for sentence in reversed(earlier):
        said = plain(_ASIDE.sub(" ", sentence))
        lasting = _SUPPOSING.search(said)
        when = _SAYING_WHEN.search(said)
        if when is not None and not (onward or _OPENING.match(said)):
            when = None
        if found := lasting or when:
            return found.group(0)
        onward = onward and _ANAPHORIC.match(sentence) is not None
    return ""
