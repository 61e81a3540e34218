"""Write what is told anew, from a store of its own: `python -m tests.told`."""

import os
import tempfile
from pathlib import Path

from cspdata import publish
from tests.told import files, kept, questions


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CSP_STORE"] = str(Path(folder, "store"))
        publish.rebuild()
        kept.written(kept.REHEARSALS, {name: kept.rehearsal(name) for name in files.files()})
        kept.written(kept.ANSWERS, {name: kept.answer(name) for name in questions.QUESTIONS})


if __name__ == "__main__":
    main()
