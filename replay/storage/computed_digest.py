"""The digest of what a file holds, computed by reading its events, whatever its index claims."""

from __future__ import annotations

from replay.file.block_rows import block_fields
from replay.file.blocks import Block
from replay.file.digest import HistoryDigest
from replay.file.rows import RowsBlock
from replay.storage.reader import Reader
from replay.values.msgpack_codec import Malformed


def computed_digest(reader: Reader, events: int) -> HistoryDigest:
    """Read the first ``events`` events and return the digest of them. Raises Corrupt."""
    digest = HistoryDigest()
    for position, first, end in reader.pieces(0, events):
        block = reader.block(position, keep=False)
        reader.check(position, block)
        add_block(reader, digest, position, block, end - first)
    return digest


def add_block(
    reader: Reader, digest: HistoryDigest, position: int, block: Block | RowsBlock, count: int
) -> None:
    """Add the first ``count`` events of the block at a position to a digest. Raises Corrupt."""
    names = [kind.type.name for kind in reader.schema.kinds]
    try:
        types = block.types[:count]
        rows = zip(
            map(names.__getitem__, types),
            block.frames[:count],
            block_fields(block, types, 0),
            strict=True,
        )
        digest.add_unpacked(rows, count)
    except (Malformed, TypeError, ValueError) as cause:  # or nested deeper than any event
        raise reader.corrupt_in(position, cause) from cause
