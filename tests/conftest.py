"""For every test: where CI=true, a test that would be skipped fails, so that no part goes untested there."""

import os
from collections.abc import Generator
from typing import Any

import pytest

STRICT = os.environ.get("CI") == "true"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    return _strict((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    return _strict((yield))


def _strict(report: Any) -> Any:
    """The report, a skip turned into a failure that tells the reason."""
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
