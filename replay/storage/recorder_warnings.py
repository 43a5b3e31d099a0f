"""What a recorder warns of, in sentences: what is wrong, what is lost, what can be done."""

from __future__ import annotations

from errno import EIO
from pathlib import Path

from replay.storage.sink import Sink


def without_keyframes(path: Path, projection: str, problem: Exception) -> str:
    """Say that a projection raised something, which ends the keyframes."""
    if isinstance(problem, InterruptedError):
        return (
            f"{path}: the projection {projection} was interrupted while it folded. "
            "No event is lost, but the recording has no keyframes from there on, so that far "
            "frames take longer to reach"
        )
    try:
        said = f"{type(problem).__name__}: {problem}"
    except Exception:  # noqa: BLE001 - a game's exception may raise anything
        said = type(problem).__name__
    return (
        f"{path}: the projection {projection} raised {said}. "
        "No event is lost, but the recording has no keyframes from there on, so that far frames "
        "take longer to reach; correct its apply or dump"
    )


def unwritable(path: Path, sink: Sink) -> str:
    """Say why frames cannot be written just now, and what becomes of them."""
    if isinstance(sink.problem, FileNotFoundError):
        return (
            f"{path} was deleted, moved or replaced while it is written; "
            "the match goes on, and is saved at the end, under a free name if need be"
        )
    if sink.problem is sink.output.damage is not None:
        return (
            f"{path} is damaged ({_reason(sink.problem)}); the match goes on and is recorded; "
            "if closing does not save it whole, `replay repair` saves what is left"
        )
    return (
        f"{path} cannot be written ({_reason(sink.problem)}); "
        "the match goes on, and the recording is tried again at every frame"
    )


def unclosed(path: Path, sink: Sink, problem: BaseException) -> str:
    """Say what became of a recording that could not be closed whole."""
    reason = _reason(problem)
    if sink.output.gone and sink.output.kept_at is None:
        return (
            f"{path} was deleted or replaced, and could not be saved anew ({reason}): "
            f"its {sink.events} events are lost"
        )
    if sink.output.moved and sink.output.kept_at is None:
        lost = f"; the last {sink.unwritten} are lost" if sink.unwritten else ""
        return (
            f"{path} was moved, or cannot be reached any more, and could not be saved anew "
            f"({reason}): where it was moved to it has {sink.events - sink.unwritten} of "
            f"{sink.events} events{lost}"
        )
    if sink.unwritten:
        return (
            f"{path}: the last {sink.unwritten} of {sink.events} events could not be written "
            f"({reason}) and are lost"
        )
    if isinstance(problem, OSError) and problem.errno == EIO:
        remedy = "`replay verify` tells what is in it, and `replay repair` saves that"
    else:
        remedy = "`replay verify` tells what is in it, and continuing it closes it"
    return f"{path} could not be closed whole ({reason}); {remedy}"


def _reason(problem: BaseException | None) -> str:
    if isinstance(problem, OSError) and problem.strerror:
        return problem.strerror
    return str(problem) or type(problem).__name__
