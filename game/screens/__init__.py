"""The screens of the app, each a small object that the app's loop shows until it names the next.

In reading order: screen (the protocol, and the next screens), menu (buttons), title, play with
controls, match_session (a match and its recording) and pause, rewind_source with rewinding and
countdown (going back in a match and playing on), taking_over, result with podium, score_graph and
result_table.
"""
