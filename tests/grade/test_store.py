"""The folder of results: names that lead nowhere else, one run at a time, whole files only."""

import json

import pytest

from tests.reports import graded_sample as sample
from verify.grade.store import Store, fingerprint
from verify.model import VerifyError

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "a\nb",
    "\x1b[31m",
    "summary",
    "overrides",
    ".lock",
    "..",
    "",
    "x" * 400,
    "é",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_leads_out_of_the_folder_or_onto_another_file(tmp_path, name):
    path = Store(tmp_path).path(name)
    assert path.parent == tmp_path
    assert path.name.isascii()
    assert path.name.isprintable()
    assert not path.name.startswith((".", "-", "summary.", "overrides."))
    assert len(path.name) < 120


def test_distinct_names_have_distinct_files_even_where_case_is_lost(tmp_path):
    names = (*HOSTILE, "a.md", "A.md", "b.md", "b md", "b_md", "b\tmd")
    store = Store(tmp_path, names)
    assert len({store.path(n).name.casefold() for n in names}) == len(names)
    assert store.path("b.md").name == "b.md.json"


def test_what_is_written_is_read_again_under_its_key_alone(tmp_path):
    store = Store(tmp_path)
    store.write(sample.GRADED, sample.GRADED, "k")
    assert store.read("alice.md", "k") == sample.GRADED
    assert store.read("alice.md", "other") is None
    assert store.read("bob", "k") is None


def test_a_result_of_another_submission_is_not_taken_for_this_ones(tmp_path):
    store = Store(tmp_path)
    store.write(sample.GRADED, sample.GRADED, "k")
    store.path("alice.md").rename(store.path("bob"))
    assert store.read("bob", "k") is None


def test_what_the_machine_said_stays_beside_what_is_shown(tmp_path):
    store = Store(tmp_path)
    from dataclasses import replace

    shown = replace(sample.GRADED, needs_review=False)
    store.write(sample.GRADED, shown, "k")
    data = json.loads(store.path("alice.md").read_text())
    assert (data["needs_review"], data["machine"]["needs_review"]) == (False, True)
    assert store.read("alice.md", "k") == sample.GRADED


def test_one_run_at_a_time_and_half_written_files_are_cleared(tmp_path):
    store = Store(tmp_path / "new" / "out")
    with store.opened():
        with pytest.raises(VerifyError, match="another run"), Store(store.folder).opened():
            pass
        (store.folder / ".part-x").write_text("half")
    with store.opened():
        assert not (store.folder / ".part-x").exists()


def test_a_folder_that_cannot_be_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(VerifyError, match="--output"), Store(tmp_path / "file" / "out").opened():
        pass


def test_keys_tell_apart_what_is_divided_differently():
    assert fingerprint(b"ab", b"c") != fingerprint(b"a", b"bc")
    assert fingerprint(b"ab", b"c") == fingerprint(b"ab", b"c")
