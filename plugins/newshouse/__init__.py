"""newshouse: the world's news in one warehouse where each story stands once."""

__version__ = "0.1.0"
