"""Every version looked through for whoever runs the server; nothing is mended or written here."""

from dataclasses import dataclass

from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from cspdata import settings
from cspdata.errors import DamagedVersion
from cspdata.store import log, parts, places, sweep, versions
from cspdata.store.log import Commit


@dataclass(frozen=True)
class Finding:
    """What is wrong, and what to do about it; both may name places."""

    what: str
    remedy: str


def examined() -> list[Finding]:
    """What is wrong with the store, the gravest first. Raises NoStore, StorageFault."""
    commits = versions.asked()
    spoilt = _spoilt(commits)
    return [
        *_damaged_versions(commits, spoilt),
        *_unopened(commits),
        *_lost_files(commits),
    ]


def remarks() -> list[str]:
    """What is no fault and good to know: which version reads, what cannot be vouched for."""
    commits = versions.asked()
    old = {f.path for c in commits for f in c.added if not parts.has_digest(f.path)}
    left = sweep.left_behind()
    return [
        f"The store is {settings.store()}; its newest version is {len(commits) - 1}.",
        *([_reads()] if commits else []),
        *([f"{len(old)} files of an older program carry no digest."] if old else []),
        *([f"{len(left)} files that nobody needs wait to be swept."] if left else []),
    ]


def _reads() -> str:
    try:
        found = versions.newest()
    except DamagedVersion:
        return "No version can be shown."
    return f"Version {found.identity.version} is shown to readers. {found.note}".strip()


def _spoilt(commits: list[Commit]) -> dict[str, str]:
    """Each file that is lost or is not what was written, with which of the two."""
    paths = sorted({file.path for commit in commits for file in commit.added})
    sizes = {file.path: file.size for commit in commits for file in commit.added}
    contents = places.together(lambda path: places.get(f"{places.FIGURES}/{path}"), paths)
    return {
        path: "is lost" if content is None else "is not what was written"
        for path, content in zip(paths, contents, strict=True)
        if content is None or len(content) != sizes[path] or not parts.is_whole(path, content)
    }


def _damaged_versions(commits: list[Commit], spoilt: dict[str, str]) -> list[Finding]:
    found = []
    whole = [
        commit.version
        for commit in commits
        if not versions.fault_of(commits, commit.version)
        and not _spoilt_in(commits, commit.version, spoilt)
    ]
    for commit in reversed(commits):
        bad = _spoilt_in(commits, commit.version, spoilt)
        fault = versions.fault_of(commits, commit.version)
        if fault or bad:
            files = "".join(f" {places.FIGURES}/{path} {spoilt[path]}." for path in bad)
            what = f"Version {commit.version} {fault or 'is damaged'}.{files}"
            found.append(Finding(what, _remedy(commits, commit, whole)))
            versions.note_damage(commit.version)
    return found


def _spoilt_in(commits: list[Commit], at: int, spoilt: dict[str, str]) -> list[str]:
    return sorted(path for path in log.files_at(commits, at) if path in spoilt)


def _remedy(commits: list[Commit], commit: Commit, whole: list[int]) -> str:
    if commit.fault and commit.version == len(commits) - 1:
        return (
            f"Put {log.entry(commit.version)} back from a backup. Without one that publication is "
            "lost: move the entry out of the store, and publish its files again."
        )
    if not whole:
        return "Put the files back from a backup. Without one, move the store away and rebuild."
    if commit.version == len(commits) - 1:
        return (
            f"Put the files back from a backup. Without one, `python -m cspdata restore "
            f"{whole[-1]}` publishes version {whole[-1]} again; then publish what came after it."
        )
    return "Put the files back from a backup. Only a look at that day in the past needs them."


def _unopened(commits: list[Commit]) -> list[Finding]:
    """Whether delta-rs, which commits, opens what our own reading of the log does."""
    if commits[-1].fault:
        return []
    try:
        DeltaTable(places.figures(), storage_options=places.patience())
    except (DeltaError, OSError) as fault:
        said = str(fault).partition("\n")[0]
        return [
            Finding(
                f"Nothing can be published: the table does not open ({said}).",
                f"Move the checkpoints ({places.LOG}/_last_checkpoint and *.checkpoint.parquet) "
                "out of the store; they are made anew.",
            )
        ]
    return []


def _lost_files(commits: list[Commit]) -> list[Finding]:
    sent = {file["sha256"]: file["name"] for c in commits for file in c.about.get("files", [])}
    contents = places.together(lambda sha256: places.get(f"{places.RAW}/{sha256}"), sent)
    return [
        Finding(
            f"{name} as it was sent ({places.RAW}/{sha256}) is lost or spoilt.",
            "Put it back from a backup. The figures do not need it.",
        )
        for (sha256, name), content in zip(sent.items(), contents, strict=True)
        if content is None or places.digest(content) != sha256
    ]
