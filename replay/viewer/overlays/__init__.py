"""What lies over the viewer's window until it is closed: help_overlay and go_to."""
