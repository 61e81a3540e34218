"""The image is made by the steps of the Makefile, holds what runs, and asks nobody at its start."""

import re
from pathlib import Path

import pytest
from streamlit import config, net_util
from streamlit.web import bootstrap

ROOT = Path(__file__).resolve().parent.parent
MADE = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", "")
IGNORED = (ROOT / ".containerignore").read_text("utf-8").splitlines()
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
Said = pytest.CaptureFixture[str]


def steps(instruction: str) -> list[str]:
    said = re.findall(rf"^{instruction} (.+)$", MADE, re.MULTILINE)
    return [" ".join(one.split()) for one in said]


def of_make(target: str) -> list[str]:
    """The commands of a target of the Makefile, as they stand in a container."""
    found = re.search(rf"^{target}:.*\n((?:\t.+\n)+)", MAKEFILE, re.MULTILINE)
    assert found
    placed = found[1].replace("$(BIN)", ".venv/bin").replace("$(PORT)", "8501")
    return [line.strip() for line in placed.splitlines()]


def test_it_starts_as_make_run_does_and_listens_to_all() -> None:
    first, second = of_make("run")
    assert steps("CMD") == [f"{first} && exec {second} --server.address 0.0.0.0"]


def test_it_installs_what_make_installs() -> None:
    install, *_ = of_make(re.escape("$(VENV)/run"))
    wanted = install.replace("--quiet", "--no-cache-dir")
    assert any(step.endswith(f"&& {wanted}") for step in steps("RUN"))


def test_its_python_is_one_that_the_program_is_for() -> None:
    [base] = steps("FROM")
    lowest = re.search(r"requires-python = \">=([\d.]+)\"", (ROOT / "pyproject.toml").read_text())
    assert lowest
    assert re.fullmatch(rf"python:{lowest[1]}[\w.-]*", base)


def test_it_is_nobody_of_the_host_who_runs_it() -> None:
    [user] = steps("USER")
    assert int(user) >= 10_000
    assert f"--uid {user} " in steps("RUN")[0]
    assert MADE.index("USER") < MADE.index("\nCMD")


def test_the_store_lies_in_the_volume() -> None:
    [volume] = steps("VOLUME")
    [settings] = steps("ENV")
    assert f"CSP_STORE={volume}/" in settings


def test_what_runs_is_taken_along_and_nothing_else_is() -> None:
    assert "*" in IGNORED
    taken = {line[1:] for line in IGNORED if line.startswith("!")}
    assert {"app.py", "server.py", "pages", "cspdata", "data", ".streamlit"} < taken
    assert all((ROOT / name).exists() for name in taken)
    assert {"data/store", ".streamlit/secrets.toml"} < set(IGNORED)
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines() == IGNORED


def test_a_server_for_all_addresses_asks_nobody_for_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def asked() -> str:
        raise AssertionError("a site outside was asked")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(net_util, "get_external_ip", asked)
    config.get_config_options(
        force_reparse=True, options_from_flags={"server.address": "0.0.0.0", "server.port": 8501}
    )
    bootstrap._print_url(is_running_hello=False)
    assert "http://localhost:8501" in capsys.readouterr().out
    config.get_config_options(force_reparse=True)
