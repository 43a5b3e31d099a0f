"""What the command line says is true: of digests, of paths, of values that look alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEMA, Put, Vault, puts, record
from torture.anatomy import put_together, taken_apart

from replay import (
    Event,
    EventStore,
    EventType,
    Projection,
    Recorder,
    Recording,
    Rules,
    Schema,
    Timeline,
    resimulate,
)
from replay.cli.main import main
from replay.queries.blame import blame_item
from replay.queries.diff import diff
from replay.queries.find import FrameRange
from replay.queries.resimulate import Desync
from replay.values.view_paths import OPERATORS, Query, look_up, nothing_at, same

NAN = float("nan")
SUBPIXELS = 700


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record(tmp_path / "a.replay", puts(1500), live=False)


def another(path: Path, original: Path) -> int:
    """Record the same match but for one event, with the original's index; return which."""
    index = next(part for part in taken_apart(original.read_bytes()) if part.kind == "index")
    for place in range(SUBPIXELS, SUBPIXELS + 200):
        history = puts(1500)
        was = history[place]
        history[place] = Event(
            was.type, Put(was.data.player, was.data.item ^ 1), was.frame, was.timestamp
        )
        record(path, history, live=False, existing="replace", projection=None)
        with Recording(path) as mine, Recording(original) as theirs:
            one, two = mine.reader.contents, theirs.reader.contents
            alike = (one.offsets, one.sizes) == (two.offsets, two.sizes)
        if alike:
            parts = taken_apart(path.read_bytes())
            path.write_bytes(put_together([index if p.kind == "index" else p for p in parts]))
            return place
    raise AssertionError("no change leaves every block its size")


def test_info_says_whose_word_the_digest_is(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "live.replay", SCHEMA) as recorder:
        for event in puts(1500):
            recorder.append(event)
        files = path, recorder.path
        told = [json.loads(run(capsys, "info", one, "--json")[1]) for one in files]
        said = [run(capsys, "info", one)[1] for one in files]

    assert [one["digest_source"] for one in told] == ["claimed", "computed"]
    assert f"{told[0]['digest']}, as its index claims" in said[0]
    assert f"{told[1]['digest']}, computed from its events" in said[1]


def test_info_of_a_damaged_file_has_no_digest(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recording(path) as recording:
        offset = recording.reader.contents.offsets[1]
    damaged = bytearray(path.read_bytes()[:-20])
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    code, out, _ = run(capsys, "info", path, "--json")

    assert code == 1
    assert json.loads(out)["digest"] is json.loads(out)["digest_source"] is None


def test_diff_believes_no_digest_that_both_only_claim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(1500), live=False, projection=None)
    other = tmp_path / "b.replay"
    place = another(other, path)
    with Recording(path) as a, Recording(other) as b:
        assert a.digest == b.digest
        assert a.reader.contents.leaves == b.reader.contents.leaves

        found = diff(a, b)

    assert found is not None
    assert (found.event, found.field) == (place, "item")
    assert run(capsys, "diff", path, other)[0] == 1


def test_fork_says_where_the_parent_claims_a_wrong_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(1500), live=False, projection=None)
    another(tmp_path / "b.replay", path)
    with Recording(path) as recording:
        last = str(recording.frames - 1)

    honest = run(capsys, "fork", path, "--frame", last, "--output", tmp_path / "c.replay")
    lying = run(
        capsys, "fork", tmp_path / "b.replay", "--frame", last, "--output", tmp_path / "d.replay"
    )

    assert honest[0] == 0
    assert lying[0] == 1
    assert "which is not that of its events" in lying[2]
    with Recording(tmp_path / "d.replay") as branch:
        digest = branch.root_over(branch.computed_digest().leaves())
    assert f"the digest up to there is {digest}\n" in lying[1]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_is_full_names_the_file_that_did_not_fit(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000), live=False)
    for command in (["repair"], ["fork", "--frame", "2000"]):
        limited = ["sh", "-c", 'ulimit -f 1; exec "$@"', "-", sys.executable, "-m", "replay"]
        done = subprocess.run(
            [*limited, command[0], str(path), *command[1:]],
            capture_output=True,
            text=True,
        )

        assert done.returncode == 2
        assert done.stderr.splitlines()[-1].startswith(f"replay: {tmp_path}/a.{command[0]}")
        assert [file.name for file in tmp_path.iterdir()] == ["a.replay"]


