"""Run the command line in this process."""

import pytest

from verify.cli import main


def call(capsys, *words):
    """Return exit status, stdout and stderr."""
    with pytest.raises(SystemExit) as caught:
        main(list(words))
    written = capsys.readouterr()
    return caught.value.code, written.out, written.err
