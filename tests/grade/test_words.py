"""What the words around a formula say."""

import pytest

from verify.grade.words import cue, opens


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


def test_words_of_worlds_are_stems_at_the_start_of_words():
    assert opens("At the optimum we have", ("optim",))
    assert opens("le minimiseur vérifie", ("minimi",))
    assert not opens("suboptimal", ("optim",))


def test_long_text_takes_linear_time():
    assert not cue("soit" * 50_000 + "x").setting
    assert cue("if " * 50_000).condition == "if"
