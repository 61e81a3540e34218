"""The store's files as Arrow sees them, so that a folder and a bucket are the same to the rest."""

from pathlib import Path
from uuid import uuid4

from pyarrow import fs

from cspdata import settings

BUCKET = "s3://"
FIGURES, RAW, MADE, NOTES = "figures", "raw", "made", "notes"
PARTIAL = ".partial"
CONNECTS_S, ANSWERS_S, TRIES = 5, 30, 3


def in_bucket() -> bool:
    return settings.store().startswith(BUCKET)


def patience() -> dict[str, str]:
    """How long the Delta table waits for a bucket, in delta-rs's words; nothing for a folder."""
    if not in_bucket():
        return {}
    return {
        "connect_timeout": f"{CONNECTS_S}s",
        "timeout": f"{ANSWERS_S}s",
        "max_retries": f"{TRIES}",
        "retry_timeout": f"{ANSWERS_S}s",
    }


def files() -> fs.FileSystem:
    """Everything that lies in the store, by its path there."""
    place = settings.store()
    if not in_bucket():
        return fs.SubTreeFileSystem(str(Path(place).resolve()), fs.LocalFileSystem())
    service = fs.S3FileSystem(
        region=settings.bucket_region(),
        endpoint_override=settings.bucket_service(),
        connect_timeout=CONNECTS_S,
        request_timeout=ANSWERS_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=TRIES),
    )
    return fs.SubTreeFileSystem(place.removeprefix(BUCKET).rstrip("/"), service)


def put(path: str, content: bytes) -> None:
    """Write a whole file; at no moment is a part of it there under its name. Raises OSError."""
    folder = path.rpartition("/")[0]
    partial = f"{folder}/{uuid4().hex}{PARTIAL}"
    held = files()
    held.create_dir(folder, recursive=True)
    with held.open_output_stream(partial) as written:
        written.write(content)
    held.move(partial, path)


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


def has(path: str) -> bool:
    """Raises OSError."""
    return bool(files().get_file_info(path).type == fs.FileType.File)


def within(folder: str) -> list[fs.FileInfo]:
    """Every file in a folder and below it, none where it is missing. Raises OSError."""
    chosen = fs.FileSelector(folder, allow_not_found=True, recursive=True)
    return [found for found in files().get_file_info(chosen) if found.is_file]
