"""What the kernel sets before it starts; nothing is installed, so nothing reads it."""

_PIPLITE_DISABLE_PYPI = True
_PIPLITE_URLS: list[str] = []
