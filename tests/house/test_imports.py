"""The arrows of the house: who may import whom. The rules themselves stand in pyproject.toml."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

MARKETPLACE = Path(__file__).parents[2] / "marketplace"
#: Files that must work in a job, a command and a test as well as in a request.
INNER_FILES = ("states", "models", "queries", "actions", "notices", "jobs", "signals", "search")
#: What only exists while somebody's browser waits for an answer.
OF_A_REQUEST = {
    "flask": {"abort", "flash", "g", "redirect", "request", "session", "url_for"},
    "flask_login": {"current_user", "login_required", "login_user", "logout_user"},
}


def inner_files() -> list[Path]:
    """Every inner file of every room, and the whole kernel."""
    rooms = [path for name in INNER_FILES for path in MARKETPLACE.glob(f"*/{name}.py")]
    return sorted({*rooms, *MARKETPLACE.glob("kernel/**/*.py")})


def test_every_contract_of_the_import_linter_is_kept():
    # In a process of its own: the linter silences every logger there is.
    linter = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    command = [sys.executable, "-c", linter]
    run = subprocess.run(command, cwd=MARKETPLACE.parent, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", inner_files(), ids=lambda path: str(path.relative_to(MARKETPLACE)))
def test_an_inner_file_knows_no_request(path):
    taken = {
        (node.module, alias.name)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert not {(module, name) for module, name in taken if name in OF_A_REQUEST.get(module, ())}
