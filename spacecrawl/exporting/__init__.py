"""Records written for other programs: JSON Lines, CSV, Parquet, SQLite, JSON-LD."""

from spacecrawl.exporting.dataset import holds_dataset, open_dataset
from spacecrawl.exporting.formats import FORMATS, Format, export_to_file, export_to_stream, format_of
from spacecrawl.exporting.selection import Selection

__all__ = [
    "FORMATS",
    "Format",
    "Selection",
    "export_to_file",
    "export_to_stream",
    "format_of",
    "holds_dataset",
    "open_dataset",
]
