"""The parts of the viewer's window. Each paints one box of a scene, and says when it changes.

In reading order: header, picture (feed, fields), inspector (state_tree), event_list (event_row),
blame_panel, transport, timeline_strip (strip_layer, strip_tooltip); panels has one of each.
"""
