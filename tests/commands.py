"""A command in this process, where the start of another is not what is asked."""

import io
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace

import pytest

from cspdata import __main__ as program
from cspdata import kept

OF_A_PLACE = ("CSP_PLACE", "CSP_PLACES", "CSP_STORE", "CSP_RAW")


def said(environment: Mapping[str, str], *words: str) -> str:
    """What a command that ends well says under settings of its own, errors last.

    What it starts of the program is done here as well, in the environment that it is given; the
    texts that are made behind a publication are not made.
    """
    told, warned = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(told), redirect_stderr(warned):
        patched.setattr(program, "subprocess", SimpleNamespace(run=_run))
        patched.setattr(kept, "announce", lambda version: None)
        status = _run([sys.executable, "-m", "cspdata", *words], environment).returncode
    assert status == 0, told.getvalue() + warned.getvalue()
    return told.getvalue() + warned.getvalue()


def _run(command: Sequence[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    assert command[:3] == [sys.executable, "-m", "cspdata"]
    with pytest.MonkeyPatch.context() as patched:
        for name in OF_A_PLACE:
            patched.delenv(name, raising=False)
            if name in env:
                patched.setenv(name, env[name])
        return subprocess.CompletedProcess(command, program.main([*command[3:]]))
