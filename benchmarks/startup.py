"""How long a server takes from its start to its first answer and its first page, beside an empty
Streamlit app."""

import asyncio
import statistics
import time

from benchmarks.servers import published, serving
from benchmarks.sessions import session

RUNS, LATER_S = 7, 2
COLUMNS = (
    "answers after, ms",
    "first page, asked at once, ms",
    f"first page, asked {LATER_S} s later, ms",
)


def main() -> None:
    with published() as store:
        apps = {"an empty app": ("benchmarks/bare/empty.py", {})}
        apps["the dashboard"] = ("server.py", {"CSP_STORE": store})
        taken: dict[str, list[list[float]]] = {name: [] for name in apps}
        for _ in range(RUNS):
            for name, (script, environment) in apps.items():
                at_once = asyncio.run(_started(script, environment, 0))
                later = asyncio.run(_started(script, environment, LATER_S))
                taken[name].append([*at_once, later[1]])
    print(f"Median of {RUNS} starts, in turn.\n")
    print(f"| server | {' | '.join(f'{column} | ratio' for column in COLUMNS)} |")
    print("| --- |" + " --- | --- |" * len(COLUMNS))
    medians = {
        name: [statistics.median(part) for part in zip(*starts, strict=True)]
        for name, starts in taken.items()
    }
    least = medians["an empty app"]
    for name, figures in medians.items():
        cells = [f"{1000 * a:.0f} | {a / b:.2f}" for a, b in zip(figures, least, strict=True)]
        print(f"| {name} | {' | '.join(cells)} |")


async def _started(script: str, environment: dict[str, str], wait: float) -> list[float]:
    """Seconds until the server answers, and from asking for the first page until it is whole."""
    began = time.perf_counter()
    with serving(script, **environment) as server:
        ready = time.perf_counter() - began
        await asyncio.sleep(wait)
        async with session(server.address) as reader:
            return [ready, await reader.rerun("", "")]


if __name__ == "__main__":
    main()
