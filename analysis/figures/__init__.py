"""One figure a file: fig_<kind>.py with `draw(run)`."""
