"""``python -m spacecrawl`` is the command line."""

from spacecrawl.commands import main

main()
