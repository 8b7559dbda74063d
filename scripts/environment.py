"""Prepare this machine: a virtual environment in `.venv`, filled from a lock file, and compiled catalogues.

    python3 -m scripts.environment [--tests]

Runs with any Python 3 of the system, before anything is installed. Doing it twice costs nothing: what
was installed is written down in `.venv/installed.json` and compared with the lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.system import NotInstallable, install_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
INSTALLED = VENV / "installed.json"
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> None:
    """Make the environment ready; says in one sentence what a person has to do when it cannot."""
    os.chdir(ROOT)
    make_venv()
    install(TEST_LOCK if "--tests" in arguments else RUN_LOCK)
    subprocess.run([VENV_PYTHON, "-m", "scripts.catalogues"], check=True)


def make_venv() -> None:
    """Create `.venv`, or leave a working one alone."""
    if _works(VENV_PYTHON, "import pip"):
        return
    python = suitable_python()
    if not _works(python, "import ensurepip, venv"):
        _install_venv_package(python)
    print(f"Making a virtual environment in {VENV.name} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(VENV)], check=True)


def suitable_python() -> str:
    """This Python when it is new enough, else the newest such one on the PATH."""
    if sys.version_info >= OLDEST_PYTHON:
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found and _works(found):
            return found
    wanted = ".".join(map(str, OLDEST_PYTHON))
    present = sys.version.split()[0]
    raise SystemExit(f"Python {wanted} or newer is needed, this is {present}: make PYTHON=/path/to/python …")


def install(lock: str) -> None:
    """Install exactly what the lock names, each file checked against its hash, unless that is done."""
    fingerprint = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    installed = json.loads(INSTALLED.read_text()) if INSTALLED.exists() else {}
    if installed.get(lock) == fingerprint:
        return
    print(f"Installing from {lock} …", flush=True)
    pip = [VENV_PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock], check=True)
    installed[lock] = fingerprint
    INSTALLED.write_text(json.dumps(installed, indent=1))


def _works(python: str | Path, statement: str = "") -> bool:
    """Whether this interpreter starts, is new enough and can run the statement."""
    check = f"import sys; assert sys.version_info >= {OLDEST_PYTHON}; {statement}"
    try:
        return subprocess.run([python, "-c", check], capture_output=True).returncode == 0
    except OSError:
        return False


def _install_venv_package(python: str) -> None:
    """Debian ships `venv` without what it needs to work; its own package has the rest."""
    version = subprocess.check_output(
        [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], text=True
    )
    try:
        install_packages(f"python{version.strip()}-venv")
    except NotInstallable as reason:
        raise SystemExit(f"This Python cannot make a virtual environment: {reason}") from None


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        raise SystemExit(f"Stopped: {' '.join(map(str, failure.cmd))} failed.") from None
