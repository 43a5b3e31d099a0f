"""The command line. In reading order: main (which command), opening, output, one file a command."""
