"""Parquet: columns with zstd, what analysts keep tables in. Bulk only; no game writes it live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from benchmarks.mix import MOVED, Row

ROW_GROUP = 65_536
SCHEMA = pa.schema(
    [
        ("frame", pa.uint32()),
        ("kind", pa.uint8()),
        ("player", pa.uint8()),
        ("a", pa.int16()),
        ("b", pa.int16()),
        ("c", pa.int16()),
    ]
)


class Parquet:
    name = "Parquet"
    settings = "zstd 9, narrow types, delta-coded frames, row groups of 65,536"

    def write(self, path: Path) -> ParquetWriter:
        return ParquetWriter(path)

    def read(self, path: Path) -> ParquetReader:
        return ParquetReader(path)


class ParquetWriter:
    def __init__(self, path: Path) -> None:
        self._rows: list[Row] = []
        self._writer = pq.ParquetWriter(
            path,
            SCHEMA,
            compression="zstd",
            compression_level=9,
            use_dictionary=["kind", "player", "a", "b", "c"],
            column_encoding={"frame": "DELTA_BINARY_PACKED"},
        )

    def add(self, rows: Sequence[Row]) -> None:
        self._rows.extend(rows)
        while len(self._rows) >= ROW_GROUP:
            self._group(self._rows[:ROW_GROUP])
            del self._rows[:ROW_GROUP]

    def _group(self, rows: Sequence[Row]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        columns[5] = [None if row[1] == MOVED else row[5] for row in rows]
        arrays = [
            pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=SCHEMA), ROW_GROUP)

    def end(self) -> None:
        if self._rows:
            self._group(self._rows)
        self._writer.close()


class ParquetReader:
    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetFile(path)
        self._spans = []
        for group in range(self._file.num_row_groups):
            frames = self._file.metadata.row_group(group).column(0).statistics
            self._spans.append((frames.min, frames.max))

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        groups = [n for n, (low, high) in enumerate(self._spans) if low < stop and high >= first]
        table = self._file.read_row_groups(groups, use_threads=False)
        frames = table.column(0)
        table = table.filter(pc.and_(pc.greater_equal(frames, first), pc.less(frames, stop)))
        return [
            (*row[:5], row[5] or 0)
            for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
        ]

    def end(self) -> None:
        self._file.close()
