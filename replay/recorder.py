"""The recorder: writes a match into a file while it is played. The only writer there is.

Knows events, frames and an open file; replay.file turns rows into bytes.
"""

from __future__ import annotations

import os
import threading
import time
import warnings
import weakref
from datetime import UTC
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, Any, NoReturn, Self, get_args

from replay.errors import LostUpdate, RecordingWarning
from replay.events import Event, not_an_event
from replay.file.header import Header, encode_copy, encode_header
from replay.file.keyframes import Keeper
from replay.projections import Projection
from replay.schema import Schema
from replay.states.dumping import keeper_of_keyframes
from replay.states.starting import continued
from replay.storage import ownership
from replay.storage.bulk_sink import BulkSink
from replay.storage.continuation import check_continuation
from replay.storage.creation import Existing, create, reopen
from replay.storage.disk_errors import if_the_disk_can, is_of_disk
from replay.storage.forgotten import close_forgotten, though_the_disk_fails
from replay.storage.hidden_files import abandon
from replay.storage.output_file import Output
from replay.storage.recorder_warnings import unclosed, unwritable, without_keyframes
from replay.storage.rows_sink import BULK_BATCH, RowsSink
from replay.storage.sink import Sink
from replay.values.timestamps import milliseconds, moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType


class Recorder:
    """Writes events into a recording, frame by frame. A context manager.

    ``projection``: its states are kept as keyframes, to reach any frame quickly; its ``dump`` and
    ``load`` are tried at once, and it needs a name of its own and no parameters. ``metadata``:
    plain data about the match; "seed" and "players" by convention. ``rules_version``: of the rules
    that decided these events. ``live``: hand every ended frame to the operating system at once, so
    that a crash of this program loses nothing that was ended; ``live=False`` writes a block of at
    most 1,025 events at a time, for bulk, and a crash loses the last one (a file that is continued
    in bulk gets 1,024 events or more at a time, and is closed like a live one). Until it is closed,
    a live file takes some twenty times as many bytes; its closed form grows beside it, in a hidden
    file or one without a name, and ``projection`` folds the events meanwhile. ``existing``: what to
    do with a file of that name: "refuse", "continue" after its last ended frame (``frames`` tells
    which is next), or "replace". ``fsync_s``: when a frame ends, the file is synced to the disk if
    the last sync is so many seconds ago, so that a power cut loses about that much of a match; None
    leaves that to the operating system.

    A frame ends by ``end_frame`` or by an event of a later frame. If the block raises, the
    recording is closed all the same, and marked incomplete; the open frame then ends with what
    was recorded of it. Whatever is raised, also by Ctrl-C at any moment: every ended
    frame is in the file, once, and a call that raised has recorded its event, or ended its frame,
    as a whole or not at all (``len`` tells).

    A disk that is full or fails does not stop the match: a live recorder warns once
    (RecordingWarning), and ``problem`` says what is wrong. If a projection raises,
    there are no more keyframes; a file that is deleted or replaced meanwhile is written again at
    the end, under a free name if need be, which is then ``path``. Both give a RecordingWarning.

    Signal handlers, finalizers and projections must not record: where they interrupt a write, they
    get a RuntimeError. A recorder belongs to the first thread that records, while that runs, and
    to the process that opened it. In another thread, and in a child made by ``os.fork()``,
    ``append`` and ``end_frame`` raise RuntimeError. Any thread of the process may ``close`` it;
    in a child that does nothing.

    Raises FileExistsError, BlockingIOError (another program is writing it), OSError, or
    RecordingError if the file to continue is none of this schema or was recorded at another frame
    rate; ValueError and TypeError for invalid arguments, also for ``metadata`` or a
    ``rules_version`` that differ from those of the file to continue (None keeps the file's).
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        schema: Schema,
        *,
        projection: Projection[Any, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        rules_version: int | None = None,
        live: bool = True,
        existing: Existing = "refuse",
        fsync_s: float | None = None,
    ) -> None:
        check_arguments(schema, projection, rules_version)
        _check_ways(existing, fsync_s)
        keeper = keeper_of_keyframes(projection)
        self.path = Path(path)
        self.schema = schema
        self._thread: int | None = None
        self._stamp: datetime | None = None
        self._time_ms, self._inexact = 0, False
        self._told: set[type] = set()
        self._without_keyframes = False
        header = Header(
            game=schema.game,
            schema_version=schema.version,
            frame_rate=schema.frame_rate,
            catalogue=schema.catalogue,
            started_ms=time.time_ns() // 1_000_000,
            rules_version=rules_version,
            metadata=dict(metadata or {}),
            keys=schema.keys,
        )
        goes_on = existing == "continue" and self.path.exists()
        is_new = not goes_on and (existing != "replace" or not self.path.exists())
        if goes_on:
            self._sink: Sink = self._resumed(keeper, metadata, rules_version, live, fsync_s)
        else:
            self._sink = self._created(header, keeper, live, existing, fsync_s, is_new)
        try:
            key = self._sink.key
            self._folds = keeper is not None
            self._rows = {
                kind.type: (
                    key(kind),
                    kind.codec.to_row,
                    kind.codec.from_row if self._folds and kind.may_widen else None,
                )
                for kind in schema.kinds
            }
            self._projection_name = type(projection).__name__
            self._forgotten = weakref.finalize(self, close_forgotten, self._sink, self.path)
            ownership.register(self._sink)
            if not self._sink.output.is_ours:  # forked meanwhile
                self._sink.give_up()
        except BaseException:
            try:
                if is_new:
                    abandon(self._sink.output.path, self._sink.output.file)
            finally:
                self._sink.give_up()
            raise

    def _created(
        self,
        header: Header,
        keeper: Keeper | None,
        live: bool,
        existing: Existing,
        fsync_s: float | None,
        is_new: bool,
    ) -> Sink:
        begin = encode_header(header)
        content = begin, encode_copy(begin)
        file = create(self.path, content, replace=existing == "replace")
        try:
            whole = b"".join(content)
            output = Output(file, self.path.resolve(), fsync_s, whole)
            if live:
                return RowsSink(
                    output, self.schema, keeper, batch=1, offset=len(whole), begin=begin
                )
            return BulkSink(output, self.schema, keeper, begin)
        except BaseException:
            abandon(self.path.resolve() if is_new else None, file)
            raise

    def _resumed(
        self,
        keeper: Keeper | None,
        metadata: Mapping[str, Any] | None,
        rules_version: int | None,
        live: bool,
        fsync_s: float | None,
    ) -> Sink:
        output, file = None, reopen(self.path)
        batch = 1 if live else BULK_BATCH
        try:
            header = check_continuation(self.path, file, self.schema, metadata, rules_version)
            keeper = continued(keeper, self.path, header, self.schema.version)
            output = Output(file, self.path.resolve(), fsync_s)
            return RowsSink.resumed(output, self.schema, keeper, batch=batch)
        except BaseException:
            file.close()
            if output is not None:
                output.close()  # another file, if it was compacted
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        complete = kind is None
        try:
            self._shut(complete)
        except BaseException as raised:
            self._shut_if_open(complete, raised)
            if error is None or not isinstance(raised, Exception):
                raise
            told = isinstance(raised, RecordingWarning)
            error.add_note(f"{raised}" if told else f"closing {self.path} raised, too: {raised}")

    def __reduce__(self) -> NoReturn:
        raise TypeError("a recorder cannot be copied or sent elsewhere: it writes one file, alone")

    @property
    def problem(self) -> OSError | None:
        """Why the recording cannot be written just now; None if it can.

        As long as it cannot, a live recorder keeps frames in memory and tries again at every
        frame; if the problem is gone before the end, nothing is lost.
        """
        return self._sink.problem

    @property
    def frames(self) -> int:
        """The last ended frame + 1: the frame to go on with in a file that is continued."""
        return self._sink.ended + 1

    def __len__(self) -> int:
        """Return how many events were recorded."""
        return self._sink.events

    def __bool__(self) -> bool:
        return True  # also while it is empty, so that ``if recorder:`` asks whether there is one

    def append(self, event: Event[Any], expected: int | None = None) -> None:
        """Record an event.

        Raises TypeError for data of a wrong type, ValueError for a frame that has ended, and
        LostUpdate unless there are ``expected`` events as the call begins. In bulk, OSError if the
        previous block cannot be written. In all these cases nothing changes; if a warning is
        raised as an error, or the call is interrupted, ``len`` tells whether it was recorded.
        """
        if get_ident() != self._thread:
            self._belongs_to_this_thread()
        if type(event) is not Event:
            raise not_an_event(event)
        sink = self._sink
        if expected is not None and expected != sink.events:
            raise LostUpdate(expected, sink.events)
        try:
            key, to_row, from_row = self._rows[event.type]
        except KeyError:
            game = self.schema.game
            raise TypeError(f"{event.type!r} is no event type of the game {game!r}") from None
        fields = to_row(event.data)
        stamp = event.timestamp
        if stamp is self._stamp:
            time_ms, inexact = self._time_ms, self._inexact
        else:
            time_ms = milliseconds(stamp)
            inexact = self._folds and (stamp.tzinfo is not UTC or stamp.microsecond % 1000 != 0)
            self._stamp, self._time_ms, self._inexact = stamp, time_ms, inexact
        if from_row is not None or inexact:
            # Keyframes are states that the events lead to as they will be read.
            data = event.data if from_row is None else from_row(fields)
            event = Event(event.type, data, event.frame, moment(time_ms))
        later = sink.add(key, event, time_ms, fields)
        if later and (sink.problem is not None or sink.keyframe_problem is not None):
            self._tell()

    def end_frame(self, frame: int) -> None:
        """End a frame, and all before it. Raises ValueError if it has ended already."""
        if get_ident() != self._thread:
            self._belongs_to_this_thread()
        sink = self._sink
        if type(frame) is not int or not sink.ended < frame < sink.beyond:
            sink.check(frame)  # which says what is wrong
        sink.end(frame)
        if sink.problem is not None or sink.keyframe_problem is not None:
            self._tell()

    def _belongs_to_this_thread(self) -> None:
        """Give the recorder to the first thread that records, or the next one if that has ended.

        Raises RuntimeError in any other.
        """
        self._sink.check_owner()
        with self._sink.writing:
            if self._thread is None or not _is_running(self._thread):
                self._thread = threading.current_thread().ident
            elif self._thread != get_ident():
                raise RuntimeError(
                    f"another thread records into {self.path}: events of one match have one "
                    "order, so let one thread append them, and hand it the others' in a queue"
                )

    def close(self, complete: bool = True) -> None:
        """End the open frame and close the file; nothing more can be recorded.

        ``complete``: whether the match is recorded to its end. If this is interrupted, by Ctrl-C
        say, closing is finished before that is raised; a second interruption meanwhile leaves
        what a kill would leave, and a note of what is lost. In bulk, raises OSError if the last
        block cannot be written; a live recorder warns, and ``problem`` says what is wrong. If a
        signal handler calls it while ``close`` is running, the handler's call does nothing; if
        the handler interrupted a write, it raises RuntimeError.
        """
        try:
            self._shut(complete)
        except BaseException as raised:
            self._shut_if_open(complete, raised)
            raise

    def _shut_if_open(self, complete: bool, raised: BaseException) -> None:
        """Close the file if what was raised came before ``_shut`` had begun."""
        sink = self._sink
        if not sink.output.closed and not sink.interrupts_itself():
            try:
                self._shut(complete)
            except RecursionError:
                raise raised from None

    def _shut(self, complete: bool) -> None:
        sink = self._sink
        try:
            if sink.closing and sink.interrupts_itself():
                return
            though_the_disk_fails(self._close, complete)
        except BaseException as raised:
            if sink.interrupts_itself():
                raise
            try:
                though_the_disk_fails(self._close, complete)
            except RecursionError:
                raise raised from None  # a caller with less stack in use can still close it
            except Exception as problem:  # noqa: BLE001 - what was raised first is what counts
                self._give_up()
                raised.add_note(unclosed(self.path, sink, problem))
            except BaseException as again:
                self._give_up()
                again.add_note(unclosed(self.path, sink, again))
                raise
            else:
                if is_of_disk(raised):  # at the second try it did what was asked
                    self._tell(stacklevel=4, at_end=True)
                    return
                try:
                    self._tell(stacklevel=4, at_end=True)
                except RecordingWarning as told:  # where warnings are errors
                    raised.add_note(str(told))
            raise
        self._tell(stacklevel=4, at_end=True)

    def _give_up(self) -> None:
        with if_the_disk_can():
            self._sink.give_up()
        self._forgotten.detach()

    def _close(self, complete: bool) -> None:
        self._sink.close(complete)
        self._forgotten.detach()
        ownership.release(self._sink)

    def _tell(self, stacklevel: int = 3, *, at_end: bool = False) -> None:
        """Warn of problems: once of each kind of error, and once more at the end."""
        sink, sentences = self._sink, []
        if sink.problem is not None and (at_end or type(sink.problem) not in self._told):
            self._told.add(type(sink.problem))
            sentences.append(
                unclosed(self.path, sink, sink.problem) if at_end else unwritable(self.path, sink)
            )
        if sink.keyframe_problem is not None:
            problem, sink.keyframe_problem = sink.keyframe_problem, None
            if not self._without_keyframes:
                self._without_keyframes = True
                sentences.append(without_keyframes(self.path, self._projection_name, problem))
        if sink.output.kept_at is not None:
            where, self.path, sink.output.kept_at = self.path, sink.output.kept_at, None
            sentences.append(
                f"{where} was deleted, moved or replaced while it was written; "
                f"the match is saved in {self.path}"
            )
        for sentence in sentences:
            warnings.warn(sentence, RecordingWarning, stacklevel)


def _is_running(thread: int) -> bool:
    return any(one.ident == thread for one in threading.enumerate())


weakref.finalize(Recorder, bool)
"""Does nothing, but the first finalizer decides when, at exit, those of recorders left open run:
after everything that a game registers with atexit after importing this module, so that its last
events are still recorded."""


def check_arguments(schema: object, projection: object, rules_version: object) -> None:
    """Raise TypeError for arguments of wrong types, before a file is created."""
    if not isinstance(schema, Schema):
        raise TypeError(f"schema is a Schema, not {schema!r}")
    if isinstance(projection, type) or not isinstance(projection, Projection | None):
        raise TypeError(f"projection is an instance of a Projection, not {projection!r}")
    if rules_version is not None and type(rules_version) is not int:
        raise TypeError(f"the rules' version is a whole number, not {rules_version!r}")


def _check_ways(existing: str, fsync_s: object) -> None:
    """Raise TypeError or ValueError for invalid arguments, before a file is created."""
    if existing not in get_args(Existing):
        wanted = ", ".join(map(repr, get_args(Existing)))
        raise ValueError(f"existing is one of {wanted}, not {existing!r}")
    if fsync_s is not None:
        if type(fsync_s) not in (int, float):
            raise TypeError(f"fsync_s is a number of seconds, not {fsync_s!r}")
        if not 0 <= fsync_s < float("inf"):  # type: ignore[operator]
            raise ValueError(f"fsync_s is 0 seconds or more, not {fsync_s!r}")
