"""Run every benchmark, or those named: `python -m benchmarks [NAME…]`; each prints Markdown."""

import sys
from importlib import import_module
from pkgutil import iter_modules

import benchmarks


def main(asked: list[str]) -> None:
    every = [found.name for found in iter_modules(benchmarks.__path__) if found.name != "__main__"]
    for name in asked or every:
        print(f"\n## {name.replace('_', ' ')}\n", flush=True)
        import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
