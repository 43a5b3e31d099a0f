"""Paged contents: those of a closed file, of which a page is read when it is first needed.

So opening reads the index's one line for each page, and a state one page. A page that is damaged
is made anew from the records that it describes: it costs time, not events.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import Any, overload

from replay.file.index_columns import Columns
from replay.file.pages import Line, Page, decode_page
from replay.file.records import decode
from replay.file.resync import Read
from replay.file.selection import Selection, selected
from replay.file.tallies import MAX_COUNTS, Tally
from replay.values.msgpack_codec import Malformed

_begin_of = itemgetter(0)
KEPT, KEPT_COUNTS = 128, MAX_COUNTS
"""Pages kept in memory, two hundred kilobytes each, and how many counts of tallies: reading a page
takes longer than a state. So many have 130 million events."""
Remake = Callable[[Line, list[tuple[int, int]], Read], Columns]
"""Makes a page's columns of the records that it describes."""
Bisect = Callable[[Sequence[int], int], int]


class Pages:
    """The pages of a file, read through ``read`` when they are asked for.

    ``lines`` and ``tallies`` are the index's: the totals of each page.

    ``remake`` makes the columns of a page that is damaged; without it, that raises. Errors are
    what ``refuse(offset, problem)`` returns.
    """

    def __init__(
        self,
        lines: list[Line],
        tallies: dict[Tally, Sequence[int]],
        owners: list[Any],
        holes: list[tuple[int, int]],
        read: Read,
        refuse: Callable[[int, object], Exception],
        remake: Remake | None,
    ) -> None:
        self.lines, self.tallies = lines, tallies
        self.damaged: dict[int, str] = {}
        """What was wrong with pages that were made anew, by their offsets."""
        self._starts = list(accumulate((line.blocks for line in lines), initial=0))
        self.owners, self._holes = owners, holes
        self._read, self._refuse, self._remake = read, refuse, remake
        self._leaves: bytes | None = None
        self._kept: OrderedDict[int, Page] = OrderedDict()
        self._keeping = threading.Lock()

    @property
    def begin(self) -> int:
        """The offset of the first page."""
        return self.lines[0].offset

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, number: int) -> Page:
        """Return a page. Raises Malformed, or what was given, if it and a record are damaged."""
        with self._keeping:
            page = self._kept.get(number)
            if page is not None:
                self._kept.move_to_end(number)
                return page
        page = self._load(number)
        self._keep(number, page)
        return page

    def _keep(self, number: int, page: Page) -> None:
        with self._keeping:
            self._kept[number] = page
            self._kept.move_to_end(number)
            while len(self._kept) > 1 and (
                len(self._kept) > KEPT or sum(map(_weight, self._kept.values())) > KEPT_COUNTS
            ):
                self._kept.popitem(last=False)

    def tallies_of(self, number: int) -> dict[Tally, Sequence[int]] | None:
        """Return the tallies of a page's blocks; None where it is damaged."""
        page = self[number]
        if page.tallies is None and page.count is not None:
            try:
                page.tallies = page.count()
            except Malformed as problem:
                offset, page.count = self.lines[number].offset, None
                if self._remake is None:
                    raise self._refuse(offset, problem) from problem
                self.damaged[offset] = str(problem)
            self._keep(number, page)
        return page.tallies

    def _load(self, number: int) -> Page:
        line = self.lines[number]
        first = bisect_right(self._holes, line.first_event, key=_begin_of)
        holes = self._holes[first : bisect_left(self._holes, line.end_event, key=_begin_of)]
        counts = {tally: column[number] for tally, column in self.tallies.items()}
        try:
            record = decode(self._read(line.offset, line.size))
            return decode_page(record, line, counts, self.owners, holes)
        except Malformed as problem:
            if self._remake is None:
                raise self._refuse(line.offset, problem) from problem
            try:
                columns = self._remake(line, holes, self._read)
            except Malformed as another:
                both = f"{problem}; and of what it describes, {another}"
                raise self._refuse(line.offset, both) from another
            self.damaged[line.offset] = str(problem)
            return Page(columns, None)

    def counted(self, position: int) -> dict[Tally, int] | None:
        """Return the tallies of the block at a position; None where its page was damaged."""
        number = bisect_right(self._starts, position) - 1
        tallies, row = self.tallies_of(number), position - self._starts[number]
        if tallies is None:
            return None
        return {tally: column[row] for tally, column in tallies.items() if column[row]}

    def counts_of_types(self) -> dict[int, list[int]] | None:
        """Return of each type number its count in each block; None where a page was damaged."""
        counts = {tally[0]: list[int]() for tally in self.tallies if len(tally) == 1}
        for number, line in enumerate(self.lines):
            tallies = self.tallies_of(number)
            if tallies is None:
                return None
            for type_, column in counts.items():
                column += tallies.get((type_,), [0] * line.blocks)
        return counts

    def positions(self, begin: int, stop: int, selection: Selection) -> Iterator[int]:
        """Yield the positions, from ``begin`` on, of blocks that may have such events.

        None of those behind the event numbered ``stop`` in another page.
        """
        sure = None if self.damaged else self.tallies  # one page that is not as its line says: all
        for number in selected(selection, sure, len(self)):
            start, line = self._starts[number], self.lines[number]
            if start + line.blocks > begin and line.first_event < stop:
                rows = selected(selection, self.tallies_of(number), line.blocks)
                yield from (start + row for row in rows if start + row >= begin)

    def leaves(self) -> bytes | None:
        """Return all leaves of the digest; None if a page that was damaged had some.

        Reads all pages, once.
        """
        if self._leaves is None:
            parts = [self[number].columns.leaves for number in range(len(self))]
            self._leaves = None if None in parts else b"".join(part or b"" for part in parts)
        return self._leaves


