"""Tests in a fork of a process that has imported everything but the program and the tests.

Never touches a file of the program: a changed module lives in the memory of its fork alone.
"""

import ast
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType

import hypothesis
import pytest

from .rooms import ROOT

NOTED: set[str] = set()


@dataclass(frozen=True)
class Run:
    """Tests or files to run in this order: with a changed module, or noting what is reached."""

    tests: list[str]
    module: str = ""
    source: str = ""
    noting: bool = False


@dataclass
class Outcome:
    failed: list[str] = field(default_factory=list)
    noted: dict[str, tuple[float, list[str]]] = field(default_factory=dict)
    broken: bool = False
    late: bool = False


class Warm:
    """This process, with what the program imports imported; forks run one at a time in a thread."""

    def __init__(self) -> None:
        os.chdir(ROOT)
        for name in ("_pytest.pytester", "hypothesis", "streamlit.testing.v1", "httpx", "moto"):
            importlib.import_module(name)
        for path in sorted((ROOT / "cspdata").rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))
        for name in [name for name in sys.modules if name.split(".")[0] == "cspdata"]:
            del sys.modules[name]

    def run(self, run: Run, limit: float) -> Outcome:
        """What became of a run that may take `limit` seconds."""
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            told = Path(folder, "told.json")
            child = os.fork()
            if not child:
                try:
                    in_fork(run, told)
                finally:
                    os._exit(1)
            late = not ended(child, limit)
            if told.exists():
                return Outcome(**json.loads(told.read_text("utf-8")), late=late)
            return Outcome(broken=not late, late=late)


def ended(child: int, limit: float) -> bool:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def in_fork(run: Run, told: Path) -> None:
    """Runs tests, leaves what they said in a file, and ends the process."""
    os.setsid()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    sys.meta_path.insert(0, Changed(run))
    # An example that failed for one change would fail for every later one, whatever it changes.
    hypothesis.settings.register_profile("mutants", database=None, derandomize=True)
    hypothesis.settings.load_profile("mutants")
    heard = Heard(run)
    files = list(dict.fromkeys(test.split("::")[0] for test in run.tests))
    base = f"--basetemp={told.parent / 'base'}"
    imported = "ignore:Module already imported"
    options = ["-x", "-q", "-n", "0", "-m", "not browser", "-W", imported, base, *files]
    code = pytest.main(options, plugins=[heard])
    broken = code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    said = {"failed": heard.failed, "noted": heard.noted, "broken": broken}
    told.write_text(json.dumps(said), "utf-8")


class Heard:
    """Puts tests into the order asked for, and hears which fail and what each reaches."""

    def __init__(self, run: Run) -> None:
        self.place = {test: index for index, test in enumerate(run.tests)}
        self.noting = run.noting
        self.failed: list[str] = []
        self.noted: dict[str, tuple[float, list[str]]] = {}
        self.by_fixture: dict[str, set[str]] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if not self.noting:
            items[:] = [item for item in items if item.nodeid in self.place]
            items.sort(key=lambda item: self.place[item.nodeid])

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> object:
        """What a shared fixture reaches counts for each test that uses it."""
        before = set(NOTED)
        NOTED.clear()
        try:
            return (yield)
        finally:
            self.by_fixture.setdefault(fixturedef.argname, set()).update(NOTED)
            NOTED.update(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> object:
        NOTED.clear()
        start = time.perf_counter()
        try:
            return (yield)
        finally:
            shared = [self.by_fixture.get(name, set()) for name in item.fixturenames]
            seconds = round(time.perf_counter() - start, 3)
            if self.noting:
                self.noted[item.nodeid] = (seconds, sorted(NOTED.union(*shared)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


class Changed(MetaPathFinder, Loader):
    """Imports the changed module from memory, or every module with a note in each function."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        ours = name.split(".")[0] == "cspdata" if self.run.noting else name == self.run.module
        spec = PathFinder.find_spec(name, path) if ours else None
        if spec and spec.origin:
            spec.loader = Source(name, spec.origin, self.run)
        return spec


class Source(SourceFileLoader):
    def __init__(self, name: str, path: str, run: Run) -> None:
        super().__init__(name, path)
        self.run = run

    def get_code(self, fullname: str) -> CodeType:
        if not self.run.noting:
            return compile(self.run.source, self.path, "exec", dont_inherit=True)
        tree = ast.parse(Path(self.path).read_text("utf-8"))
        place = Path(self.path).relative_to(ROOT).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = 1 if ast.get_docstring(node) is not None else 0
                noted = (
                    f"__import__({__name__!r}, fromlist=['']).NOTED.add({place!r} ':{node.lineno}')"
                )
                node.body[first:first] = ast.parse(noted).body
        return compile(ast.fix_missing_locations(tree), self.path, "exec", dont_inherit=True)