def test_diff_tells_the_digest_that_it_has_computed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "diff", path, path)

    with Recording(path) as recording:
        assert code == 0
        assert out.endswith(f"digest {recording.root_over(recording.computed_digest().leaves())}\n")


@pytest.mark.parametrize("digest", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_digest_is_not_compared(
    digest: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "verify", path, "--digest", digest)

    assert (code, out) == (2, "")
    assert err == f"replay: --digest is 64 hexadecimal digits, not {digest!r}\n"


@pytest.mark.parametrize("cut", [30, 300])
def test_repair_is_advised_only_where_there_is_something_to_save(
    cut: int, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[cut] ^= 1
    for data, saved in ((whole[:cut], False), (bytes(damaged), True)):
        path.write_bytes(data)
        _, said, _ = run(capsys, "verify", path)
        code, _, _ = run(capsys, "repair", path, "--output", tmp_path / "saved.replay", "--force")

        assert "header is damaged" in said
        assert ("`replay repair`" in said) == saved
        assert code == (0 if saved else 2)


def test_repair_says_what_it_wrote_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = record(tmp_path / "a.replay", puts(1500), projection=None, metadata={"seed": 1})
    foreign = record(tmp_path / "b.replay", puts(1500), projection=None, metadata={"seed": 2})
    target = tmp_path / "saved.replay"
    first = run(capsys, "repair", path, "--output", target, "--force")[1]
    copy = next(part for part in taken_apart(foreign.read_bytes()) if part.kind == "copy")
    parts = taken_apart(path.read_bytes())
    path.write_bytes(put_together([copy if part.kind == "copy" else part for part in parts]))
    second = run(capsys, "repair", path, "--output", target, "--force")[1]

    assert "no damage found" in first  # but for keyframes that nothing here can prove
    assert "no events were damaged; header and index were written anew\n" in second
    assert run(capsys, "verify", path)[0] == 1
    assert run(capsys, "verify", target)[0] == 0


def test_follow_of_a_deleted_file_ends_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.follow.GONE_S", 0.05)
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        recorder.append(Event(Vault.SAID, "hello"))
        recorder.end_frame(1)
        kept = tmp_path / "renamed.replay"
        monkeypatch.setattr("time.sleep", lambda _: kept.exists() or recorder.path.rename(kept))

        code, out, err = run(capsys, "follow", recorder.path)
        kept.rename(recorder.path)

    assert code == 2
    assert "hello" in out
    assert err.endswith(f"{recorder.path} is not there any more: it was deleted, or renamed\n")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("puts = 1", "puts; there are TAKEN, PUT"),
        ("PUT.counts = 1", "PUT.counts; PUT has count, frame, last"),
        ("PUT.count.x = 1", "PUT.count.x; PUT.count has nothing in it"),
    ],
)
def test_a_mistyped_path_is_an_error_that_lists_what_there_is(
    question: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "find", path, question)
    blamed = run(capsys, "blame", path, question.split()[0])

    assert (code, out) == (2, "")
    assert err.endswith(f"replay: no frame has anything at {said}\n")
    assert blamed[0] == 2
    assert blamed[2].endswith(f" there is nothing at {said}\n")


def test_a_path_that_is_there_in_one_frame_only_is_none_mistyped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Guests(Projection[Any, dict[str, int]]):
        name = "guests"

        def initial(self) -> dict[str, int]:
            return {}

        def apply(self, state: dict[str, int], event: Event[Any]) -> dict[str, int]:
            return {event.data: event.frame}

    path = record(
        tmp_path / "a.replay",
        [Event(Vault.SAID, name, frame) for frame, name in enumerate(["a", "b", "c"])],
    )
    with Recording(path, SCHEMA) as recording:
        assert list(Timeline(recording, Guests()).find("b = 7")) == []
        with pytest.raises(ValueError, match="at d; there are c$"):
            list(Timeline(recording, Guests()).find("d = 7"))


views = st.recursive(
    st.integers(0, 3) | st.none() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
)


