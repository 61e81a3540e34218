"""What can go wrong, as sentences for the reader; a fault in a row is never here but in `checks`.

CspError
├── UnreadableFile      a file that no reader can make sense of
├── NoStore             no store at the place that CSP_STORE names
├── StoreUnavailable    the store is there and cannot be read or written
│   ├── StorageFault    the disk or the bucket does not answer now; it may pass
│   └── DamagedVersion  a version is not what was written
├── UnknownVersion      a version or date that the store does not hold
├── GroundMoved         somebody published since the rehearsal
├── NotPublishable      the rehearsal found faults
├── NotAllowed          this person, or this server, may not publish
├── SourceUnavailable   a site that figures are fetched from does not answer as it should
└── BadReference        a reference table (areas, offences, caveats) contradicts itself
"""


class CspError(Exception):
    """The root: `str(error)` is a sentence that may be shown to anybody.

    `detail` is for who runs the server: places, and what a library said.
    """

    def __init__(self, sentence: str = "", detail: str = "") -> None:
        super().__init__(sentence)
        self.detail = detail


class UnreadableFile(CspError):
    """A file that no reader can make sense of."""


class NoStore(CspError):
    """No store at the place that CSP_STORE names."""


class StoreUnavailable(CspError):
    """The store is there and cannot be read or written."""


class StorageFault(StoreUnavailable):
    """The disk or the bucket does not answer now; it may pass."""


class DamagedVersion(StoreUnavailable):
    """A version is not what was written."""


class UnknownVersion(CspError):
    """A version or date that the store does not hold."""


class GroundMoved(CspError):
    """Somebody published since the rehearsal."""


class NotPublishable(CspError):
    """The rehearsal found faults, so nothing was published."""


class NotAllowed(CspError):
    """This person, or this server, may not publish."""


class SourceUnavailable(CspError):
    """A site that figures are fetched from does not answer, or not as its documentation says."""


class BadReference(CspError):
    """A reference table contradicts itself."""
