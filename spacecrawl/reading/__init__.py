"""Pages are read in processes of their own, so that no page can hold up, slow down or end what asked for it."""

from spacecrawl.reading.pool import ReadingPool
from spacecrawl.reading.task import PageTask, Preparation, PreparedArticle, Reading, Task

__all__ = ["PageTask", "Preparation", "PreparedArticle", "Reading", "ReadingPool", "Task"]
