"""`make test`: every check, one after the other, and one summary at the end.

Exit status 0 only when nothing failed. A browser or a database server that is missing and cannot be
installed is reported as skipped with its reason; with ``CI=true`` that is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts.catalogues import compile_catalogues
from scripts.system import NotInstallable, install_packages
from tests.peers.chromium import lack_of_browser
from tests.peers.postgres import NoPostgres, PrivatePostgres, lack_of_postgres

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "test-results"
RUFF = [sys.executable, "-m", "ruff"]
LINT_IMPORTS = [sys.executable, str(Path(sys.executable).with_name("lint-imports"))]
PYTEST = [sys.executable, "-m", "pytest", "--numprocesses", "2", "--quiet"]
#: pytest's own exit statuses: 1 says tests failed, 5 that none was found; others that it broke down.
TESTS_FAILED, NO_TESTS = 1, 5


@dataclass
class Report:
    """What was checked so far."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    lines: list[str] = field(default_factory=list)

    def add(
        self, name: str, seconds: float, passed: int, failed: int, skipped: int = 0, reason: str = ""
    ) -> None:
        """Note the outcome of one check."""
        self.passed += passed
        self.failed += failed
        self.skipped += skipped
        outcome = "FAILED" if failed else "skipped" if skipped and not passed else "ok"
        counts = f"{passed} passed, {failed} failed, {skipped} skipped"
        self.lines.append(f"{outcome:8}{name:38}{seconds:6.0f} s   {reason or counts}")

    def lacking(self, name: str, reason: str) -> None:
        """Note a whole check that this machine cannot do."""
        on_ci = os.environ.get("CI") == "true"
        self.add(name, 0, 0, failed=int(on_ci), skipped=int(not on_ci), reason=reason)

    def __str__(self) -> str:
        total = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return "\n".join(["", "Summary", *self.lines, "", total])


def main() -> int:
    """Do every check, print the summary, return the exit status."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    compile_catalogues()
    report = Report()
    check(report, "style (ruff check)", [*RUFF, "check", "."])
    check(report, "format (ruff format)", [*RUFF, "format", "--check", "."])
    check(
        report,
        "import rules (import-linter)",
        LINT_IMPORTS,
    )
    # Playwright's driver needs libatomic1, which a small Debian does not have.
    no_browser = provide(lack_of_browser, "chromium", "libatomic1")
    no_server = provide(lack_of_postgres, "postgresql")
    with ExitStack() as stack:
        server_url = None
        if not no_server:
            try:
                server_url = stack.enter_context(PrivatePostgres()).url()
            except NoPostgres as reason:
                no_server = str(reason)
        run_tests(report, "tests on SQLite", "not journey")
        if server_url:
            run_tests(
                report,
                "database tests on PostgreSQL",
                "database and not journey",
                TEST_DATABASE_URL=server_url,
            )
    if no_server:
        report.lacking("database tests on PostgreSQL", no_server)
    if no_browser:
        report.lacking("browser journeys", no_browser)
    else:
        run_tests(report, "browser journeys", "journey")
    print(report, flush=True)
    return int(report.failed > 0)


def provide(lack: Callable[[], str], *packages: str) -> str:
    """Install distribution packages when something is lacking; returns what is lacking still, or nothing."""
    if not lack():
        return ""
    try:
        install_packages(*packages)
    except NotInstallable as reason:
        return str(reason)
    return lack()


def check(report: Report, name: str, command: list[str], **environment: str) -> None:
    """Run one command that either passes or fails."""
    print(f"\n== {name}", flush=True)
    started = time.monotonic()
    failed = subprocess.run(command, env=os.environ | environment, stdin=subprocess.DEVNULL).returncode != 0
    report.add(name, time.monotonic() - started, passed=int(not failed), failed=int(failed))


def run_tests(report: Report, name: str, marked: str, **environment: str) -> None:
    """Run the tests that carry these marks and count them."""
    print(f"\n== {name}", flush=True)
    result = RESULTS / f"{marked.replace(' ', '-')}.xml"
    result.unlink(missing_ok=True)
    command = [*PYTEST, "-m", marked, f"--junit-xml={result}"]
    started = time.monotonic()
    status = subprocess.run(command, env=os.environ | environment, stdin=subprocess.DEVNULL).returncode
    passed, failed, skipped = counts(result)
    if status == NO_TESTS:
        failed, reason = 1, "no test was found"
    elif status not in (0, TESTS_FAILED) or (status and not failed):
        failed, reason = failed + 1, f"pytest broke down with status {status}"
    else:
        reason = ""
    report.add(name, time.monotonic() - started, passed, failed, skipped, reason)


def counts(result: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of a JUnit file; nothing when it was never written."""
    if not result.exists():
        return 0, 0, 0
    suite = ElementTree.parse(result).getroot().find("testsuite")  # noqa: S314 - pytest's own file
    total, failures, errors, skipped = (
        int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return total - failed - skipped, failed, skipped


if __name__ == "__main__":
    sys.exit(main())