@given(view=views, path=st.lists(st.sampled_from(["a", "b", 0, 1, -1]), min_size=1, max_size=3))
def test_of_a_path_that_leads_nowhere_every_step_that_leads_on_is_listed(
    view: Any, path: list[str | int]
) -> None:
    said = nothing_at(lambda steps: look_up(view, steps), path)

    steps = next(n for n in range(len(path), -1, -1) if _is_there(view, path[:n]))
    there = look_up(view, path[: min(steps, len(path) - 1)])
    if isinstance(there, dict) and there:
        assert said.endswith(", ".join(there))
    elif isinstance(there, list) and there:
        assert said.endswith(f"{len(there) - 1}")
    else:
        assert said.endswith("nothing in it")


def _is_there(view: Any, path: list[str | int]) -> bool:
    from replay import MISSING

    return look_up(view, path) is not MISSING


@given(view=views)
def test_every_value_is_the_same_as_its_copy(view: Any) -> None:
    from copy import deepcopy

    copy = deepcopy(view)

    assert same(view, copy)
    assert OPERATORS["="](view, copy)
    assert not OPERATORS["!="](view, copy)
    assert not same([view], [view, view])


class Thermometer(Projection[Any, dict[str, Any]]):
    """What was measured last, alone and among others."""

    name = "thermometer"

    def initial(self) -> dict[str, Any]:
        return {"now": 0.0, "all": [0.0]}

    def apply(self, state: dict[str, Any], event: Event[Any]) -> dict[str, Any]:
        # A new object each time, as one that was read from a file is.
        return {"now": float(str(event.data)), "all": [float(str(event.data))]}


def test_not_a_number_changes_nothing_as_long_as_it_stays() -> None:
    degrees = EventType("degrees", [("MEASURED", float)])
    store = EventStore[Any]()
    for frame, measured in enumerate([1.0, NAN, NAN, NAN]):
        store.append(Event(degrees.MEASURED, measured, frame))  # type: ignore[attr-defined]

    for path in ("now", "all"):
        chain = Timeline(store, Thermometer()).blame(path, 3).chain
        assert [link.number for link in chain] == [0, 1]
    assert list(Timeline(store, Thermometer()).find(Query(("now",), "=", NAN))) == [
        FrameRange(1, 3)
    ]
    assert list(Timeline(store, Thermometer()).find(Query(("now",), "!=", NAN))) == [
        FrameRange(0, 0)
    ]
    assert list(Timeline(store, Thermometer()).find(Query(("all",), "has", NAN))) == [
        FrameRange(1, 3)
    ]


@pytest.mark.parametrize("frame", [-2, 4, 10**9])
def test_no_thing_is_told_of_at_a_frame_that_there_is_not(frame: int) -> None:
    store = EventStore[Any]()
    store.append(Event(Vault.PUT, Put(0, 1), 3))

    with pytest.raises(IndexError):
        blame_item(store, 1, frame)


class Size(Enum):
    BIG = 1


@dataclass(frozen=True, slots=True)
class Walked:
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Took:
    what: str | Size | bytes


@dataclass(frozen=True, slots=True)
class Weighed:
    at: int
    grams: bool | int | float


class Counter(Projection[Any, int]):
    name = "counter"

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 1


def decided_again(payload: type, first: Any, second: Any, path: Path) -> Desync | None:
    """Record that ``first`` was decided, and decide ``second`` where the file is asked."""
    kinds = EventType("kinds", [("WANTED", int), ("DID", payload)])
    schema, turn = Schema("g", kinds), iter((first, second))
    rules = Rules(
        1,
        {kinds.WANTED},
        lambda *_: [(kinds.WANTED, 1), (kinds.DID, next(turn))],  # type: ignore[attr-defined]
    )
    with Recorder(path, schema, existing="replace") as recorder:
        for type_, data in rules.decide(None, [], 0, 0):
            recorder.append(Event(type_, data))
    with Recording(path, schema) as recording:
        return resimulate(recording, Counter(), rules, 0)


@pytest.mark.parametrize(
    ("payload", "first", "second"),
    [
        (Walked, Walked((1, 2)), Walked((1, 2))),
        (float, NAN, float("nan")),
        (float, 2**53, 2.0**53),
        (Weighed, Weighed(1, NAN), Weighed(1, float("nan"))),
    ],
)
def test_what_a_file_holds_as_the_same_is_the_same_decision(
    payload: type, first: Any, second: Any, tmp_path: Path
) -> None:
    assert decided_again(payload, first, second, tmp_path / "a.replay") is None


