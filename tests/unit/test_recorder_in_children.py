"""A signal in the first moments of a forked child does not let it write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from recorded import POSIX

from replay import Recording


@POSIX
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("moment", ["_give_up_copies", "pop"])
def test_a_signal_in_the_first_moments_of_a_child_does_not_let_it_write(
    tmp_path: Path, live: bool, moment: str
) -> None:
    path = tmp_path / "a.replay"
    script = f"""
import os, sys
def interrupted(frame, what, argument):
    name = frame.f_code.co_name
    if what == "call" and name == {moment!r} or what == "c_return" and (
        argument.__name__ == {moment!r} and name == "_give_up_copies"
    ):
        sys.setprofile(None)
        raise KeyboardInterrupt
armed = []
os.register_at_fork(after_in_child=lambda: armed and sys.setprofile(interrupted))
from replay import Event, EventType, Recorder, Schema
class Facts(EventType):
    SEEN = int
recorder = Recorder({str(path)!r}, Schema("notices", Facts), live={live})
for frame in range(5):
    recorder.append(Event(Facts.SEEN, frame, frame))
recorder.end_frame(5)
sys.unraisablehook = lambda raised: None
armed.append(True)
begin, go = os.pipe()
child = os.fork()
if child == 0:
    os.read(begin, 1)
    refused = 0
    for record in (lambda: recorder.append(Event(Facts.SEEN, 9, 9)), lambda: recorder.end_frame(9)):
        try:
            record()
        except RuntimeError:
            refused += 1
    os._exit(refused)
armed.clear()
for frame in range(10, 40):
    recorder.append(Event(Facts.SEEN, frame, frame))
    recorder.end_frame(frame)
os.write(go, b"x")
_, status = os.waitpid(child, 0)
recorder.close()
print(os.waitstatus_to_exitcode(status), recorder.problem)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "2 None\n", ran.stderr
    with Recording(path) as recording:
        assert [event.frame for event in recording.events()] == [*range(5), *range(10, 40)]
