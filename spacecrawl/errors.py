"""What spacecrawl raises when it can't do what it was asked.

SpacecrawlError                 base of all; its ``exit_status`` is what the command line ends with
├── UsageError            (2)   a bad option, missing input: change the call
│   ├── UnknownSite       (2)   no such entry in the catalogue
│   └── CatalogueError    (2)   a catalogue file is wrong: names file, entry and remedy
├── RunFailed             (1)   no site could be reached, or too many pages failed
├── PageUnreadable        (3)   a page on which its parser fails: the page is named, the others go on
├── FolderLocked          (4)   another run holds the data folder
└── FolderError           (5)   the data folder can't be written or is damaged
"""

from __future__ import annotations


class SpacecrawlError(Exception):
    """Base of every error that a user can meet; the message names what, where, and the remedy."""

    exit_status = 1


class UsageError(SpacecrawlError):
    """Raised for a call that can't be carried out as it stands: correct the option or input it names."""

    exit_status = 2


class UnknownSite(UsageError):  # noqa: N818 - reads as what happened
    """Raised for a site that the catalogue does not hold: use one of the names in the message."""


class CatalogueError(UsageError):
    """Raised when a catalogue of sites can't be read: edit the file at the entry that the message names."""


class RunFailed(SpacecrawlError):  # noqa: N818
    """Raised when a run failed as a whole: see the run's crawl.log."""


class PageUnreadable(SpacecrawlError):  # noqa: N818
    """Raised for a page on which its parser fails: mend the parser; ``details`` is the traceback, if there is one."""

    exit_status = 3

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class FolderLocked(SpacecrawlError):  # noqa: N818
    """Raised when another run holds the data folder: wait for it, or use another folder."""

    exit_status = 4


class FolderError(SpacecrawlError):
    """Raised when the data folder can't be written or holds damaged data: see the remedy in the message."""

    exit_status = 5
