"""Ways out to other systems and in from them: one folder, one app, for each kind of system."""
