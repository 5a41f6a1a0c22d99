"""The running program: settings, wiring, command line, loops, delivery. Imported by nobody."""
