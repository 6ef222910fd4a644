"""Random masked networks: their true receptive fields are proved, fields with one pixel changed are refuted.

Truth comes from trying: integer weights, all positive, so that nothing cancels, and one input pixel changed at a
time. The convolution below is written out here and shares no code with the decider or with the polynomials.
"""

import random

from tests.decide.convolution_terms import array, convolve, field, free_symbols, masked, matrix, pixel
from verify.decide import decide
from verify.model import Disproof, Proof
from verify.numeric.gradients import gradient_rung

CASES = 760  # each a true field and a false one


def window_sums(image, weights, frame):
    """Slide `weights` over `image` with a frame of zeros, in plain integers."""
    padded = [[0] * (len(image[0]) + 2 * frame) for _ in range(len(image) + 2 * frame)]
    for i, row in enumerate(image):
        padded[i + frame][frame : frame + len(row)] = row
    high, wide = len(weights), len(weights[0])
    return [
        [
            sum(weights[u][v] * padded[i + u][j + v] for u in range(high) for v in range(wide))
            for j in range(len(padded[0]) - wide + 1)
        ]
        for i in range(len(padded) - high + 1)
    ]


class RandomNetwork:
    """A map, one to three layers (weights may be shared), a frame for each, and an output pixel."""

    def __init__(self, rng):
        self.rows, self.columns = rng.randint(2, 5), rng.randint(2, 5)
        size = [self.rows, self.columns]
        self.layers = []
        for _ in range(rng.choice((1, 2, 2, 3))):
            window = [rng.randint(1, 3), rng.randint(1, 3)]
            frame = rng.randint(0, 2)
            if any(n + 2 * frame - k < 0 for n, k in zip(size, window, strict=True)):
                frame = 2
            size = [n + 2 * frame - k + 1 for n, k in zip(size, window, strict=True)]
            mask = [[int(rng.random() < 0.6) for _ in range(window[1])] for _ in range(window[0])]
            name = f"W{'' if rng.random() < 0.3 else len(self.layers)}_{window[0]}{window[1]}"
            self.layers.append((name, mask, frame))
        self.pixel = rng.randint(1, size[0]), rng.randint(1, size[1])
        self.weights = {name: [[rng.randint(1, 9) for _ in row] for row in mask] for name, mask, _ in self.layers}

    def output(self, image):
        for name, mask, frame in self.layers:
            kept = [[w * m for w, m in zip(*rows, strict=True)] for rows in zip(self.weights[name], mask, strict=True)]
            image = window_sums(image, kept, frame)
        i, j = self.pixel
        return image[i - 1][j - 1]

    def seen(self, rng):
        """The pixels whose change changes the output."""
        image = [[rng.randint(-9, 9) for _ in range(self.columns)] for _ in range(self.rows)]
        before, found = self.output(image), []
        for i in range(self.rows):
            for j in range(self.columns):
                image[i][j] += 1
                if self.output(image) != before:
                    found.append((i + 1, j + 1))
                image[i][j] -= 1
        return found

    def terms(self):
        pixels = array("x", self.rows, self.columns)
        network, symbols = pixels, {pixels}
        for name, mask, frame in self.layers:
            weights = array(name, len(mask), len(mask[0]))
            network = convolve(masked(weights, matrix(mask)), network, frame)
            symbols.add(weights)
        return pixel(network, *self.pixel), pixels, free_symbols(*sorted(symbols, key=lambda s: s.name))


def test_true_fields_are_proved_and_neighbours_refuted():
    rng = random.Random("receptive fields")
    for case in range(CASES):
        network = RandomNetwork(rng)
        seen = network.seen(rng)
        output, pixels, context = network.terms()
        assert isinstance(decide(field(output, seen, pixels), context), Proof), (network.layers, network.pixel, seen)
        changed = rng.randint(1, network.rows), rng.randint(1, network.columns)
        wrong = field(output, set(seen) ^ {changed}, pixels)
        answer = decide(wrong, context)
        assert isinstance(answer, Disproof), (network.layers, network.pixel, seen, changed, answer)
        if case % 40 == 0:
            rungs = [gradient_rung(claim, context, 0) for claim in (field(output, seen, pixels), wrong)]
            assert [rung.verdict for rung in rungs] == ["confirmed", "refuted"]