def _weight(page: Page) -> int:
    """How many counts of tallies it holds."""
    return len(page.tallies or ()) * len(page.columns.offsets)


class PagedColumn(Sequence[Any]):
    """One column of all pages: a sequence whose parts are read when they are asked for.

    Where values only grow, ``firsts`` has the first, or ``lasts`` the last one of each page.
    """

    def __init__(
        self,
        pages: Pages,
        name: str,
        counts: Sequence[int],
        *,
        firsts: Sequence[int] = (),
        lasts: Sequence[int] = (),
    ) -> None:
        self._pages, self._name = pages, name
        self._starts = list(accumulate(counts, initial=0))
        self._numbers = [number for number, count in enumerate(counts) if count]
        self._firsts = [firsts[number] for number in self._numbers] if firsts else []
        self._first_of = dict(zip(self._numbers, self._firsts, strict=False))
        self._last: tuple[int, Sequence[Any]] = 0, ()
        """The part that was read last, and where it begins: mostly the next is of the same."""
        self._lasts = [lasts[number] for number in self._numbers] if lasts else []

    def __len__(self) -> int:
        return self._starts[-1]

    def _of(self, number: int) -> Sequence[Any]:
        return getattr(self._pages[number].columns, self._name)  # type: ignore[no-any-return]

    @overload
    def __getitem__(self, position: int) -> Any: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[Any]: ...
    def __getitem__(self, position: int | slice) -> Any:
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        begin, column = self._last
        if begin <= position < begin + len(column):
            return column[position - begin]
        if position < 0:
            position += len(self)
        if not 0 <= position < len(self):
            raise IndexError(position)
        number = bisect_right(self._starts, position) - 1
        if position == self._starts[number] and number in self._first_of:
            return self._first_of[number]
        column = self._of(number)
        self._last = self._starts[number], column
        return column[position - self._starts[number]]

    def __iter__(self) -> Iterator[Any]:
        return chain.from_iterable(map(self._of, self._numbers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def position(self, value: int, bisect: Bisect) -> int:
        """Return where ``bisect`` finds a value, reading one page instead of many."""
        begin, column = self._last
        if column and column[0] < value < column[-1]:
            return begin + bisect(column, value)
        among = bisect(self._lasts, value) if self._lasts else bisect(self._firsts, value) - 1
        if among < 0 or among == len(self._numbers):
            return 0 if among < 1 else len(self)
        number = self._numbers[among]
        column = self._of(number)
        self._last = self._starts[number], column
        return self._starts[number] + bisect(column, value)


def position_left(column: Sequence[int], value: int) -> int:
    """Return ``bisect_left`` of a column that may be paged."""
    if isinstance(column, PagedColumn):
        return column.position(value, bisect_left)
    return bisect_left(column, value)


def position_right(column: Sequence[int], value: int) -> int:
    """Return ``bisect_right`` of a column that may be paged."""
    if isinstance(column, PagedColumn):
        return column.position(value, bisect_right)
    return bisect_right(column, value)
