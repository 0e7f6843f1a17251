"""Which language a text is written in. Pure: text in, LanguageGuess out, no clock, no I/O but the models' own files."""

from newshouse.language.detectors import warm
from newshouse.language.guess import guess_language
from newshouse.language.tags import normal_tag, primary_language

__all__ = ["guess_language", "normal_tag", "primary_language", "warm"]
