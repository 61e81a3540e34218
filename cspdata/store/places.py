"""The store's files, in a folder or in a bucket alike; what is written is written to the disk.

Nothing here knows what a file means.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from pyarrow import fs

from cspdata import settings

BUCKET = "s3://"
FIGURES, RAW, MADE, NOTES = "figures", "raw", "made", "notes"
LOG = f"{FIGURES}/_delta_log"
PARTIAL = ".partial"
# A reader waits with a question, so it is short; an officer would rather wait than publish again.
CONNECTS_S, ANSWERS_S, TRIES = 2, 5, 2
PATIENT_S, PATIENT_TRIES = 30, 8
AT_ONCE, AT_A_TIME = 16, 1024 * 1024
ROOM, UNKNOWN = 1_000_000, 1 << 62
_patient = ContextVar("patient", default=False)
T = TypeVar("T")
S = TypeVar("S")


def in_bucket() -> bool:
    return settings.store().startswith(BUCKET)


def figures() -> str:
    """Where the Delta table is, for delta-rs."""
    return f"{settings.store().rstrip('/')}/{FIGURES}"


def patience() -> dict[str, str]:
    """How long the Delta table waits for a bucket, in delta-rs's words; nothing for a folder."""
    if not in_bucket():
        return {}
    return {
        "connect_timeout": f"{ANSWERS_S}s",
        "timeout": f"{PATIENT_S}s",
        "max_retries": f"{PATIENT_TRIES}",
        "retry_timeout": f"{2 * PATIENT_S}s",
    }


@contextmanager
def patiently() -> Iterator[None]:
    """Wait longer for a bucket and ask it more often, for who would else have to begin again."""
    before = _patient.set(True)
    try:
        yield
    finally:
        _patient.reset(before)


def files() -> fs.FileSystem:
    """Everything that lies in the store, by its path there."""
    place = settings.store()
    if not in_bucket():
        return fs.SubTreeFileSystem(str(Path(place).resolve()), fs.LocalFileSystem())
    service = _service(settings.bucket_region(), settings.bucket_service(), _patient.get())
    return fs.SubTreeFileSystem(place.removeprefix(BUCKET).rstrip("/"), service)


def put(files: Mapping[str, bytes | Path], lasting: bool = True) -> None:
    """Write whole files by path, or copy those that lie here; none is ever there in part.

    They are on the disk when this returns, unless they need not last. Raises OSError.
    """
    if in_bucket():
        together(_uploaded, files.items())
        return
    for path, content in files.items():
        target = Path(settings.store(), path)
        new = _made_folders(target.parent)
        partial = target.with_name(f"{uuid4().hex}{PARTIAL}")
        if isinstance(content, Path):
            shutil.copyfile(content, partial)
        else:
            partial.write_bytes(content)
        if lasting:
            _synced(partial)
        partial.replace(target)
        if lasting:
            for folder in new:
                _synced(folder.parent)
    if lasting:
        _sync_folders(files)


def sync(paths: Collection[str]) -> None:
    """Have files that another library wrote on the disk, with their folders; a bucket has them.

    Raises OSError.
    """
    if in_bucket():
        return
    for path in paths:
        _synced(Path(settings.store(), path))
    _sync_folders(paths)


def get(path: str) -> bytes | None:
    """The content of a file, None where there is none. Raises OSError."""
    try:
        # Without a word, Arrow would unpack what is named .gz.
        with files().open_input_stream(path, compression=None) as opened:
            return bytes(opened.read())
    except FileNotFoundError:
        return None


def delete(path: str) -> None:
    """Raises OSError."""
    files().delete_file(path)


def info(path: str) -> fs.FileInfo:
    """Size and time of a file; its type says whether it is there. Raises OSError."""
    return files().get_file_info(path)


def has(path: str) -> bool:
    """Raises OSError."""
    return bool(info(path).type == fs.FileType.File)


def within(folder: str) -> list[fs.FileInfo]:
    """Every file in a folder and below it, none where it is missing. Raises OSError."""
    chosen = fs.FileSelector(folder, allow_not_found=True, recursive=True)
    return [found for found in files().get_file_info(chosen) if found.is_file]


def together(work: Callable[[S], T], each: Iterable[S]) -> list[T]:
    """The results in order; many at once, because a bucket makes each of them wait."""
    given = list(each)
    if len(given) < 2 or not in_bucket():
        return [work(one) for one in given]
    with ThreadPoolExecutor(AT_ONCE) as workers:
        return [
            begun.result()
            for begun in [workers.submit(copy_context().run, work, one) for one in given]
        ]


def free() -> int:
    """The bytes that are free where the store lies, less some room for the log."""
    usage = None if in_bucket() else shutil.disk_usage(settings.store())
    # Buckets do not say, and neither do some file systems.
    return max(0, usage.free - ROOM) if usage and usage.total else UNKNOWN


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of(path: str) -> str | None:
    """The digest of a file as it lies there, None where there is none. Raises OSError."""
    try:
        with files().open_input_stream(path, compression=None) as opened:
            found = hashlib.sha256()
            while part := opened.read(AT_A_TIME):
                found.update(part)
            return found.hexdigest()
    except FileNotFoundError:
        return None


def _uploaded(file: tuple[str, bytes | Path]) -> None:
    # An object appears when all of it has come, so it needs no name of its own before.
    path, content = file
    with patiently(), files().open_output_stream(path) as written:
        if isinstance(content, bytes):
            written.write(content)
            return
        with content.open("rb") as opened:
            shutil.copyfileobj(opened, written, AT_A_TIME)


def _made_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the new ones, whose names their parents must keep."""
    new = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return new


def _sync_folders(paths: Iterable[str]) -> None:
    for folder in {Path(settings.store(), path).parent for path in paths}:
        _synced(folder)


def _synced(path: Path) -> None:
    # A folder cannot be opened on Windows, where a rename is written through anyway.
    if os.name == "nt" and path.is_dir():
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@lru_cache(maxsize=8)
def _service(region: str | None, address: str | None, patient: bool) -> fs.S3FileSystem:
    return fs.S3FileSystem(
        region=region,
        endpoint_override=address,
        connect_timeout=ANSWERS_S if patient else CONNECTS_S,
        request_timeout=PATIENT_S if patient else ANSWERS_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(
            max_attempts=PATIENT_TRIES if patient else TRIES
        ),
        allow_delayed_open=True,
    )
