from __future__ import annotations

from collections import Counter

from game.rules.chance import chance


def test_chance_depends_on_seed_frame_and_counter_and_on_nothing_else() -> None:
    draws = [chance(seed, frame, n, 2**60) for seed in (1, 2) for frame in (1, 2) for n in (1, 2)]

    assert len(set(draws)) == 8
    assert chance(1, 2, 3, 2**60) == chance(1, 2, 3, 2**60)


def test_chance_is_the_same_on_every_machine() -> None:
    assert [chance(7, frame, 0, 1000) for frame in range(5)] == [336, 229, 185, 704, 182]


def test_every_number_below_n_comes_about_equally_often() -> None:
    counts = Counter(chance(7, frame, 0, 4) for frame in range(4000))

    assert set(counts) == {0, 1, 2, 3}
    assert all(900 < count < 1100 for count in counts.values())
