"""Run the benchmarks that fit into half an hour, or those named; each prints Markdown.

python -m benchmarks [NAME… [OPTION…]]
python -m benchmarks --long      # the others
"""

import sys
from importlib import import_module
from itertools import takewhile

# About how many minutes each takes on two shared cores.
MINUTES = {
    "coming": 0.1,
    "false_alarms": 3.5,
    "fuzz": 4,
    "ingest": 1,
    "monitors": 1.5,
    "month_published": 5,
    "papers": 0.5,
    "places_alarms": 0.5,
    "readers_meanwhile": 3,
    "speed": 5,
    "startup": 1,
    "two_processes": 1,
}
# What takes longer, or needs what is not everywhere.
LONG = (
    "all_forces",
    "disclosure_attack",
    "fetching",
    "fuzz_server",
    "growth",
    "holds",
    "kills_and_races",
    "load",
    "many_places",
    "new_place",
    "operations",
    "peers",
    "power_loss",
    "soak",
    "ten_years",
    "whole_force",
)


def main(asked: list[str]) -> None:
    named = list(takewhile(lambda each: not each.startswith("--"), asked))
    for name in LONG if asked == ["--long"] else named or MINUTES:
        print(f"\n## {name.replace('_', ' ')}\n", flush=True)
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
