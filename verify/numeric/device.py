"""Which device a run uses: what was asked for, made definite."""

from __future__ import annotations

from verify.model import VerifyError

DEVICES = ("auto", "cpu", "cuda")


def resolve(name: str) -> str:
    """Return "cpu" or "cuda"; "auto" is the GPU where there is one.

    Raises:
        VerifyError: an unknown device, or "cuda" on a machine without one.

    """
    if name not in DEVICES:
        raise VerifyError(f"--device must be one of {', '.join(DEVICES)}, not {name!r}")
    if name == "cpu":
        return name
    import torch  # slow to import, and a run on the CPU need not wait for it here

    if torch.cuda.is_available():
        return "cuda"
    if name == "cuda":
        raise VerifyError("--device cuda: torch finds no CUDA device here; use --device cpu or auto")
    return "cpu"
