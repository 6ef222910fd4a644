"""A class in worker processes: what hurts one file is reported, the others are graded; memory is flat."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.grade.graders import growing, obedient
from tests.reports import graded_sample as sample
from verify.grade import workers
from verify.grade.batch import Class, _named, grade_class
from verify.grade.files import submissions
from verify.grade.sheet import load_sheet
from verify.grade.store import Store
from verify.grade.workers import Limits
from verify.graded import Graded, NotGraded

SHEET = load_sheet("ift6135-2020-hw3")
LIMITS = Limits(seconds=20.0, megabytes=500)


@pytest.fixture(params=["fork", "spawn"])
def start(request, monkeypatch):
    """Run the workers as copies of this process, and afresh."""
    context = workers.multiprocessing.get_context(request.param)
    monkeypatch.setattr(workers, "_start_method", lambda grader: context)


@pytest.fixture
def quick(monkeypatch):
    context = workers.multiprocessing.get_context("fork")
    monkeypatch.setattr(workers, "_start_method", lambda grader: context)


def graded(folder, texts, limits=LIMITS, jobs=2, grader=obedient, **more):
    for name, text in texts.items():
        (folder / name).write_text(text)
    found = submissions([folder], leave_out=[folder / "out"])
    return {r.submission: r for r in grade_class(found, Class(SHEET, None, limits, grader), jobs=jobs, **more)}


def log(folder):
    return sorted((folder / ".log").read_text().split())


def test_results_come_in_the_order_of_names_whoever_is_done_first(tmp_path, start):
    found = graded(tmp_path, {"a.md": "sleep 0.5", "b.md": "fine", "c.md": "fine"})
    assert list(found) == ["a.md", "b.md", "c.md"]
    assert all(isinstance(r, Graded) for r in found.values())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("memory", "more than 500 MB"),
        ("crash", "crashed (SIGKILL)"),
        ("leave", "crashed (exit status 3)"),
        ("raise", "ValueError: a defect"),
        ("deep", "nested too deeply"),
        ("refuse", "cannot be read"),
    ],
)
def test_what_hurts_one_file_is_reported_and_the_others_are_graded(tmp_path, quick, text, told):
    found = graded(tmp_path, {"a.md": "fine", "b.md": text, "c.md": "fine", "d.md": "fine"})
    assert isinstance(found["b.md"], NotGraded)
    assert told in found["b.md"].message
    assert [isinstance(found[n], Graded) for n in ("a.md", "c.md", "d.md")] == [True] * 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_without_end_is_stopped_at_the_limit(tmp_path, quick, jobs):
    texts = {"a.md": "loop", "b.md": "fine", "c.md": "sleep 60", "d.md": "fine"}
    found = graded(tmp_path, texts, Limits(1.0, 500), jobs)
    for name in ("a.md", "c.md"):
        assert found[name].message == "grading it took longer than 1 seconds"
    for name in ("b.md", "d.md"):
        assert isinstance(found[name], Graded)


def test_workers_are_replaced_so_that_memory_is_flat(tmp_path, quick, monkeypatch):
    monkeypatch.setattr(workers, "PER_WORKER", 3)
    texts = {f"{k}.md": "fine" for k in range(8)}
    found = graded(tmp_path, texts, jobs=1, grader=growing)
    assert [r.notes[0] for r in found.values()] == ["1", "2", "3", "1", "2", "3", "1", "2"]


def test_two_workers_share_the_files(tmp_path, quick):
    found = graded(tmp_path, {f"{k}.md": "pid" for k in range(6)}, jobs=2)
    assert len({r.notes[0] for r in found.values()}) == 2


def test_progress_counts_to_the_end(tmp_path, quick):
    told = []
    graded(tmp_path, {"a.md": "fine", "b.md": "refuse"}, jobs=1, progress=lambda *words: told.append(words))
    assert told == [(0, 2, ""), (1, 2, "a.md"), (2, 2, "b.md")]


def test_there_are_signs_of_life_while_the_first_is_not_done(tmp_path, quick, monkeypatch):
    monkeypatch.setattr(workers, "TICK", 0.1)
    told = []
    graded(tmp_path, {"a.md": "sleep 0.5"}, jobs=1, progress=lambda *words: told.append(words))
    assert len(told) > 3
    assert set(told) == {(0, 1, ""), (1, 1, "a.md")}


# ------------------------------------------------------------------------------------------------ a store


def test_what_is_stored_is_not_graded_again(tmp_path, quick):
    texts = {"a.md": "fine", "b.md": "refuse", "c.md": "raise"}
    with Store(tmp_path / "out").opened() as store:
        first = graded(tmp_path, texts, store=store)
        again = graded(tmp_path, {}, store=store)
    assert first == again
    assert log(tmp_path) == ["a.md", "b.md", "c.md"]


def test_what_changed_is_graded_again(tmp_path, quick):
    store = Store(tmp_path / "out")
    with store.opened():
        graded(tmp_path, {"a.md": "fine", "b.md": "fine"}, store=store)
        graded(tmp_path, {"a.md": "fine too"}, store=store)
        assert log(tmp_path) == ["a.md", "a.md", "b.md"]
        found = submissions([tmp_path], leave_out=[tmp_path / "out"])
        grade_class(found, Class(SHEET, "a handout", LIMITS, obedient), store, 1)
    assert log(tmp_path) == ["a.md"] * 3 + ["b.md"] * 2


@pytest.fixture
def one(tmp_path, quick):
    """Return a sheet's file, and what grades a submission against it and returns how often that was done."""
    folder, sheet = tmp_path / "class", tmp_path / "sheet.toml"
    folder.mkdir()
    (folder / "a.md").write_text("fine")
    sheet.write_bytes(Path(SHEET.file).read_bytes())

    def again(handout=None):
        against = Class(load_sheet(sheet), handout, LIMITS, obedient)
        with Store(tmp_path / "out").opened() as store:
            grade_class(submissions([folder]), against, store, 1)
        return len(log(folder))

    assert [again(), again()] == [1, 1]
    return sheet, again


