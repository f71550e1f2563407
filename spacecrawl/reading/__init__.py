"""Pages are read in processes of their own, so that no page can hold up, slow down or end what asked for it."""

from spacecrawl.reading.pool import ReadingPool
from spacecrawl.reading.prepared import PreparedArticle, signature_of
from spacecrawl.reading.task import PageTask, Preparation, Reading, Task

__all__ = ["PageTask", "Preparation", "PreparedArticle", "Reading", "ReadingPool", "Task", "signature_of"]