@pytest.mark.parametrize(
    ("payload", "first", "second", "field", "recorded", "decided"),
    [
        (Took, Took(Size.BIG), Took("BIG"), "what", "<Size.BIG: 1>", "'BIG'"),
        (Took, Took(b"\xab"), Took("ab"), "what", "b'\\xab'", "'ab'"),
        (Weighed, Weighed(1, True), Weighed(1, 1), "grams", True, 1),
        (Weighed, Weighed(1, 1), Weighed(1, 1.0), "grams", 1, 1.0),
        (Weighed, Weighed(1, 0.0), Weighed(1, -0.0), "grams", 0.0, -0.0),
        (float, 1.0, 2.0, "value", 1.0, 2.0),
        (int, 1, 2**70, "data", 1, 2**70),
        (int, 1, "one", "data", 1, "one"),
    ],
)
def test_what_a_file_tells_apart_is_another_decision(
    payload: type, first: Any, second: Any, field: str, recorded: Any, decided: Any, tmp_path: Path
) -> None:
    found = decided_again(payload, first, second, tmp_path / "a.replay")

    assert found is not None
    assert (found.event, found.type, found.field) == (1, "DID", field)
    assert repr((found.recorded, found.decided)) == repr((recorded, decided))


def test_a_history_that_was_changed_with_all_its_checksums_is_known_by_a_digest_kept_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, history = tmp_path / "a.replay", puts(50)
    with Recording(record(path, history)) as recording:
        kept_elsewhere = recording.digest
    record(path, [*history[:20], *history[21:]], existing="replace")

    assert run(capsys, "verify", path)[0] == 0
    assert run(capsys, "verify", path, "--digest", kept_elsewhere)[0] == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (["PUT > 3"], "> compares numbers, and PUT at frame"),
        (["PUT >= 3"], ">= compares numbers, and PUT at frame"),
        (["PUT.count = three"], "which is no text"),
        (["PUT.count has 3"], "which has nothing in it"),
        (["PUT.count = 3 and TAKEN.count = 2"], "the text '3 and TAKEN.count = 2'"),
        (["PUT.count", "=", "-5"], None),
    ],
)
def test_a_query_that_can_hardly_be_meant_is_answered_with_the_reason(
    path: Path, query: list[str], said: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "find", path, *query)

    assert (code, "no frame matches" in out) == (1, True)
    assert said is None or said in err
    assert said is not None or "compar" not in err


def test_stats_of_a_game_that_collects_nothing_says_so(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "stats", path)

    assert (code, "Most collected" in out, "In the bags" in out) == (0, False, False)
    assert "no event is called ITEM_ADDED" in err


def test_an_empty_stretch_of_frames_is_no_answer(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "events", path, "--from", "3", "--to", "3")[:2] == (1, "")
    assert run(capsys, "events", path, "--to", "start")[:2] == (1, "")
    assert "None" not in run(capsys, "events", path, "--to", "start")[2]


def test_a_query_of_an_empty_recording_is_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "b.replay", [])

    assert run(capsys, "find", path, "PUT.count = three")[0] in (1, 2)
    assert "outside the recording" not in run(capsys, "find", path, "PUT.count = three")[2]


def test_before_the_first_frame_there_is_nothing_to_fork(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "fork", path, "--frame", "start")

    assert (code, "at least the first frame" in err) == (2, True)
    with pytest.raises(SystemExit):
        run(capsys, "fork", "--help")
    assert "or start" not in capsys.readouterr().out


def test_what_info_says_of_the_state_is_in_its_json_too(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 3] + data[len(data) // 2 :])
    code, out, _ = run(capsys, "info", path, "--json")
    facts = json.loads(out)

    assert code == 1
    assert facts["damage"]["byte"] > 0
    assert facts["being_written"] is False


def test_items_may_be_named_by_text(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "blame", path, "--item", "apple", "--json")

    assert (code, json.loads(out)["item"], err.count("invalid")) == (1, "apple", 0)


def test_events_without_data_may_be_declared_by_none() -> None:
    class Facts(EventType):
        RAINED = None
        STOPPED = None

    assert [one.payload for one in Facts] == [type(None), type(None)]
    assert Facts.RAINED is not Facts.STOPPED
