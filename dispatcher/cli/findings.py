"""Findings as tables for people and as lists for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.text import Text

from dispatcher.cli.console import Listing
from dispatcher.errors import Finding


def findings_table(findings: Iterable[Finding]) -> Listing:
    """Where, what is wrong (with the code that programs know it by), and what to do; nothing is cut off."""
    table = Listing(expand=True)
    table.column("  Where", widest=34)
    table.column("What is wrong", ratio=3)
    table.column("What to do", ratio=2)
    for finding in findings:
        cause = Text.assemble(finding.cause, " ", (f"[{finding.code}]", "dim"))
        table.add_row(Text(f"  {finding.where or '/'}"), cause, Text(finding.action))
    return table


def findings_document(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            "where": finding.where,
            "cause": finding.cause,
            "action": finding.action,
        }
        for finding in findings
    ]


def count(findings: Sequence[Finding], word: str) -> str:
    """So many errors, or smells."""
    return f"{len(findings)} {word}{'' if len(findings) == 1 else 's'}"
