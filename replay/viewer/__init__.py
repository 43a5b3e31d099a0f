"""The window in which a recording is watched and scrubbed.

In reading order: ``model/`` (what there is to see), layout (where it is), scene (one moment of it,
a value), ``panels/`` and ``overlays/`` (paint it), painted (repaints only what changed), keymap and
mouse (input to commands), following (a growing recording), viewer (carries commands out), chooser
(the list of recordings), window (the only place with a display and a clock).
"""
