"""The exceptions of nsdi-tui. Each message is one line: what failed, why, what to do.

    NsdiTuiError
    ├── CommandError        a command cannot be executed (exit status 2)
    ├── DigestError         a digest cannot be opened
    │   └── FetchError          an address cannot be fetched
    ├── QueryError          a query has a value that does not exist
    ├── MissingFileError    the installation lacks a file that ships with the program
    ├── MarksError          the marks file cannot be read or written
    │   └── MarksImportError    a line of an imported file is not a valid mark
    ├── WriteError          a file cannot be written
    │   └── FileTakenError      a file of that name exists and may not be overwritten
    └── EditorError         no editor can be started

A message may quote a path or a line of a file: whatever is quoted has been cleaned of control
characters by the code that raises the exception. `DigestWarning` is no exception but a warning.
"""

from __future__ import annotations


class NsdiTuiError(Exception):
    """The base of every exception that nsdi-tui raises on purpose."""


class CommandError(NsdiTuiError):
    """A command cannot be executed: wrong arguments, unreadable input or unwritable output."""


class DigestError(NsdiTuiError):
    """A digest cannot be opened."""


class DigestWarning(UserWarning):
    """A file was skipped, or was not read completely."""


class QueryError(NsdiTuiError):
    """A query has a value that does not exist, or asks for something that is not available."""


class FetchError(DigestError):
    """An address cannot be fetched; `is_missing` when its server has no such file."""

    def __init__(self, reason: str, *, is_missing: bool = False) -> None:
        super().__init__(reason)
        self.is_missing = is_missing


class MissingFileError(NsdiTuiError):
    """The installation lacks a file that ships with the program."""


class MarksError(NsdiTuiError):
    """The marks file cannot be read or written; `damaged` when its content is broken."""

    def __init__(self, reason: str, *, damaged: bool = False) -> None:
        super().__init__(reason)
        self.damaged = damaged


class MarksImportError(MarksError):
    """A line of an imported file is not a valid mark."""


class WriteError(NsdiTuiError):
    """A file cannot be written."""


class FileTakenError(WriteError):
    """A file of that name exists and may not be overwritten."""


class EditorError(NsdiTuiError):
    """No editor can be started."""
