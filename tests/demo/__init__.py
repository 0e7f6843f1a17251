"""A demo newsroom: fifteen invented outlets in ten languages, three days of news, served on loopback.

It is the input of ``make run`` and the fixture of the end-to-end tests. All outlets, people and events are invented;
country names serve as places only. ``Newsroom`` serves it, ``BATCH_TIMES`` are the moments worth looking at it, and
``Newsroom.truth()`` says which articles are copies and which are one story.
"""

from demo.loopback import BASE_PORT, BATCH_TIMES, END, START, LoggedRequest, Newsroom
from demo.model import NewsroomError
from demo.truth import Truth

__all__ = ["BASE_PORT", "BATCH_TIMES", "END", "START", "LoggedRequest", "Newsroom", "NewsroomError", "Truth"]
