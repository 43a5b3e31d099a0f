"""Whom or what of some candidates a text means: one ladder of rules, for items and for players.

The first rule that one of them fits decides. Where several fit it, or another candidate is shown
just as somebody writes, it may be each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from replay.cli.candidates import Candidate, folded, is_quoted, json_forms, plainly
from replay.cli.output import LONGEST_SHORT
from replay.console.terminal import cut
from replay.values.escaping import escaped, visible
from replay.values.identity import identity
from replay.values.path_text import unquoted
from replay.values.view_paths import composed

MOST_LISTED = 20
"""Candidates that a message names."""
_Found = dict[str, dict[int, Candidate]]


class _Rule(NamedTuple):
    """When a candidate fits a text: where they have a key in common."""

    of: Callable[[Candidate], Iterable[Hashable]]
    wanted: Callable[[str], Iterable[Hashable]]


class Ladder:
    """Some candidates, and which of them is meant."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.candidates = tuple(candidates)

    def find(self, asked: str) -> Candidate | None:
        """Return the one that somebody means, or None.

        Raises ValueError, which lists them, if it may be several.
        """
        found = self.meant([asked])[asked]
        if len(found) > 1:
            several = self.listed(found)
            raise ValueError(f"{visible(asked)} may be {several}: ask for one of them")
        return found[0] if found else None

    def meant(self, texts: Iterable[str]) -> dict[str, list[Candidate]]:
        """Return whom or what each of some texts may mean, from a few passes over all."""
        left = set(texts)
        found: _Found = {text: {} for text in left}
        for rule in _RULES:
            for text, fitting in self._fitting(rule, left).items():
                found[text] = fitting
                left.discard(text)
            if rule is not _IN_FULL:
                continue
            doubtful = set(left)  # all those that something else may be shown as
        for text, fitting in self._called(left).items():
            found[text] = fitting
        for text, fitting in self._fitting(_SHOWN, doubtful).items():
            found[text] |= fitting
        return {
            text: [fitting[number] for number in sorted(fitting)] for text, fitting in found.items()
        }

    def listed(self, candidates: Sequence[Candidate]) -> str:
        """Name candidates, the first of them at least, each by a text that means it alone."""
        more = len(candidates) - MOST_LISTED
        names = [cut(name, LONGEST_SHORT) for name in self.names(candidates[:MOST_LISTED])]
        return ", ".join([*names, f"and {more} more"] if more > 0 else names)

    def names(self, candidates: Sequence[Candidate]) -> list[str]:
        """Return for each of some candidates a text that means it alone, however it is encoded."""
        listed = [(one, one.listed()) for one in candidates]
        texts = set(chain.from_iterable(texts for _, texts in listed))
        meant = self.meant(texts)
        alike = self._fitting(_ALIKE, {text for text in texts if not text.isascii()})
        return [
            next(
                (
                    text
                    for text in own
                    if all(other is one for other in meant[text]) and len(alike.get(text, ())) < 2
                ),
                one.full(),
            )
            for one, own in listed
        ]

    def _fitting(self, rule: _Rule, texts: Collection[str]) -> _Found:
        """Return of each text those that a rule fits, if there are any."""
        wanted: dict[Hashable, list[str]] = {}
        for text in texts:
            for key in rule.wanted(text):
                wanted.setdefault(key, []).append(text)
        found: _Found = {}
        disjoint = wanted.keys().isdisjoint
        for number, one in enumerate(self.candidates if wanted else ()):
            if disjoint(rule.of(one)):
                continue
            for key in rule.of(one):
                for text in wanted.get(key, ()):
                    found.setdefault(text, {})[number] = one
        return found

    def _called(self, texts: Collection[str]) -> _Found:
        """Return of each text those whose name in the game begins so, up to a word's end."""
        wanted = [(text, one) for text in texts for one in set(map(folded, _inside(text))) - {""}]
        found: _Found = {}
        for number, one in enumerate(self.candidates if wanted else ()):
            for said in map(folded, _names(one)):
                for text, name in wanted:
                    if said.startswith(name) and not said[len(name) : len(name) + 1].isalnum():
                        found.setdefault(text, {})[number] = one
        return found


def _itself(asked: str) -> tuple[str, ...]:
    return (asked,)


def _maybe_full(asked: str) -> tuple[str, ...]:
    """Return what is written if it may be a text in single quotes, a #number, or have a module."""
    return (asked,) if asked[:1] in ("'", "#") or "." in asked else ()


def _exactly(asked: str) -> tuple[Hashable, ...]:
    value = plainly(asked)
    return () if value is asked else (identity(value),)


def _inside(asked: str) -> tuple[str, ...]:
    """Return a name as it is written, and without the quotes around it."""
    try:
        return (asked, unquoted(asked)) if is_quoted(asked) else (asked,)
    except ValueError:
        return (asked,)


def _texts(one: Candidate) -> tuple[str, ...]:
    return *one.apart, *one.shown, *one.forms


def _written(asked: str) -> tuple[str, ...]:
    return asked, *json_forms(asked)


def _names(one: Candidate) -> tuple[str, ...]:
    """Return what the game calls a candidate, as that is and as it is shown."""
    if not one.names:
        return ()
    return tuple(dict.fromkeys((*one.names, *map(escaped, one.names))))


_IN_FULL = _Rule(lambda one: (one.full(),), _maybe_full)
_SHOWN = _Rule(lambda one: one.shown, _itself)
_ALIKE = _Rule(
    lambda one: map(composed, (*_texts(one), *_names(one))),
    lambda text: map(composed, _written(text)),
)
_RULES: Sequence[_Rule] = (
    _IN_FULL,
    _Rule(lambda one: (identity(one.value),), _exactly),
    _Rule(lambda one: one.apart, _itself),
    _Rule(lambda one: (*one.shown, *one.forms), _written),
    _Rule(lambda one: map(composed, _texts(one)), lambda text: map(composed, _written(text))),
    _Rule(
        lambda one: map(folded, _texts(one)),
        lambda text: () if is_quoted(text) else map(folded, _written(text)),
    ),
    _Rule(_names, _inside),
    _Rule(lambda one: map(composed, _names(one)), lambda text: map(composed, _inside(text))),
    _Rule(lambda one: map(folded, _names(one)), lambda text: map(folded, _inside(text))),
)
