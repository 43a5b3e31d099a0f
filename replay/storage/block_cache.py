"""Decoded blocks kept in memory: those that were read last, as many as fit.

Knows blocks and their weights; several threads may use one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from replay.file.blocks import Block
from replay.file.rows import RowsBlock

CACHED_EVENTS = 73_728
"""Events of decoded blocks kept in memory: most matches whole, in some three megabytes."""
CACHED_WEIGHT = 16 * 1024 * 1024
"""Bytes of memory that these may take (one is kept, however large); see replay.file.blocks."""
Key = tuple[int, int]
"""A block's position and its size: the last block of a live file grows."""


class BlockCache:
    """The blocks that were asked for last."""

    def __init__(self) -> None:
        self._blocks: OrderedDict[Key, Block | RowsBlock] = OrderedDict()
        self._events = self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Block | RowsBlock | None:
        """Return a block, None if it is not kept."""
        with self._lock:
            block = self._blocks.get(key)
            if block is not None:
                self._blocks.move_to_end(key)
            return block

    def keep(self, key: Key, block: Block | RowsBlock) -> None:
        """Keep a block, and drop others that were not asked for lately."""
        with self._lock:
            if key not in self._blocks:  # another thread may have been quicker
                self._blocks[key] = block
                self._events += block.span.events
                self._weight += block.weight
            while len(self._blocks) > 1 and (
                self._events > CACHED_EVENTS or self._weight > CACHED_WEIGHT
            ):
                _, dropped = self._blocks.popitem(last=False)
                self._events -= dropped.span.events
                self._weight -= dropped.weight
                dropped.release()
