"""Two writers at one moment: exactly one gets the file, the other is told so."""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from strategies import SCHEMA, Put, Vault
from torture.reports import Report, Tally

from replay import Event, Recorder, Recording

MODES = ("refuse", "continue", "replace")


def writers(folder: Path, rounds: int) -> Report:
    """Let two programs open one file at the same moment, so many times in each way."""
    tally = Tally("writers")
    context = get_context("spawn")
    barrier = context.Barrier(2)
    contenders = []
    for _ in range(2):
        here, there = context.Pipe()
        process = context.Process(target=_contend, args=(there, barrier), daemon=True)
        process.start()
        contenders.append((process, here))
    pipes = [pipe for _, pipe in contenders]
    for number in range(rounds):
        for mode in MODES:
            for there_already in (False, True):
                path = folder / f"{mode}-{there_already}-{number}.replay"
                if there_already:
                    Recorder(path, SCHEMA).close()
                _round(pipes, path, mode, there_already, tally)
                path.unlink(missing_ok=True)
    for process, pipe in contenders:
        pipe.send(None)
        process.join()
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    if left:
        tally.wrong(f"{left} was left")
    return tally.report()


def _round(pipes: list[Any], path: Path, mode: str, there_already: bool, tally: Tally) -> None:
    for pipe in pipes:
        pipe.send((str(path), mode))
    answers = [pipe.recv() for pipe in pipes]
    for pipe in pipes:
        pipe.send("close")
    closed = [pipe.recv() for pipe in pipes]
    tally.count("rounds")
    won = answers.count("won")
    expected = 0 if mode == "refuse" and there_already else 1
    case = f"{mode}, {'with' if there_already else 'without'} a file: {answers}"
    if won != expected:
        tally.wrong(f"{won} won: {case}")
    for answer in answers:
        tally.count(answer)
        if answer not in ("won", "FileExistsError", "BlockingIOError"):
            tally.wrong(case)
    if won == 1 and "closed" in closed:
        with Recording(path, SCHEMA) as recording:
            if len(recording) != 1 or not recording.complete:
                tally.wrong(f"the winner's recording is not whole: {case}")


def _contend(pipe: Connection, barrier: Any) -> None:
    while (order := pipe.recv()) is not None:
        path, mode = order
        barrier.wait()
        recorder = None
        try:
            recorder = Recorder(path, SCHEMA, existing=mode)
            recorder.append(Event(Vault.PUT, Put(1, 2), 5))
            pipe.send("won")
        except Exception as trouble:  # noqa: BLE001 - the judge looks at which it was
            pipe.send(type(trouble).__name__)
        pipe.recv()
        if recorder is not None:
            recorder.close()
        pipe.send("closed" if recorder is not None else "nothing to close")
