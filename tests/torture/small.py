"""Small files must not cause large work: every command and the viewer on files made to hurt.

Each command is a program of its own, of which the processor's time is measured (the machine may
be busy with other things), the time to its first line, its memory, and how soon Ctrl-C ends it.
What an ordinary file costs is measured the same way.
"""

from __future__ import annotations

import json
import os
import pty
import selectors
import signal
import subprocess
import sys
import time
import tty
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from torture.ideas import crafted
from torture.reports import Report, Tally

from replay import Recorder, Recording
from replay.errors import RecordingError
from replay.storage.reader import Reader

ROOT = Path(__file__).parents[2]
ORDINARY = ROOT / "recordings" / "four-bots.replay"
ANSWER_S = 2.0
"""Seconds for info, state, find, blame and the viewer's first picture."""
FIRST_LINE_S = 0.5
CTRL_C_S = 1.0
MEMORY = 64 * 1024 * 1024
LONG_S = 3.0
"""Seconds after which a command is interrupted: it is to end at once then."""
HUNG_S, FOLLOWING_S = 60.0, 4.0
"""Seconds by the clock on the wall after which a program is interrupted (one that follows a file
which nobody closes goes on for ever), and after twice as many killed."""
MOST_OUTPUT = 8 << 20
"""Bytes that `info` may print of a file below a megabyte: each letter escaped is ten."""
SLOWER = 2.0
"""Times the time of an ordinary file, an event or a byte that is printed, that a printer may take;
what the clock of the processor adds or leaves out (a hundredth of a second each) is within it."""
BLOCK_LINES = 2
"""Printed lines that a block costs beside its events: its checksum, and the checks of its head. A
writer's blocks have hundreds of events, so that it is nothing; a block of one costs 45 µs."""
STEP_S = 0.5
"""Seconds in which the viewer answers a key or the mouse, or says that it is looking."""
PRINTERS = ("events", "follow")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """What running a program came to. ``first_s`` is until its first line, None: it had none."""

    code: int
    cpu_s: float
    first_s: float | None
    memory: int
    output: int
    lines: int
    errors: str
    start: str
    interrupted: bool
    after_ctrl_c_s: float


def commands(path: Path, number: int) -> list[list[str]]:
    """Every command that reads a file; of two files that follow, one is asked for JSON."""
    new = str(path.with_name("new.replay"))
    forms = [
        ["info"], ["events"], ["state"], ["stats"], ["find", "players.0.bag has coin"],
        ["find", "A.count > 5"], ["find", "items = 0"], ["blame", "--item", "0"],
        ["blame", "items.0.holder"], ["blame", "A.count"], ["blame", "players.0"],
        ["verify"], ["diff", str(ORDINARY)], ["diff", str(path)],
        ["repair", "--force", "--output", new], ["follow"],
        ["clip", "--force", "--output", new], ["clip", "--from", "5", "--force", "--output", new],
        ["cat", "--force", "--output", new],
        ["fork", "--frame", "5", "--force", "--output", new],
    ]  # fmt: skip
    return [
        [command, str(path), *rest, *(["--json"] if (number + place) % 2 else [])]
        for place, (command, *rest) in enumerate(forms)
    ]


