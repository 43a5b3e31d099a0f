"""Saved states of a recording that grows: what is not there now may be there later."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

from house import HISTORY, SCHEMA, recorded
from strategies import Ledger

from replay import Recording
from replay.states.saved_states import SavedStates


def test_a_state_that_is_saved_later_is_found_then(tmp_path: Path) -> None:
    with Recording(recorded(tmp_path / "a.replay", HISTORY), SCHEMA) as recording:
        saved = SavedStates(recording, Ledger())
        with mock.patch.object(Recording, "keyframe_after", return_value=None):
            assert saved.following_whole(0) is None

        found = saved.following_whole(0)

        assert found is not None
        assert found == recording.keyframe_after(*saved._owner, 0)
