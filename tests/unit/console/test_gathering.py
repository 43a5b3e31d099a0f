"""Output that is printed many lines at a time hides nothing that is raised meanwhile."""

from __future__ import annotations

import io
import sys

import pytest

from replay.console.terminal import Gathered, NobodyReads


class Unread(io.StringIO):
    """A pipe whose reader is gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize("raised", [ValueError("it is damaged"), KeyboardInterrupt()])
def test_what_is_raised_while_text_waits_is_not_hidden_by_a_reader_that_is_gone(
    raised: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gather() -> None:
        with Gathered() as output:
            output._room = 1000
            output.add("a line\n")
            raise raised

    monkeypatch.setattr(sys, "stdout", Unread())
    with pytest.raises(type(raised)) as seen:
        gather()

    assert seen.value is raised


def test_without_that_it_is_told_that_nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Unread())
    output = Gathered()
    output._room = 1000
    output.add("a line\n")
    with pytest.raises(NobodyReads):
        output.__exit__(None, None, None)
