"""The command line `dispatcher`."""

from dispatcher.cli.commands import app

__all__ = ["app"]
