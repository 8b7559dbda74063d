"""The delivery: what a stranger gets with a clone and two commands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from marketplace.config import SETTINGS
from scripts import environment, system
from scripts.check import Report, counts
from scripts.services import NotHealthy, Service, flask_command, free_port, is_free, wait_until_healthy
from tests.peers.live_house import environment_without_settings

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")


def locked(lock: str) -> dict[str, str]:
    """Package and version of every entry of a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / lock).read_text(), re.MULTILINE))


def wanted(requirements: list[str]) -> set[str]:
    """Normalised names of requirements as pyproject.toml writes them."""
    return {re.match(r"[\w-]+", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_packages_and_hashes_and_no_address(lock):
    for line in (ROOT / lock).read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9-]+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    run, test = map(locked, LOCKS)
    assert wanted(project["dependencies"]) <= run.keys()
    assert wanted(project["optional-dependencies"]["test"]) <= test.keys()
    assert run.items() <= test.items()


def test_ci_runs_what_a_person_runs():
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()


def test_every_make_target_is_explained():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    explained = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[0] for line in explained.splitlines() if not line.startswith("make")} == targets


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_every_setting_is_in_the_operations_manual(name):
    assert f"`{name}`" in (ROOT / "docs" / "operations.md").read_text()


def test_nothing_is_installed_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "INSTALLED", tmp_path / "installed.json")
    runs = []
    monkeypatch.setattr(environment.subprocess, "run", lambda command, **options: runs.append(command))
    environment.install("requirements.lock")
    environment.install("requirements.lock")
    assert len(runs) == 1
    assert "--require-hashes" in runs[0]


def test_a_package_that_cannot_be_installed_says_what_to_do(monkeypatch):
    monkeypatch.setattr(system.shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    with pytest.raises(system.NotInstallable, match=r"only root may install it.*apt-get install chromium"):
        system.install_packages("chromium")


def test_a_service_that_ends_while_starting_is_noticed_at_once(tmp_path):
    service = Service("app", ["false"], {}, tmp_path / "log")
    service.start()
    service.process.wait()
    with pytest.raises(NotHealthy, match="ended while starting"):
        wait_until_healthy(f"http://127.0.0.1:{free_port()}", service)


def test_stopping_a_service_takes_its_children_along(tmp_path):
    port = free_port()
    listen = f"{sys.executable} -m http.server --bind 127.0.0.1 {port}"
    deaf = Service("app", ["sh", "-c", f"trap '' TERM; {listen} & wait; wait"], {}, tmp_path / "log")
    deaf.start()
    while is_free(port):
        assert deaf.is_running
    deaf.stop(patience_s=0.2)
    deadline = time.monotonic() + 5
    while not is_free(port):  # the system closes a dead process's sockets in its own time
        assert time.monotonic() < deadline


@pytest.mark.slow
def test_the_house_opens_on_one_command_and_leaves_nothing_running(tmp_path):
    port = free_port()
    settings = {
        "ENVIRONMENT": "production",  # so that no demonstration is put up
        "SECRET_KEY": "x" * 48,
        "TRUSTED_HOSTS": "localhost",
        "SITE_URL": f"http://localhost:{port}",
        "VAR_DIR": str(tmp_path / "var"),
        "PORT": str(port),
    }
    variables = environment_without_settings() | settings
    assert "demonstration" not in run_until_open(port, variables, tmp_path / "words")
    flask_command("create-staff", "hanh@example.com", "--role", "officer", environment=variables)
    shutil.rmtree(tmp_path / "var" / "search")  # as after an upgrade that reads words differently
    assert "built: embedded" in run_until_open(port, variables, tmp_path / "words")


def run_until_open(port: int, variables: dict[str, str], words: Path) -> str:
    """Open the house and close it again; what it said."""
    run = Service("run", [sys.executable, "-m", "scripts.run"], variables, words)
    run.start()
    try:
        wait_until_healthy(f"http://localhost:{port}", run)
        while "is open at" not in words.read_text():
            assert run.is_running
        run.process.terminate()
        assert run.process.wait(30) == 0, words.read_text()
    finally:
        run.stop()
    assert is_free(port)
    return words.read_text()


def test_a_missing_program_is_a_skip_for_a_person_and_a_failure_on_ci(monkeypatch):
    for ci, failed, skipped in (("", 0, 1), ("true", 1, 0)):
        monkeypatch.setenv("CI", ci)
        report = Report()
        report.lacking("browser journeys", "Chromium is not installed")
        assert (report.failed, report.skipped) == (failed, skipped)
        assert "Chromium is not installed" in str(report)
        assert str(report).splitlines()[-1] == f"0 passed, {failed} failed, {skipped} skipped"


def test_a_run_is_counted_from_its_results(tmp_path):
    result = tmp_path / "result.xml"
    result.write_text('<testsuites><testsuite errors="1" failures="2" skipped="3" tests="10"/></testsuites>')
    assert counts(result) == (4, 3, 3)
    assert counts(tmp_path / "never-written.xml") == (0, 0, 0)
