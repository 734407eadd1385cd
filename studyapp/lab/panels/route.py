"""Lines between boxes on a character grid: the cheapest way round the boxes, with few turns and few meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

Cell = tuple[int, int]
NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
MOVES: Mapping[int, Cell] = {NORTH: (0, -1), EAST: (1, 0), SOUTH: (0, 1), WEST: (-1, 0)}
BACK = {NORTH: SOUTH, EAST: WEST, SOUTH: NORTH, WEST: EAST}
HORIZONTAL = EAST | WEST

GLYPHS = " ╵╶╰╷│╭├╴╯─┴╮┤┬┼"  # by the sum of the directions in which a cell's line leaves it
HEADS = {NORTH: "▴", EAST: "▸", SOUTH: "▾", WEST: "◂"}

TURN, CROSS, SHARE = 4, 6, 40  # costs, where a step costs 1


@dataclass(slots=True)
class Routes:
    """The lines drawn so far on a grid of `width` × `height` cells with `blocked` cells that none may enter."""

    width: int
    height: int
    blocked: set[Cell]
    lines: dict[Cell, int] = field(default_factory=dict)
    owners: dict[Cell, set[str]] = field(default_factory=dict)

    def connect(self, start: Cell, leaving: int, end: Cell, entering: int, names: Sequence[str]) -> list[Cell] | None:
        """Draw a line from `start`, which it leaves its box for in direction `leaving`, to `end`, from where it
        enters the other box in direction `entering`. Lines that share a name (a source, a target) may run
        together. None, and nothing is drawn, where there is no way.
        """
        path = self._find(start, leaving, end, entering, set(names))
        if path is None:
            return None
        directions = [leaving, *(_direction(a, b) for a, b in pairwise(path)), entering]
        for cell, came, goes in zip(path, directions, directions[1:], strict=False):
            self.lines[cell] = self.lines.get(cell, 0) | BACK[came] | goes
            self.owners.setdefault(cell, set()).update(names)
        return path

    def _find(self, start: Cell, leaving: int, end: Cell, entering: int, names: set[str]) -> list[Cell] | None:
        """A*: a state is a cell and the direction in which it was reached."""
        if not (self._open(start) and self._open(end)):
            return None
        queue: list[tuple[int, int, Cell, int]] = [(0, 0, start, leaving)]
        best: dict[tuple[Cell, int], int] = {(start, leaving): 0}
        came: dict[tuple[Cell, int], tuple[Cell, int]] = {}
        while queue:
            _, cost, cell, heading = heappop(queue)
            if cost > best[cell, heading]:
                continue
            if cell == end and heading == entering:
                return _trace(came, (cell, heading))
            for direction, (dx, dy) in MOVES.items():
                if direction == BACK[heading]:
                    continue
                if cell == end and direction == entering:
                    # Turning into the box is a move on the spot.
                    after, extra = cell, 2 * TURN
                else:
                    after = (cell[0] + dx, cell[1] + dy)
                    extra = 1 + (TURN if direction != heading else 0)
                    if not self._open(after):
                        continue
                    extra += self._meeting(after, direction, names)
                total = cost + extra
                if total < best.get((after, direction), 1 << 30):
                    best[after, direction] = total
                    came[after, direction] = (cell, heading)
                    guess = abs(end[0] - after[0]) + abs(end[1] - after[1])
                    heappush(queue, (total + guess, total, after, direction))
        return None

    def _open(self, cell: Cell) -> bool:
        return 0 <= cell[0] < self.width and 0 <= cell[1] < self.height and cell not in self.blocked

    def _meeting(self, cell: Cell, direction: int, names: set[str]) -> int:
        """What it costs to enter a cell that has a line already."""
        there = self.lines.get(cell, 0)
        if not there or self.owners[cell] & names:
            return 0
        across = NORTH | SOUTH if direction & HORIZONTAL else HORIZONTAL
        return CROSS if there == across else SHARE


def _direction(a: Cell, b: Cell) -> int:
    return next(name for name, (dx, dy) in MOVES.items() if (a[0] + dx, a[1] + dy) == b)


def _trace(came: dict[tuple[Cell, int], tuple[Cell, int]], state: tuple[Cell, int]) -> list[Cell]:
    path = [state[0]]
    while state in came:
        state = came[state]
        if state[0] != path[-1]:
            path.append(state[0])
    return path[::-1]
