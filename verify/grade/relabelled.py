"""Labels the other way round: "D(x) is the probability that x is fake", "data has class 0", "p is that of dropping".

So it is with a bound whose negative a text says that it writes.

Main definitions
----------------
* `relabels`: whether a text says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from verify.latex.source import Formula, Piece

_FAKE = r"(?:fake|generated|synthetic|artificial|counterfeit|(?:the|a) generator|faux|fausse|générée?s?|artificiel\w*)"
_REAL = r"(?:real|genuine|true|(?<!generated )(?<!fake )(?<!synthetic )(?<!artificial )data|vraie?s?|réelle?s?)"
#: what may stand between, up to the end of a sentence
_NO_REAL = rf"(?:(?!\b{_REAL}\b)[^.;\n]){{0,60}}?"
_NO_FAKE = rf"(?:(?!\b{_FAKE}\b)[^.;\n1]){{0,40}}?"
#: "D is", "let $D(x)$ denote"
_VERB = r"\s+(?:be|is|as|to be|denotes?|gives|outputs|est|désigne)\s+"
_NAMED = rf"(?:\$[A-Z][^$\n]{{0,12}}\$|\b[A-Z](?:\([a-z]\))?){_VERB}(?:\w+\s+)?"
_ZERO = r"(?:class|label|classe|étiquette|y\s*=|[a-z]_)\s*\$?\s*\{?0"
_FORMS = (
    rf"{_NAMED}\bprobab\w*\s+(?:of|for|that|que|de|d')\b{_NO_REAL}(?:\b{_FAKE}\b|{_ZERO})",
    rf"\b{_REAL}\b{_NO_FAKE}{_ZERO}",
    rf"{_ZERO}\}}?\$?{_NO_FAKE}\b{_REAL}\b",
    r"\b(?:labels?|classes|roles|étiquettes)\b[^.;\n]{0,40}\b(?:swapp|exchang|revers|interchang|inver|échang)",
    r"\b(?:opposite|other|reverse)\s+(?:convention|labell?ing|labels)",
    r"\blabel\w*\b[^.;\n]{0,40}\bother way\b",
    rf"{_NAMED}\bprobab\w*\s+(?:of|that|for|de|que|d')\b[^.;\n]{{0,40}}?\b(?:drop\w*|zero\w*|remov\w*|supprim\w*)\b",
    r"\b(?:write|denote|define|call)\b[^.;\n]{0,60}\b(?:negative|minus)\b[^.;\n]{0,30}\b(?:bound|elbo|borne)\b",
)
_RELABELS = re.compile("|".join(_FORMS), re.IGNORECASE)


def relabels(pieces: Iterable[Piece]) -> bool:
    """Whether the text of an answer says that its labels are the other way round than one would take them."""
    said = "".join(
        piece.text if not isinstance(piece, Formula) else " ; " if piece.display else f"${piece.text}$"
        for piece in pieces
    )
    return _RELABELS.search(said[:20_000]) is not None
