"""Storage: recordings as files. What opens, locks, writes and reads them.

In reading order: locking, creation, output_file, sink, rows_sink, bulk_sink and compaction write;
input_file, reader and opened_file read; event_building and written_events make events of blocks,
schema_layout and upcasting those of another schema; continuation and ownership say who may write.
"""
