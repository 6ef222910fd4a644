"""A run: citations first, any executor, one report; bad settings are one line."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

import verify.run
from tests.reports import sample
from verify.model import Settings, Span, Verdict, VerifyError
from verify.run import InProcess, check_all, executor, run, with_cited
from verify.terms.context import Context
from verify.terms.nodes import ONE
from verify.terms.statement import Derivation, IllTypedDerivation, Statement

SETTINGS = Settings("cpu")


def derivation(name, *cites):
    claim = Statement("=", (ONE, ONE))
    return Derivation(name, name, "", (), Context(), claim, (), cites=cites, span=Span("mine.py", 7))


def checked(derivation, settings, library):
    """Stand in for the engine: tell what was known at the time."""
    return replace(sample.PASSED, id=derivation.id, title=",".join(sorted(library)))


@pytest.fixture
def fake_engine(monkeypatch):
    monkeypatch.setattr(verify.run, "check_derivation", checked)


def none(name):
    return None


def test_cited_derivations_come_first():
    a, b, c = derivation("a", "b"), derivation("b", "c"), derivation("c")
    assert [d.id for d in with_cited((a, c, b), none)] == ["c", "b", "a"]


def test_cited_derivations_are_found_outside_the_selection():
    assert [d.id for d in with_cited((derivation("a", "lib"),), {"lib": derivation("lib")}.get)] == ["lib", "a"]


def test_a_circle_of_citations_is_an_error():
    a, b = derivation("a", "b"), derivation("b", "a")
    with pytest.raises(VerifyError, match=r"mine\.py:7:1: derivations cite each other in a circle: a → b → a"):
        with_cited((a, b), none)


def test_an_unknown_citation_is_an_error():
    with pytest.raises(VerifyError, match=r"mine\.py:7:1: a cites 'gone', which does not exist"):
        with_cited((derivation("a", "gone"),), none)


def test_an_ill_typed_derivation_cites_nothing():
    broken = IllTypedDerivation("a", "", "", (), "shapes")
    assert with_cited((broken,), none) == (broken,)


@pytest.mark.parametrize("workers", [InProcess, lambda: ThreadPoolExecutor(3)])
def test_every_executor_gives_the_same_reports_with_citations_known(fake_engine, workers):
    graph = (derivation("c"), derivation("b", "c"), derivation("a", "b", "c"), derivation("d"))
    seen = []
    with workers() as pool:
        reports = check_all(graph, SETTINGS, pool, lambda done, total, name: seen.append((done, total, name)))
    assert {name: r.title for name, r in reports.items()} == {"a": "b,c", "b": "c", "c": "", "d": ""}
    assert [(done, total) for done, total, _ in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_progress_in_process_is_told_after_each_derivation(monkeypatch):
    log = []
    monkeypatch.setattr(verify.run, "check_derivation", lambda d, s, k: log.append(f"check {d.id}") or sample.PASSED)
    check_all((derivation("a"), derivation("b")), SETTINGS, InProcess(), lambda done, total, name: log.append(name))
    assert log == ["check a", "a", "check b", "b"]


@pytest.mark.parametrize("workers", [InProcess, lambda: ThreadPoolExecutor(2)])
def test_a_mistake_of_the_users_found_in_a_worker_is_raised(monkeypatch, workers):
    def broken(*_):
        raise VerifyError("contradiction")

    monkeypatch.setattr(verify.run, "check_derivation", broken)
    with workers() as pool, pytest.raises(VerifyError, match="contradiction"):
        check_all((derivation("a"),), SETTINGS, pool)


def test_one_job_runs_in_this_process_and_more_in_others():
    with executor(1) as workers:
        assert isinstance(workers, InProcess)
    with executor(2) as workers:
        assert sorted(workers.map(abs, (-2, 1))) == [1, 2]


def test_as_many_workers_as_asked_for_or_as_pay(monkeypatch):
    monkeypatch.setattr(verify.run, "_cores", lambda: 8)
    asked = {n: verify.run.workers_for(n, 1, "cpu") for n in (1, 2, 64)}
    assert asked == {1: 1, 2: 2, 64: 64}
    assert verify.run.workers_for(None, 1, "cpu") == 1
    assert verify.run.workers_for(None, 3 * verify.run.WORTH_A_WORKER, "cpu") == 3
    assert verify.run.workers_for(None, 10**6, "cpu") == 8
    assert verify.run.workers_for(None, 10**6, "cuda") == 1  # one process has the GPU


def test_workers_are_copies_only_of_a_process_with_one_thread(monkeypatch):
    monkeypatch.setattr(verify.run.threading, "active_count", lambda: 2)
    assert verify.run._start_method().get_start_method() in ("forkserver", "spawn")


@pytest.mark.parametrize(
    ("settings", "jobs", "expected"),
    [
        (Settings("cpu", alpha=0.0), 1, "--alpha must lie"),
        (Settings("cpu", alpha=1.5), 1, "--alpha must lie"),
        (Settings("cpu", alpha=float("nan")), 1, "--alpha must lie"),
        (Settings("cpu", margin=-1.0), 1, "--margin must lie"),
        (Settings("cpu", margin=float("inf")), 1, "--margin must lie"),
        (Settings("cpu", seed=-1), 1, "--seed must be"),
        (Settings("tpu"), 1, "--device must be one of auto, cpu, cuda, not 'tpu'"),
        (Settings("cpu"), 0, "--jobs must be"),
    ],
)
def test_bad_settings_are_one_line(settings, jobs, expected):
    with pytest.raises(VerifyError) as caught:
        run((), settings, jobs)
    assert str(caught.value).startswith(expected)
    assert "\n" not in str(caught.value)


def test_the_report_keeps_the_order_of_definition_and_only_what_was_selected(fake_engine):
    report = run(("dropout.minimizer_eq_ridge_solution", "flows"), SETTINGS)
    assert [d.id.split(".")[0] for d in report.derivations] == ["dropout", "flows"]
    assert report.derivations[0].title == "dropout.expected_loss_eq_ridge"  # cited, so checked, but not reported
    assert (report.passed, report.device, report.seed) == (True, "cpu", 0)
    assert dict(report.environment).keys() >= {"verify", "python", "sympy", "torch"}


def test_one_derivation_that_does_not_pass_fails_the_report(monkeypatch):
    open_ = replace(sample.PASSED, passed=False, symbolic=sample.symbolic(verdict=Verdict.UNDECIDED))
    monkeypatch.setattr(verify.run, "check_derivation", lambda d, s, k: replace(open_, id=d.id))
    report = run(("flows",), SETTINGS)
    assert not report.passed
    assert not report.failed


def test_nothing_decided_is_no_pass():
    assert not run(("ift6135-2020-hw3:3.2",), SETTINGS).passed


def test_the_same_seed_gives_the_same_report_whatever_the_number_of_jobs():
    select = ("ift6135-2020-hw3:4.2", "flows")
    one, two = (comparable(run(select, SETTINGS, jobs)) for jobs in (1, 2))
    assert one == two
    assert one.derivations


def comparable(report):
    """Return the report without seconds."""
    derivations = tuple(
        replace(
            d,
            symbolic=replace(d.symbolic, seconds=0, steps=tuple(replace(s, seconds=0) for s in d.symbolic.steps)),
            numeric=replace(d.numeric, seconds=0),
            seconds=0,
        )
        for d in report.derivations
    )
    return replace(report, seconds=0, derivations=derivations)


def test_a_fault_of_the_program_leaves_one_derivation_undecided_and_loses_no_other(monkeypatch):
    def faulty(derivation, settings, library):
        if derivation.id.startswith("flows"):
            raise ZeroDivisionError("in a decider")
        return replace(sample.PASSED, id=derivation.id)

    monkeypatch.setattr(verify.run, "check_derivation", faulty)
    report = run(("flows", "ift6135-2020-hw3:4.2"), SETTINGS)
    fault, *others = report.derivations
    assert (fault.symbolic.verdict, fault.passed, fault.failed) == (Verdict.UNDECIDED, False, False)
    assert fault.symbolic.reason.startswith(
        "a fault of this program, please report it: ZeroDivisionError at test_run.py:"
    )
    assert others
    assert all(other.passed for other in others)
    assert not report.passed


def test_what_the_user_got_wrong_is_no_fault_of_the_program(monkeypatch):
    def complains(derivation, settings, library):
        raise VerifyError("the hypotheses contradict each other")

    monkeypatch.setattr(verify.run, "check_derivation", complains)
    with pytest.raises(VerifyError, match="contradict"):
        run(("flows",), SETTINGS)
