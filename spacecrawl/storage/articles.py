"""The articles of a data folder: appended to ``articles.jsonl``, known by the ledger.

A line is written, and noted in the ledger's open transaction. To commit, the file is synced first, its end becomes
the committed length in that same transaction, then SQLite commits. So no article is known whose line is not safely on
disk. What is on disk and not known, since a run was killed, is noted when the store is opened next.
"""

from __future__ import annotations

import contextlib
import logging
from typing import Any

from spacecrawl.errors import FolderError
from spacecrawl.record import Article
from spacecrawl.record.fetched import Fetched
from spacecrawl.record.similarity import Signature, signature
from spacecrawl.storage.article_rows import ArticleRows, Known, Line, ledger_record
from spacecrawl.storage.folder import DataFolder, RunFolder
from spacecrawl.storage.ledger import CHANGES_A_COMMIT, Ledger
from spacecrawl.storage.lines import LineFile
from spacecrawl.storage.own_archive import mend_archive
from spacecrawl.storage.records import no_record, read_record

logger = logging.getLogger(__name__)


class ArticleStore:
    """The articles of a data folder and its ledger: knows what is there, appends what is new.

    Opening brings file and ledger together; it raises FolderError where they can't be. ``rows`` is what the ledger
    knows of articles, ``run_number`` the run that stores them.
    """

    def __init__(self, folder: DataFolder, run: RunFolder | None = None) -> None:
        self.path = folder.articles
        self.run_number: int | None = None
        self.ledger = Ledger(folder.ledger)
        with contextlib.ExitStack() as unless_opened:
            unless_opened.callback(self.ledger.give_up)
            self.rows = ArticleRows(self.ledger)
            self.addresses, self.near_duplicates = self.rows.addresses, self.rows.near_duplicates
            self._file = LineFile(self.path)
            unless_opened.callback(self._file.close)
            self._committed, self._lines = self.ledger.row("SELECT committed, lines FROM articles_file") or (0, 0)
            self.ledger.before_commit.append(self._sync)
            self._forget_what_is_gone()
            self._refuse_what_was_edited()
            mend_archive(folder, self.ledger, run)
            self._adopt(run)
            unless_opened.pop_all()

    def __len__(self) -> int:
        return len(self.rows)

    def known(self, record_id: str | None) -> Known | None:
        """Return what is known of a record, or None."""
        return self.rows.known(record_id)

    def knows_address(self, url: str) -> bool:
        """Tell whether an article was stored from this canonical address, or is known to be there too."""
        found = self.addresses.get(url)
        return found is not None and found.article is not None

    def append(self, article: Article, text: Signature | None = None, fetched: Fetched | None = None) -> None:
        """Write an article as one whole line; it is known once that line is safely on disk.

        ``text`` is the signature of its body, computed here where it is not given. Raise FolderError when the folder
        does not take it.
        """
        line = article.to_line() + b"\n"
        offset = self._file.append(line)
        record = ledger_record(article)
        self._note(Line(record, offset, len(line), text or signature(article.body), fetched or Fetched()))

    def commit(self) -> None:
        """Bring everything to the disk and make it known."""
        self.ledger.commit()

    def close(self) -> None:
        """Bring everything to the disk, make it known, and close file and ledger."""
        try:
            self.ledger.close()
        finally:
            self._file.close()

    # the file and the ledger --------------------------------------------------------

    def _note(self, line: Line) -> None:
        self._lines += 1
        self.rows.note(line, self.run_number)
        self.ledger.done()

    def _sync(self) -> None:
        """Make what was written since the last commit the file's committed part: on disk first, then in the ledger."""
        if self._file.end == self._committed:
            return
        self._file.sync()
        self.ledger.write("UPDATE articles_file SET committed = ?, lines = ?", (self._file.end, self._lines))
        self._committed = self._file.end

    def _forget_what_is_gone(self) -> None:
        """Forget the last lines where the file lost them, so that they are fetched again; more than a few is damage."""
        size = self._file.size
        if size >= self._committed:
            return
        gone = self.rows.lines_beyond(size)
        if len(gone) > CHANGES_A_COMMIT or size == 0:
            raise FolderError(
                f"{self.path}: is shorter ({size} bytes) than the ledger knows it ({self._committed}): it was cut or "
                "replaced. Restore it, or rebuild the ledger from what is there: "
                f"spacecrawl repair --folder {self.path.parent}"
            )
        logger.warning("%s lost its last %d lines; their articles will be fetched again", self.path, len(gone))
        for offset, length in self.rows.forget(gone):
            record = read_record(self._file.read(offset, length))
            self.rows.note(Line(record, offset, length, signature(record["body"])), None)
        self._lines -= len(gone)
        self._committed = min([size, *(offset for _, offset in gone)])

    def _refuse_what_was_edited(self) -> None:
        """Raise where the last known line is not where the ledger has it: what is appended there would tear records."""
        line = self._file.line_before(self._committed)
        if not line:
            return
        with contextlib.suppress(ValueError):
            record = read_record(line)
            if line.endswith(b"\n") and self.rows.has_line(record["id"], self._committed - len(line), len(line)):
                return
        raise FolderError(
            f"{self.path}: its lines are not where the ledger knows them: it was edited by hand. Restore it, or "
            f"rebuild the ledger from what is there: spacecrawl repair --folder {self.path.parent}"
        )

    def _adopt(self, run: RunFolder | None) -> None:
        """Note the whole lines that a killed run wrote and did not commit; cut a torn one, and keep it aside.

        A line whose page was kept, and lost in a power cut, is cut too: the article is fetched again, with its page.
        """
        self._file.end = self._committed
        fresh = self.ledger.created
        for offset, line in self._file.lines(self._committed):
            record = self._whole(line, fresh=fresh)
            if record is None or not (fresh or self.rows.has_page(record)):
                self._cut_tail(offset, run)
                break
            if not fresh:
                self._file.write_again(offset, line)
            self._file.end = offset + len(line)
            self._note(Line(record, offset, len(line), signature(record["body"])))
        self.ledger.commit()

    def _whole(self, line: bytes, *, fresh: bool) -> dict[str, Any] | None:
        """Return a line's record, None where it was torn; raise where it is whole and none, in a file new to us."""
        if not line.endswith(b"\n"):
            return None
        try:
            return read_record(line)
        except ValueError as error:
            if fresh:
                raise no_record(self.path, self._lines + 1) from error
            return None

    def _cut_tail(self, offset: int, run: RunFolder | None) -> None:
        """Cut what is not whole: after a power cut, blocks of a file that were never written read as anything."""
        if run is not None:
            with self.path.open("rb") as file:
                file.seek(offset)
                run.keep_aside("torn-line.txt", file.read())
        self._file.cut(offset)
