"""What the viewer shows, before it is drawn. Knows recordings; pygame only for colours.

In reading order: session, state_cursor, blocks, event_index, event_rows, axis, gaps, losses, cards,
blame_chain, blame_search, tail_polling, library (of recordings), problem.
"""
