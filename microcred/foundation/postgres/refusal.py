"""Why the server would not start, in words for the person at the terminal."""


class LaunchRefused(RuntimeError):
    """The embedded server cannot start; the message names the fact and the way forward."""
