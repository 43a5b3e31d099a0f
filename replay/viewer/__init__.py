"""The window in which a recording is watched and scrubbed.

In reading order: ``model/`` (what there is to see), layout and scene (where it lies, and one moment
of it, a value), ``panels/`` and ``overlays/`` (who paint it), painted (only what changed), keymap
and mouse (what people do, as commands), following (a recording that grows), viewer (who carries
commands out), chooser (the list of recordings), window (the only place with a display and a clock).
"""
