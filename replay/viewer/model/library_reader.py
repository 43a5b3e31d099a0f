"""The reader of the list: describes recordings in a thread of its own, visible ones first.

Knows an order of work, and hands over what it has learned. Changes nothing that is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread

from replay.games import Game
from replay.viewer.model.description import UNREADABLE, Described, describe
from replay.viewer.model.ending import Ending, look_at_end
from replay.viewer.model.known_games import KnownGames
from replay.viewer.model.problem import because


@dataclass(frozen=True, slots=True)
class Learned:
    """What a file's header says, or how its match ended; ``drawn``: with the state to draw."""

    file: str
    what: Described | Ending
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    """Describe a file; or, with a game, look at its end, and keep the state if it is drawn."""

    file: str
    game: Game | None = None
    drawn: bool = False


NAME = "list of recordings"


class LibraryReader:
    """Files to describe, and those whose ends are to be looked at.

    The thread begins with ``start`` if there is something to do, and ends when all is done or at
    ``stop``, after the file that it is reading; it keeps no program alive.
    """

    def __init__(self) -> None:
        self._games = KnownGames()
        self._lock = Lock()
        self._headers: dict[str, None] = {}
        self._ends: dict[str, Game] = {}
        self._games_of: dict[str, Game] = {}
        self._visible: list[str] = []
        self._drawn: dict[str, None] = {}
        self._learned: deque[Learned] = deque()
        self._reading: list[_Task] = []
        self._thread: Thread | None = None
        self._halt = Event()

    def read(self, files: Iterable[str]) -> None:
        """Describe these files, again if need be, in their order."""
        with self._lock:
            self._headers.update(dict.fromkeys(files))

    def forget(self, file: str) -> None:
        """Leave out a file that is no longer listed."""
        with self._lock:
            self._headers.pop(file, None)
            self._ends.pop(file, None)
            self._games_of.pop(file, None)

    def show(self, visible: Iterable[str], undrawn: Iterable[str]) -> None:
        """Set which files are visible, to be read first, and which of them need a picture."""
        with self._lock:
            taken = {task.file for task in self._reading if task.drawn}
            taken |= {one.file for one in self._learned if one.drawn}
            self._visible = list(visible)
            self._drawn = dict.fromkeys(file for file in undrawn if file not in taken)

    @property
    def busy(self) -> bool:
        """Whether there is something to read, or to take."""
        with self._lock:
            return bool(self._reading or self._learned or self._is_work_left)

    @property
    def _is_work_left(self) -> bool:
        drawable = any(file in self._games_of for file in self._drawn)
        return bool(self._headers or self._ends) or drawable

    def take(self) -> list[Learned]:
        """Return what was learned since the last call."""
        with self._lock:
            learned = list(self._learned)
            self._learned.clear()
            return learned

    def start(self) -> None:
        """Go on reading, if something is left to read."""
        with self._lock:
            running = self._thread is not None and self._thread.is_alive()
            if self._is_work_left and not running:
                self._halt = Event()
                arguments = (self._halt,)
                self._thread = Thread(target=self._run, args=arguments, daemon=True, name=NAME)
                self._thread.start()

    def stop(self) -> None:
        """Read no other file until ``start``."""
        with self._lock:
            self._halt.set()
            self._thread = None

    def _run(self, halt: Event) -> None:
        while (task := self._next(halt)) is not None:
            learned = self._learn(task)
            with self._lock:
                self._reading.remove(task)
                self._learned.append(learned)
                if isinstance(learned.what, Described):
                    self._note(task.file, learned.what.game)

    def _next(self, halt: Event) -> _Task | None:
        """Return what to read next; None ends the thread."""
        with self._lock:
            task = None if halt.is_set() else self._chosen()
            if task is not None:
                self._reading.append(task)
            elif not halt.is_set():
                self._thread = None
            return task

    def _chosen(self) -> _Task | None:
        for file in self._visible:
            if file in self._headers:
                del self._headers[file]
                return _Task(file)
        for file in self._drawn:
            if file in self._games_of:
                del self._drawn[file]
                self._ends.pop(file, None)
                return _Task(file, self._games_of[file], drawn=True)
        if self._headers:
            file = next(iter(self._headers))
            del self._headers[file]
            return _Task(file)
        if self._ends:
            file, game = next(iter(self._ends.items()))
            del self._ends[file]
            return _Task(file, game)
        return None

    def _note(self, file: str, game: Game | None) -> None:
        """Note that a match's end may be looked at, for its result or for its picture."""
        self._games_of.pop(file, None)
        if game is not None:
            self._games_of[file] = game
            if game.result is not None:
                self._ends[file] = game

    def _learn(self, task: _Task) -> Learned:
        try:
            if task.game is None:
                return Learned(task.file, describe(Path(task.file), self._games))
            ending = look_at_end(Path(task.file), task.game)
            kept = ending if task.drawn else replace(ending, state=None)
            return Learned(task.file, kept, task.drawn)
        except (Exception, SystemExit) as cause:  # noqa: BLE001 - a game's code may raise anything
            why = because("", cause).why
            if task.game is None:
                return Learned(task.file, Described(mark=UNREADABLE, problem=why))
            return Learned(task.file, Ending(trouble=why), task.drawn)
