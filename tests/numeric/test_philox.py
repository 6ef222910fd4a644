"""Philox4x32-10: the published known-answer vectors, streams and cell choices."""

from __future__ import annotations

import pytest
import torch

from verify.numeric.philox import Source, cells, philox, stream, thresholds

CPU = torch.device("cpu")
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
#: Random123, tests/kat_vectors: philox4x32 10
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (PI, (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "expected"), KNOWN)
def test_known_answers(counter, key, expected):
    words = philox(tuple(torch.tensor([c], dtype=torch.int64) for c in counter), key)
    assert tuple(int(w) for w in words) == expected


def test_any_part_of_a_stream_can_be_drawn_alone():
    s = stream(0, "dropout", CPU)
    whole = s.words(0, 1000)
    assert torch.equal(whole[400:600], s.words(400, 200))
    assert torch.equal(s.octets(0, 64)[16:48], s.octets(16, 32))


def test_streams_differ_by_name_and_seed_and_repeat():
    first = stream(0, "a", CPU).words(0, 64)
    assert torch.equal(first, stream(0, "a", CPU).words(0, 64))
    assert not torch.equal(first, stream(0, "b", CPU).words(0, 64))
    assert not torch.equal(first, stream(1, "a", CPU).words(0, 64))


def test_cells_follow_their_thresholds_exactly():
    bounds = thresholds(torch.tensor([0.25, 0.5, 0.25], dtype=torch.float64))
    assert bounds.tolist() == [2**30, 3 * 2**30]
    words = torch.tensor([0, 2**30 - 1, 2**30, 3 * 2**30 - 1, 3 * 2**30, 2**32 - 1])
    assert cells(words, bounds).tolist() == [0, 0, 1, 1, 2, 2]


def test_frequencies_are_those_asked_for():
    words = stream(3, "frequencies", CPU).words(0, 1 << 16)
    probabilities = torch.tensor([0.1, 0.6, 0.3], dtype=torch.float64)
    counts = torch.bincount(cells(words, thresholds(probabilities)), minlength=3).double() / (1 << 16)
    assert torch.allclose(counts, probabilities, atol=0.01)


def test_source_goes_on_where_it_ended():
    source = Source(0, "instances", CPU)
    first, second = source.integers(1000, 50), source.integers(1000, 50)
    assert not torch.equal(first, second)
    again = Source(0, "instances", CPU)
    assert torch.equal(again.integers(1000, 50), first)
    values = source.between(3, 7, 4000)
    assert set(values.tolist()) == {3, 4, 5, 6, 7}


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_the_same_integers_on_every_device():
    on_cpu = stream(5, "device", CPU).words(0, 4096)
    on_gpu = stream(5, "device", torch.device("cuda")).words(0, 4096)
    assert torch.equal(on_cpu, on_gpu.cpu())
