"""What the words around a formula say."""

import pytest

from verify.grade.others import stance
from verify.grade.words import cue


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("If the columns are orthonormal,", "If"),
        ("when q matches the posterior", "when"),
        ("Assuming that p is small", "Assuming"),
        ("provided that", "provided"),
        ("si les colonnes sont orthonormées", "si"),
        ("Lorsque p = 1", "Lorsque"),
        ("for small p", "small"),
        ("up to a constant", "up to"),
        ("dropping the constant", "dropping"),
        ("If we set p to one", "If"),
        ("without the cross term", "without"),
        ("under the usual assumption that", "under the"),
    ],
)
def test_conditions_are_seen(text, word):
    assert cue(text).condition == word


@pytest.mark.parametrize(
    "text",
    [
        "so we get",
        "if and only if",
        "Since the expectation is over R and the entries are independent",
        "In both cases",
        "this gives a lower bound",
        "ainsi, par linéarité,",
        "I drop the index $ ; the mean is",
        "dropping the superscript from now on",
        "sans écrire l'indice",
        "(the weights add up to one) yields",
        "When we expand the square",
        "si on développe le carré",
        "by the independence assumption",
        "the expectation under the approximate posterior is",
        "on fait entrer la constante sous l'intégrale :",
        "l'espérance sous la loi a posteriori",
        "",
    ],
)
def test_what_is_no_condition(text):
    assert cue(text).condition == ""


@pytest.mark.parametrize("text", ["", "so we get", "Therefore,", "donc on obtient", "and finally", "which gives"])
def test_glue_goes_on_with_the_chain(text):
    assert cue(text).glue


@pytest.mark.parametrize("text", ["Now compute the second moment.", "By Jensen", "For weight decay"])
def test_a_new_thought_does_not(text):
    assert not cue(text).glue


def test_a_heading_says_what_will_be_computed():
    assert cue("Calculate ").heading
    assert cue("On calcule d'abord. Calculons").heading
    assert not cue("Calculate it. Then").heading


def test_settings_doubts_and_places():
    assert cue("Setting the gradient to zero").setting
    assert cue("we denote by").setting
    assert cue("it is not true that").doubt
    assert cue("is it true that? ").doubt
    assert cue("evaluated at ").at
    assert not cue("Hence").setting


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("It does not depend on $ , so", False),
        ("The last term does not involve $ and we get", False),
        ("S is not symmetric, hence", False),
        ("rather than expanding the square, write", False),
        ("Which one does it? The one of part (a):", False),
        ("Use $ (a new $, not the one from 3(h)):", False),
        ("Use $ (not to be confused with that of (b)):", False),
        ("With weight decay instead of dropout the objective is", False),
        ("Instead of dropout we now use weight decay:", False),
        ("Au lieu du dropout, on pénalise les poids :", False),
        ("rather than the sum,", True),
        ("We get $ instead of the naive", True),
        ("It is not the one from 3(h):", True),
        ("This is (not) the same:", True),
        ("It is not true, so we think, that", True),
        ("This is not", True),
        ("In general this cannot be", True),
        ("instead of", True),
        ("one would think, so", True),
        ("Does this mean that?", True),
    ],
)
def test_what_is_not_claimed(text, doubted):
    assert cue(text).doubt is doubted


def test_words_of_worlds_are_stems_at_the_start_of_words():
    assert stance("At the optimum we have", ("optim",))
    assert stance("le minimiseur vérifie", ("minimi",))
    assert not stance("suboptimal", ("optim",))


def test_long_text_takes_linear_time():
    assert not cue("soit" * 50_000 + "x").setting
    assert cue("if " * 50_000).condition == "if"
    assert cue("(a " * 50_000 + "not the one").doubt
