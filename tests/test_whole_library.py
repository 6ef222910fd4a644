"""The library as a whole: everything passes, every question is covered, every result names source and axioms."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from verify.library import shipped
from verify.model import Settings, Verdict
from verify.reports.json_report import document
from verify.run import run

ROOT = Path(__file__).parent.parent
QUESTIONS = ROOT.parent / "shared" / "questions.tsv"
CAUGHT = (Verdict.REFUTED, Verdict.ILL_TYPED)
BY_A_PERSON = ("prose", "experiment")


@pytest.fixture(scope="module")
def report():
    return run((), Settings(device="cpu"))


@pytest.fixture(scope="module")
def mutants(report):
    return [(d.id, m) for d in report.derivations for m in d.mutants]


@pytest.fixture(scope="module")
def asked():
    """Return the rows of the questions' table: id, kind, also."""
    if not QUESTIONS.is_file():
        pytest.skip(f"{QUESTIONS.name} is not at hand")
    with QUESTIONS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_everything_passes(report):
    assert [d.id for d in report.derivations if not d.passed] == []
    assert report.passed


def test_every_question_is_derived_or_listed_for_a_person(report, asked):
    found = document(report)
    derived = {q for d in found["derivations"] for q in d["questions"]}
    unchecked = {u["question"] for u in found["unchecked"]}
    assert {row["id"] for row in asked if row["kind"] not in BY_A_PERSON} - derived == set()
    assert {row["id"] for row in asked if row["kind"] in BY_A_PERSON or row["also"] == "prose"} - unchecked == set()
    assert (derived | unchecked) - {row["id"] for row in asked} == set()


def test_what_a_person_judges_has_a_reason(report):
    assert [u for u in report.unchecked if u.kind not in BY_A_PERSON or not u.reason] == []


def test_every_mutant_is_caught_and_most_by_both_engines(mutants):
    assert [(name, m.name) for name, m in mutants if not m.met] == []
    assert len(mutants) >= 250
    neither = (Verdict.NOT_APPLICABLE, Verdict.ILL_TYPED)
    both_apply = [m for _, m in mutants if m.by_symbols not in neither and m.by_numbers not in neither]
    by_both = [m for m in both_apply if m.by_symbols in CAUGHT and m.by_numbers in CAUGHT]
    assert len(by_both) >= 0.8 * len(both_apply), Counter(str(m.by_numbers) for m in both_apply)


def test_every_derivation_that_answers_a_question_has_mutants(report):
    assert [d.id for d in report.derivations if d.questions and not d.mutants] == []


def test_every_derivation_names_a_source_of_the_bibliography(report):
    keys = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "derivations/references.bib").read_text(encoding="utf-8"), re.M))
    cited = {d.id: re.findall(r"\[(\w+)\]", d.source) for d in report.derivations}
    assert [name for name, found in cited.items() if not found or not set(found) <= keys] == []
    assert keys - {key for found in cited.values() for key in found} == set()


def test_no_topic_is_too_long_to_read():
    lengths = {f.name: len(f.read_text(encoding="utf-8").splitlines()) for f in (ROOT / "derivations").glob("*.py")}
    assert {name: n for name, n in lengths.items() if n > 310} == {}


def test_titles_are_distinct():
    titles = Counter(d.title for d in shipped().derivations)
    assert [title for title, n in titles.items() if n > 1] == []


def table_of_axioms(report):
    """Return the README's table: each axiom with the results that rest on it, by topic."""
    used = defaultdict(lambda: defaultdict(list))
    sizes = Counter(d.id.split(".")[0] for d in report.derivations)
    for derivation in report.derivations:
        topic, name = derivation.id.split(".")
        for axiom in derivation.symbolic.axioms:
            used[axiom][topic].append(name)
    rows = ["| axiom | results that rest on it |", "|---|---|"]
    for axiom in sorted(used):
        topics = (
            f"`{topic}` (all)" if len(names) == sizes[topic] else f"`{topic}`: {', '.join(sorted(names))}"
            for topic, names in sorted(used[axiom].items())
        )
        rows.append(f"| {axiom} | {'; '.join(topics)} |")
    return "\n".join(rows)


def test_the_readme_says_which_results_rest_on_which_axiom(report):
    expected = table_of_axioms(report)
    assert expected in (ROOT / "README.md").read_text(encoding="utf-8"), f"the table has to read\n\n{expected}\n"
