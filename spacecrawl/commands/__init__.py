"""The command line: thin commands over the package."""

from __future__ import annotations

import importlib
import os
import sys

import click

from spacecrawl import __version__
from spacecrawl.errors import FolderError, SpacecrawlError

COMMANDS = (
    "demo",
    "crawl",
    "fetch",
    "extract",
    "sites",
    "status",
    "export",
    "browse",
    "wire",
    "changes",
    "history",
    "reparse",
    "doctor",
    "new-site",
    "repair",
    "schema",
)


class LazyGroup(click.Group):
    """Imports a command's module when it is called, so that each starts quickly."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a command by name."""
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"spacecrawl.commands.{module}"), module)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a reader of stdout that has enough and goes away, as ``head`` does, is no failure.

        click would end with status 1, which tells of a failed run.
        """
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            from spacecrawl.commands.printing import mute_results

            mute_results()
            return 0
        return result


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="spacecrawl")
def cli() -> None:
    """Crawl news sites and take their articles out, as one JSON record a line.

    Try it without a network: spacecrawl demo
    """
    if os.environ.get("SPACECRAWL_AGENCIES"):
        from spacecrawl.text.agencies import agency_name

        agency_name("AFP")  # reads the file now, so that a wrong one ends the call and no run


def main() -> None:
    """Run the command line; every error of the package ends with its own exit status."""
    open_closed_streams()
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.Abort:
        click.echo("Stopped.", err=True)
        status = 130
    except SpacecrawlError as error:
        click.echo(f"spacecrawl: {printable_message(error)}", err=True)
        status = error.exit_status
    except OSError as error:
        from spacecrawl.commands.printing import mute_results

        click.echo(f"spacecrawl: {error.filename or 'stdout'}: {error.strerror}. Make room, then try again.", err=True)
        mute_results()
        status = FolderError.exit_status
    sys.exit(status if isinstance(status, int) else 0)


def open_closed_streams() -> None:
    """Open stdin, stdout and stderr on nothing where they are closed: a data file would get their number, and words."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lasts
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8")  # noqa: SIM115


def printable_message(error: Exception) -> str:
    """Return an error's message without control characters."""
    from spacecrawl.commands.printing import printable

    return printable(str(error))
