"""Run the command line: in this process, or in one that can be interrupted."""

import signal
import subprocess

import pytest

from verify.cli import main


def call(capsys, *words):
    """Return exit status, stdout and stderr."""
    with pytest.raises(SystemExit) as caught:
        main(list(words))
    written = capsys.readouterr()
    return caught.value.code, written.out, written.err


def start_interruptible(command, **more):
    """Start a command that Ctrl-C ends, even where these tests are a shell's background job, which ignores it."""

    def heed_interrupts():
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interrupts, **more)
