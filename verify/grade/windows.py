r"""Sets of pixels on the way: N_A(33) = {22, 23, 24, 32}, what one layer reads around a pixel.

Such sets are shifted copies of one window, cut at the frame. That of N_B is known to be right where taking it twice
gives the set BB that the sheet asks for; who writes N_B(24) without a pixel of it has made a mistake.

Main definitions
----------------
* `Windows`: the sets of an answer that are named after a pixel; `Windows.around`: what such a set has to be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Pixel = tuple[int, int]
Set = frozenset[str]


@dataclass
class Windows:
    """The sets with a name and a pixel in brackets, by their names, and those that the sheet asks for, by labels."""

    asked: Mapping[str, Set]
    found: dict[str, dict[str, Set]] = field(default_factory=dict)

    def add(self, name: str, pixel: str, members: Set) -> None:
        """Keep what a set is said to be around a pixel; the first counts."""
        self.found.setdefault(name, {}).setdefault(pixel, members)

    def around(self, name: str, pixel: str) -> Set | None:
        """Return what a set has to be around a pixel; None where no window of it is known to be right."""
        size = max((int(digit) for one in self.asked.values() for number in one for digit in number), default=0)
        window = self._window(name, size)
        return None if window is None or not _is_pixel(pixel) else _shifted(window, (pixel,), size)

    def _window(self, name: str, size: int) -> frozenset[Pixel] | None:
        """Return a window that sets of a name have, if taking it twice gives what is asked for."""
        answer = self.asked.get(name[-1:] * 2)
        read = [(p, members) for p, members in self.found.get(name, {}).items() if all(map(_is_pixel, (p, *members)))]
        centres = [f"{i}{j}" for i in range(1, size + 1) for j in range(1, size + 1)]
        for window, _ in Counter(_offsets(p, members) for p, members in read).most_common():
            if any(_shifted(window, _shifted(window, (c,), size), size) == answer for c in centres):
                return window
        return None


def _is_pixel(number: str) -> bool:
    return len(number) == 2 and number.isdigit()


def _place(number: str) -> Pixel:
    return int(number[0]), int(number[1])


def _offsets(pixel: str, members: Set) -> frozenset[Pixel]:
    i, j = _place(pixel)
    return frozenset((a - i, b - j) for a, b in map(_place, members))


def _shifted(window: frozenset[Pixel], pixels: Iterable[str], size: int) -> Set:
    """Return the pixels in a window around some, without those beyond the frame."""
    places = ((i + a, j + b) for i, j in map(_place, pixels) for a, b in window)
    return frozenset(f"{a}{b}" for a, b in places if 1 <= a <= size and 1 <= b <= size)
