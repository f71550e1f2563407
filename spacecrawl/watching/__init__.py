"""What goes on in a run, as events for whoever watches it: a terminal, or another program."""

from spacecrawl.watching.event_file import EventFile
from spacecrawl.watching.events import Event, event_schema
from spacecrawl.watching.watch import Watch

__all__ = ["Event", "EventFile", "Watch", "event_schema"]
