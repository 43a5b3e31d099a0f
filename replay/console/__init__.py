"""Console: what programs with a command line share, the engine's own and games'.

In reading order: terminal (output), program (exit codes), file_names.
"""
