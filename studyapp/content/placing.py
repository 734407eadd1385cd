"""Ranks in learning order that stay when something is put between others, so that what is indexed by rank may stay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

GAP = 32  # ranks from one to the next, when they are given anew


def ranks(order: Sequence[int], known: Mapping[int, int]) -> list[int]:
    """A rank for each key of `order`, increasing and positive; as many as possible are those that are `known`."""
    given: list[int | None] = [known.get(key) for key in order]
    kept = _increasing(given)
    given = [rank if at in kept else None for at, rank in enumerate(given)]
    at = 0
    while at < len(given):
        if given[at] is not None:
            at += 1
            continue
        at = _fill(given, at)
    return [rank for rank in given if rank is not None]


def _fill(given: list[int | None], first: int) -> int:
    """Rank those from `first` on that have none, if need be by moving their neighbours; returns where they end."""
    end = first
    while end < len(given) and given[end] is None:
        end += 1
    while True:
        before = (given[first - 1] or 0) if first else 0
        if end == len(given):
            room = GAP * (end - first + 1)
            break
        room = (given[end] or 0) - before
        if room > end - first:
            break
        more = max(1, (end - first) // GAP)  # neighbours on both sides, until there is room among them
        first = max(0, first - more)
        end = min(len(given), end + more)
        while end < len(given) and given[end] is None:
            end += 1
    n = end - first
    for nth in range(1, n + 1):
        given[first + nth - 1] = before + nth * room // (n + 1)
    return end


def _increasing(given: Sequence[int | None]) -> set[int]:
    """The places of a longest increasing part of these numbers."""
    tails: list[int] = []  # the smallest number in which an increasing part of each length ends
    ends: list[int] = []  # and where it stands
    before: dict[int, int | None] = {}
    for at, rank in enumerate(given):
        if rank is None:
            continue
        length = bisect_left(tails, rank)
        before[at] = ends[length - 1] if length else None
        if length == len(tails):
            tails.append(rank)
            ends.append(at)
        else:
            tails[length], ends[length] = rank, at
    kept: set[int] = set()
    place = ends[-1] if ends else None
    while place is not None:
        kept.add(place)
        place = before[place]
    return kept
