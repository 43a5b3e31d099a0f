"""The recording file: bytes ↔ rows, pure. Opens no file; FORMAT.md beside it is the specification.

In reading order: records (the envelope of everything), header, columns, blocks (closed files),
rows (while being written), keyframes, digest, index, contents (what is where in a file).
"""
