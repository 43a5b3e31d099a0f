"""No window and no sound, unless a test opens a real window in a program of its own.

Where everything is checked, with ``CI`` in the environment, a test that is skipped has failed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from replay.storage import disk_errors

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell ignores Ctrl-C for what it runs in the background, and every child inherits that:
    # a program that a test interrupts would run on for ever.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# What these raise in the disk's stead counts as the disk's; what other tests raise does not.
disk_errors.OWN |= {
    "growing",
    "recorded",
    "tests.torture.test_found_writing",
    "tests.unit.test_recorder_and_disks",
    "tests.unit.test_recorder_and_fsync",
    "tests.unit.test_recorder_places",
    "tests.unit.test_recorder_forgotten",
    "tests.unit.test_recorder_interrupted_at_close",
    "tests.unit.test_recorder_interrupted_at_opening",
    "tests.unit.storage.test_growing_columns_given_up",
}

# Machines differ in speed: a test fails for what is wrong, not for how long it took.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def dark_again() -> Generator[None, None, None]:
    """Go back to the first theme and scale after each test, as a program has one of each."""
    yield
    theme = sys.modules.get("replay.ui.theme")
    if theme is not None:
        theme.use("dark")
    scale = sys.modules.get("replay.ui.scale")
    if scale is not None:
        scale.use(1.0)
        scale.wish(1.0)


@pytest.fixture(autouse=True)
def own_user_folders(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing a test does may reach the user's own data."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))


R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return not_skipped((yield))


def not_skipped(report: R) -> R:
    """Let a skipped test fail where everything is checked; one that is expected to fail may."""
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, and where everything is checked nothing may be: {reason}"
    return report
