"""Every claim that `make show-KEY-K` measures."""

from __future__ import annotations

from benchmarks import (
    shows_claims,
    shows_files,
    shows_fresh,
    shows_http,
    shows_peers,
    shows_reasons,
    shows_relations,
    shows_road,
    shows_same,
    shows_scale,
    shows_search,
    shows_spread,
    shows_suites,
    shows_whatif,
    shows_whatif_engine,
)

SHOWS = {
    one.key: one
    for file in (
        shows_road,
        shows_same,
        shows_scale,
        shows_search,
        shows_spread,
        shows_claims,
        shows_files,
        shows_fresh,
        shows_http,
        shows_peers,
        shows_reasons,
        shows_relations,
        shows_suites,
        shows_whatif,
        shows_whatif_engine,
    )
    for one in file.SHOWS
}
"""Every show by its key."""
