"""The errors of pylsl.util."""


class LostError(RuntimeError):
    """A stream has ended."""


class TimeoutError(RuntimeError):
    """An answer did not come in time."""