def run(arguments: Sequence[str], long_s: float = LONG_S, long_wall_s: float = HUNG_S) -> Run:
    """Run a program, interrupt it after a while, and return what it cost."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # or programs begun in the background
    #                                                            would inherit that it is ignored
    terminal, errors_end = pty.openpty()
    tty.setraw(errors_end)
    program = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors_end, cwd=ROOT
    )
    os.close(errors_end)
    assert program.stdout is not None
    out = program.stdout.fileno()
    begin, first, start, errors, output, lines = time.monotonic(), None, b"", b"", 0, 0
    interrupted_s: float | None = None
    selector = selectors.DefaultSelector()
    for end in (out, terminal):
        selector.register(end, selectors.EVENT_READ)
    memory = 0
    while selector.get_map():
        for key, _ in selector.select(0.05):
            data = b""
            with suppress(OSError):  # a pty whose program has ended
                data = os.read(key.fd, 1 << 16)
            if not data:
                selector.unregister(key.fd)
            elif key.fd == out:
                if first is None and b"\n" in data:
                    first = _cpu_s(program.pid)
                output, lines = output + len(data), lines + data.count(b"\n")
                start = (start + data)[:4000]
            else:
                errors = (errors + data)[-200_000:]
        memory = max(memory, _memory(program.pid))
        spent = _cpu_s(program.pid)
        waited_s = time.monotonic() - begin
        if interrupted_s is None and spent and (spent > long_s or waited_s > long_wall_s):
            interrupted_s = spent
            with suppress(ProcessLookupError):
                os.kill(program.pid, signal.SIGINT)  # Popen's own way would wait for it
        if waited_s > long_wall_s + HUNG_S:
            with suppress(ProcessLookupError):
                os.kill(program.pid, signal.SIGKILL)
    _, status, usage = os.wait4(program.pid, 0)
    program.returncode = os.waitstatus_to_exitcode(status)
    program.stdout.close()
    os.close(terminal)
    cpu_s = usage.ru_utime + usage.ru_stime
    return Run(
        program.returncode, cpu_s, first, memory, output, lines,
        errors.decode(errors="replace"), start.decode(errors="replace"),
        interrupted_s is not None, 0.0 if interrupted_s is None else cpu_s - interrupted_s,
    )  # fmt: skip


def _cpu_s(process: int) -> float | None:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def replay(words: Sequence[str]) -> Run:
    wall_s = FOLLOWING_S if words[0] == "follow" else HUNG_S
    return run([sys.executable, "-m", "replay", *words], long_wall_s=wall_s)


def view(path: Path) -> Run:
    program = Path(__file__).with_name("looking.py")
    # What it does is judged a step at a time, and there are hundreds of steps.
    return run([sys.executable, str(program), str(path)], 3 * HUNG_S, 6 * HUNG_S)


class Judge:
    """Holds what a file costs against what an ordinary one does."""

    def __init__(self, folder: Path, tally: Tally, *, verbose: bool = False) -> None:
        self._folder, self._tally, self._verbose = folder, tally, verbose
        copy = folder / "ordinary.replay"
        copy.write_bytes(ORDINARY.read_bytes())
        runs = [(words[0], replay(words)) for words in commands(copy, 0)]
        self._memory = {command: run.memory + MEMORY for command, run in runs}
        ordinary = dict(runs)
        self._start_s = ordinary["info"].cpu_s
        printed = replay(["events", str(_many_of_it(folder / "many.replay"))])
        spent_s = printed.cpu_s - self._start_s
        self._line_s, self._byte_s = spent_s / printed.lines, spent_s / printed.output
        self._tally.count(f"microseconds a line of an ordinary file: {self._line_s * 1e6:.0f}")
        self._viewer = view(copy)
        for command, run in ordinary.items():
            self._tally.count(f"ordinary memory of {command}, MB: {run.memory >> 20}")

    def judge(self, case: str, path: Path, number: int, wanted: Sequence[str] = ()) -> None:
        """Ask every command (or those that are wanted) and the viewer."""
        for words in commands(path, number):
            if not wanted or words[0] in wanted:
                self._command(f"{case}: {' '.join([words[0], *words[2:]])}", words)
        if not wanted or "view" in wanted:
            self._view(case, path)

    def _wrong(self, case: str, what: str) -> None:
        if self._verbose:
            print(f"  {case}: {what}", flush=True)
        self._tally.count(f"WRONG {case.split(':')[1].split()[0]}: {what.split()[0]}")
        self._tally.wrong(f"{case}: {what}")

    def _command(self, case: str, words: Sequence[str]) -> None:
        found, command = replay(words), words[0]
        self._tally.count("commands")
        self._tally.count(f"{command} answered {found.code}")
        self._always(case, found, self._memory[command])
        spent_s = found.cpu_s - self._start_s
        if found.code not in (0, 1, 2) and not (found.interrupted and found.code == 130):
            self._wrong(case, f"code {found.code}: {found.errors[-200:]!r}")
        if found.code == 2 and "replay: " not in found.errors:
            self._wrong(case, "silent: it could not be done and did not say why")
        if found.after_ctrl_c_s > CTRL_C_S:
            self._wrong(case, f"stops {found.after_ctrl_c_s:.1f} s after Ctrl-C")
        if command == "info" and found.output > MOST_OUTPUT:
            self._wrong(case, f"prints {found.output >> 20} MB")
        if spent_s > ANSWER_S and command not in PRINTERS and "\r" not in found.errors:
            self._wrong(case, f"takes {spent_s:.1f} s without progress")
        if spent_s > ANSWER_S and command == "info":
            self._wrong(case, f"takes {spent_s:.1f} s")
        first = found.cpu_s if found.first_s is None else found.first_s
        if command in PRINTERS and first - self._start_s > FIRST_LINE_S:
            self._wrong(case, f"first line after {first - self._start_s:.1f} s")
        usual_s = max(found.lines * self._line_s, found.output * self._byte_s)
        usual_s += min(found.lines, _blocks(Path(words[1]))) * BLOCK_LINES * self._line_s
        if command in PRINTERS and spent_s > SLOWER * usual_s + FIRST_LINE_S:
            self._wrong(case, f"slow: {spent_s:.1f} s for {found.lines} lines, not {usual_s:.1f} s")
        if command == "repair" and found.code in (0, 1) and not found.interrupted:
            self._verified(case, words[words.index("--output") + 1])

    def _verified(self, case: str, path: str) -> None:
        """What was repaired is whole."""
        if Path(path).exists():
            verified = replay(["verify", path])
            self._tally.count(f"verify of what was repaired answered {verified.code}")
            if verified.code != 0 and not verified.interrupted:
                self._wrong(case, f"verify rejects it: {verified.start[-200:]}")

    def _always(self, case: str, found: Run, memory: int) -> None:
        if "Traceback" in found.errors or "Traceback" in found.start:
            self._wrong(case, f"traceback: {found.errors[-300:]}")
        if found.code == -signal.SIGKILL:
            self._wrong(case, "hangs")
        if found.memory > memory:
            self._wrong(case, f"memory {found.memory >> 20} MB of {memory >> 20}")

    def _view(self, case: str, path: Path) -> None:
        case = f"{case}: view"
        found = view(path)
        self._tally.count("viewed")
        self._always(case, found, self._viewer.memory + MEMORY)
        if found.code != 0:
            self._wrong(case, f"code {found.code}: {found.errors[-300:]!r}")
            return
        told = json.loads(found.start.splitlines()[-1])
        if "refused" in told:
            self._tally.count("viewer refused")
            return
        if told["first"] > ANSWER_S:
            self._wrong(case, f"first picture after {told['first']:.1f} s")
        for what, spent in told.items():
            if what != "first" and spent > STEP_S:
                self._wrong(case, f"{what} takes {spent:.1f} s")


def _blocks(path: Path) -> int:
    """How many blocks a file has; 0 if it cannot be opened."""
    try:
        with Reader(path) as reader:
            return len(reader.contents.offsets)
    except RecordingError:
        return 0


def _many_of_it(path: Path) -> Path:
    """The events of the ordinary file forty times: enough to be timed."""
    with Recording(ORDINARY) as recording:
        events, frames = recording.get_all_events(), recording.frames
        with Recorder(path, recording.schema, live=False) as recorder:
            for turn in range(40):
                for event in events:
                    recorder.append(replace(event, frame=event.frame + turn * frames))
    return path


def small(
    folder: Path, numbers: Sequence[int], seed: int, *, verbose: bool = False,
    wanted: Sequence[str] = (),
) -> Report:  # fmt: skip
    """Make the files of these numbers and ask every command and the viewer of each."""
    tally = Tally("small")
    judge = Judge(folder, tally, verbose=verbose)
    for number in numbers:
        name, data = crafted(seed, number)
        path = folder / f"{number}.replay"
        path.write_bytes(data)
        tally.count("files")
        case = f"file {number} of seed {seed} ({name}, {len(data)} bytes)"
        if verbose:
            print(case, flush=True)
        judge.judge(case, path, number, wanted)
        path.unlink()
    return tally.report()
