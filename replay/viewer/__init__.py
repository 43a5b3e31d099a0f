"""The window in which a recording is watched and scrubbed.

In reading order. Drawn with: theme, text, panel, marks, message. Pure arithmetic: box, layout,
axis. What there is to see: event_index, rows, moments, lost, blamed, session. What is shown: scene,
then one painter each: header, picture (feed, hatching), inspector (fields), event_list (event_row)
or blame_panel, transport, timeline_strip (strip_layer, flags); over them overlay, help_overlay,
question; painted paints only what changed. What is done: keymap, mouse, growth, following, viewer.
The list of recordings: found, chooser. And the only place with a display and a clock: window.
"""
