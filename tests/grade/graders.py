"""Graders that do what the file says: a stand-in for a program that hostile files hurt."""

import os
import signal
import time
from dataclasses import replace

from tests.reports import graded_sample as sample
from verify.model import VerifyError


def deepen(n):
    return deepen(n + 1) + 1


def obedient(path, sheet, handout):
    """Grade a file, or sleep, crash, … as its first word says; each call leaves a line in the file `.log` beside it."""
    with (path.parent / ".log").open("a") as log:
        log.write(f"{path.name}\n")
    words = path.read_text().split()
    match words[0] if words else "":
        case "sleep":
            time.sleep(float(words[1]))
        case "loop":
            while True:
                pass
        case "memory":
            held = [bytearray(10**8) for _ in range(200)]
            return len(held)
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "leave":
            os._exit(3)
        case "raise":
            raise ValueError("a defect")
        case "deep":
            return deepen(0)
        case "refuse":
            raise VerifyError("cannot be read")
        case "pid":
            return replace(sample.GRADED, submission=path.name, sheet=sheet.id, notes=(str(os.getpid()),))
    return replace(sample.GRADED, submission=path.name, sheet=sheet.id, notes=(f"handout {handout}",))


def growing(path, sheet, handout, held=[]):  # noqa: B006 - that is the leak
    """Grade a file and lose 30 MB."""
    held.append(bytearray(b"x" * 30_000_000))
    return replace(sample.GRADED, submission=path.name, sheet=sheet.id, notes=(str(len(held)),))