def test_another_sheet_grades_again(one):
    sheet, again = one
    with sheet.open("a") as file:
        file.write("\n# the same, but for a comment\n")
    assert [again(), again()] == [2, 2]


def test_another_handout_grades_again_an_empty_one_too(one):
    _, again = one
    assert [again(handout) for handout in ("", "", "-", "-", None)] == [2, 2, 3, 3, 4]


def test_another_program_grades_again(one, monkeypatch):
    _, again = one
    monkeypatch.setattr("verify.grade.store.program", lambda: "another")
    assert [again(), again()] == [2, 2]


def test_the_same_bytes_in_another_format_are_graded_again(tmp_path):
    (tmp_path / "a.md").write_text("fine")
    markdown = Class(SHEET).key(tmp_path / "a.md")
    assert Class(SHEET).key((tmp_path / "a.md").rename(tmp_path / "a.tex")) != markdown


def test_a_persons_word_is_shown_and_what_the_machine_said_is_kept(tmp_path, quick):
    (tmp_path / "a.md").write_text("fine")
    found, store = submissions([tmp_path]), Store(tmp_path / "out")
    against = Class(SHEET, None, LIMITS, obedient, lambda result: replace(result, notes=("looked at",)))
    with store.opened():
        for _ in range(2):  # the second is read from the store
            (shown,) = grade_class(found, against, store, 1)
            assert shown.notes == ("looked at",)
        (machine,) = grade_class(found, Class(SHEET, None, LIMITS, obedient), store, 1)
    assert machine.notes == ("handout None",)
    assert log(tmp_path) == ["a.md"]


@pytest.mark.parametrize(
    ("open_rows", "notes", "look"), [(True, (), True), (False, ("left out",), True), (False, (), False)]
)
def test_a_person_looks_where_rows_are_open_or_files_were_left_out(open_rows, notes, look):
    shown = _named(replace(sample.PERFECT, needs_review=open_rows), "a", notes)
    assert (shown.submission, shown.notes, shown.needs_review) == ("a", notes, look)


def test_a_failure_is_tried_again_under_other_limits_and_a_crash_always(tmp_path, quick):
    texts = {"a.md": "loop", "b.md": "crash"}
    with Store(tmp_path / "out").opened() as store:
        for limits in (Limits(0.5, 500), Limits(0.5, 500), Limits(0.7, 500)):
            graded(tmp_path, texts, limits, store=store)
    assert log(tmp_path) == ["a.md"] * 2 + ["b.md"] * 3


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"key": 1}', "\x00" * 9, '{"schema": "verify.grade/1"}', "[" * 9999]
)
def test_a_damaged_result_is_worked_out_again(tmp_path, quick, damage):
    store = Store(tmp_path / "out")
    with store.opened():
        first = graded(tmp_path, {"a.md": "fine"}, store=store)
        store.path("a.md").write_text(damage)
        assert graded(tmp_path, {}, store=store) == first
        assert store.path("a.md").read_text().startswith("{")
    assert log(tmp_path) == ["a.md", "a.md"]
