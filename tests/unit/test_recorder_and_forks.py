"""A recorder and child processes: only who opened it writes, and no child keeps its files."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from recorded import POSIX, recorded
from strategies import SCHEMA, puts, record

from replay import Recorder, Recording
from replay.storage import ownership
from replay.storage.compaction import write_columns
from replay.storage.input_file import Source
from replay.storage.rows_sink import RowsSink


@POSIX
def test_a_child_that_is_forked_while_a_recorder_opens_has_no_copy_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    resumed, codes = RowsSink.resumed, []

    def forked(output: Any, *arguments: Any, **named: Any) -> RowsSink:
        child = os.fork()
        if not child:
            os._exit(7 if output.closed else 1)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        return resumed(output, *arguments, **named)

    monkeypatch.setattr(RowsSink, "resumed", forked)
    with Recorder(path, SCHEMA, existing="continue"):
        pass

    assert codes == [7]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_does_not_hold_on_to_a_file_that_is_being_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    source = Source(recorder.path, recorder._sink.output.file)
    if (child := os.fork()) == 0:
        os._exit(0 if source._file.closed else 1)
    _, code = os.waitpid(child, 0)

    assert code == 0
    source.close()
    recorder.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_forked_while_a_file_is_closed_leaves_its_parents_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    codes = []

    def forking(file: Any) -> None:
        if (child := os.fork()) == 0:
            raise SystemExit
        codes.append(os.waitpid(child, 0)[1])

    def written(*arguments: Any) -> Any:
        try:
            if not in_child:
                forking(arguments)
            return write_columns(*arguments)
        except SystemExit:
            in_child.append(True)
            raise

    in_child: list[bool] = []
    monkeypatch.setattr("replay.storage.compaction.write_columns", written)
    try:
        recorder.close()
    finally:
        if in_child:
            os._exit(0)

    assert codes == [0]
    assert Recording(path).reader.contents.closed
    assert path.stat().st_size < 3000
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_waits_while_a_file_is_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    forking: list[Thread] = []

    def fork_elsewhere() -> None:
        if os.fork() == 0:
            os._exit(0)
        order.append("forked")

    def slow(what: Any, disown: Any) -> None:
        if not forking:
            forking.append(Thread(target=fork_elsewhere))
            forking[0].start()
            forking[0].join(0.2)
        order.append("registered")
        own(what, disown)

    own = ownership.own
    monkeypatch.setattr(ownership, "own", slow)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks where there are threads
        Recorder(tmp_path / "a.replay", SCHEMA).close()
        forking[0].join()

    assert order.index("registered") < order.index("forked")
    os.wait()
