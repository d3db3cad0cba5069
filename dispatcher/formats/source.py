"""A document together with where it comes from: findings speak of cells when it was a table, else of JSON pointers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatcher.errors import Finding, InvalidProblem, UnreadableFile, errors_in
from dispatcher.fields import WIRE
from dispatcher.formats.rows import Given, Spot
from dispatcher.problem import Problem, validate

Tree = dict[str, Any]
"""A document still to be: at its ends a `Given`; lists are written as dicts with numbers as keys."""


@dataclass(frozen=True)
class Source:
    """What a file says.

    Parameters
    ----------
    document
        What the same problem would be as JSON. With findings, cells that could not be read are left out of it.
    findings
        What is wrong with cells, headers and sheets. Empty for JSON.
    cells
        JSON pointer to the cell that the value comes from. Empty for JSON.
    """

    document: dict[str, Any]
    findings: tuple[Finding, ...] = ()
    cells: Mapping[str, Spot] = field(default_factory=dict)

    def check(self) -> tuple[Finding, ...]:
        """Everything wrong with the file, in one answer; as long as some cell cannot be read, without smells."""
        found = self.locate(validate(self.document))
        if not self.findings:
            return found
        known = {finding.where for finding in self.findings}
        return (*self.findings, *(finding for finding in errors_in(found) if finding.where not in known))

    def problem(self) -> Problem:
        """The problem in the file; its smells are in `Problem.findings`, by JSON pointer.

        Raises
        ------
        UnreadableFile
            When some cell, header or sheet cannot be read; carries all errors.
        InvalidProblem
            When the document breaks rules; carries all findings.
        """
        if self.findings:
            raise UnreadableFile(self.check())
        try:
            return Problem.model_validate(self.document, context=WIRE)
        except InvalidProblem as refusal:
            raise InvalidProblem(self.locate(refusal.findings)) from None

    def locate(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The same findings, speaking of cells instead of JSON pointers wherever the cell is known."""
        return tuple(map(self._at_cell, findings))

    def _at_cell(self, finding: Finding) -> Finding:
        spot = self._spot(finding.where)
        return spot.finding(finding.code, re.sub(r"(?<!\S)/\S+", self._cell_of, finding.cause)) if spot else finding

    def _cell_of(self, pointer: re.Match[str]) -> str:
        return str(self._spot(pointer[0]) or pointer[0])

    def _spot(self, pointer: str) -> Spot | None:
        """The cell of the pointer, or of the nearest thing around it that has one."""
        while pointer and pointer not in self.cells:
            pointer = pointer.rpartition("/")[0]
        return self.cells.get(pointer)


def tree_of(given: Mapping[str, Given]) -> Tree:
    """The tree of values whose paths have dots between their branches."""
    tree: Tree = {}
    for path, value in given.items():
        *branches, leaf = path.split(".")
        node = tree
        for branch in branches:
            node = node.setdefault(branch, {})
        node[leaf] = value
    return tree


def numbered(trees: Iterable[Tree]) -> Tree:
    """The tree of a list."""
    return {str(number): tree for number, tree in enumerate(trees)}


def settle(tree: Tree | Given, cells: dict[str, Spot], pointer: str = "") -> Any:
    """The document that a tree stands for; notes for each pointer into it the cell it comes from.

    A pointer to something larger than a cell is given the first cell in it.
    """
    if isinstance(tree, Given):
        cells[pointer] = tree.spot
        return tree.value
    keys: Iterable[str] = tree
    is_list = bool(tree) and all(key.isdigit() for key in tree)
    if is_list:
        keys = sorted(tree, key=int)
    names = {key: str(k) if is_list else key for k, key in enumerate(keys)}
    settled = {key: settle(tree[key], cells, f"{pointer}/{name}") for key, name in names.items()}
    for name in names.values():
        if pointer and f"{pointer}/{name}" in cells:
            cells.setdefault(pointer, cells[f"{pointer}/{name}"])
    return list(settled.values()) if is_list else settled
