"""A file of any accepted shape -> frames of text; never judges a value, never touches the store.

Shapes and encodings are recognised by content and not by name. The shapes are "tidy", "printed"
(the police's wide tables), "street" (police.uk), "ward-months", "activity", "operations", "notes",
"matters" and "objectives".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from cspdata.errors import UnreadableFile
from cspdata.origin import Origin

from . import printed, street, text, workbooks
from .sheets import LIMIT as LIMIT
from .sheets import LIMIT_HERE as LIMIT_HERE
from .sheets import TABLE_LIMIT, Remark, UnknownShape, last_part, size_words
from .sheets import Sheet as Sheet
from .sheets import Wanted as Wanted
from .tables import Header, columnar, find_header, ignored_columns, unknown
from .text import DELIMITERS, Line, Text
from .unpack import Plain, plain_files

ALL = Wanted()


def read(
    data: bytes | Path,
    name: str,
    limit: int = LIMIT,
    keep: frozenset[str] | None = None,
    by: Mapping[str, str] | None = None,
) -> list[Sheet]:
    """Every table in the file, text only.

    `limit` is the most bytes of the file as sent; `keep` the LSOA codes whose street-level rows
    are wanted (None: all); with `by`, the place of each LSOA, they are counted by place and none
    is handed over. Raises UnreadableFile with a sentence that says what to do.
    """
    return list(read_each(data, name, limit, Wanted(keep, by)))


def read_each(
    data: bytes | Path, name: str, limit: int = LIMIT, wanted: Wanted = ALL
) -> Iterator[Sheet]:
    """The sheets of `read` one after the other, for those who show progress."""
    skipped: list[Remark] = []
    last: Sheet | None = None
    for file in plain_files(data, name, limit):
        if file.why:
            skipped.append(_left_out(file.origin, f"{file.origin.member} is {file.why}"))
            continue
        try:
            for sheet in _sheets(file, wanted):
                if last is not None:
                    yield last
                last = sheet
        except UnknownShape as fault:
            if file.alone:
                raise
            skipped.append(_left_out(file.origin, str(fault)))
    if last is None:
        raise UnreadableFile(f"Nothing in {last_part(name)} can be used. {_first(skipped)}")
    yield replace(last, remarks=(*last.remarks, *skipped))


def _left_out(origin: Origin, why: str) -> Remark:
    """What is said of a member or a sheet that holds nothing for us."""
    what = origin.sheet or origin.member
    return Remark(0, "", what, f"{what} was left out: {why}", "Nothing to do if that is meant.")


def _first(skipped: list[Remark]) -> str:
    return skipped[0].sentence if skipped else "It holds no tables."


def _sheets(file: Plain, wanted: Wanted) -> Iterator[Sheet]:
    if file.kind == "text":
        yield _text_file(file, wanted)
    else:
        yield from _workbook(file, wanted)


def _workbook(file: Plain, wanted: Wanted) -> Iterator[Sheet]:
    found: list[Sheet] = []
    faults: list[UnknownShape] = []
    pages, remarks = workbooks.pages(file)
    for page in pages:
        origin = replace(file.origin, sheet=page.title)
        try:
            sheet = _from_lines(origin, page.lines, wanted)
        except UnknownShape as fault:
            faults.append(_told_hidden(fault, page.remarks))
            remarks.append(_left_out(origin, str(fault)))
        else:
            found.append(replace(sheet, remarks=(*page.remarks, *sheet.remarks)))
    if not found:
        raise faults[0]
    found[-1] = replace(found[-1], remarks=(*found[-1].remarks, *remarks))
    yield from found


def _told_hidden(fault: UnknownShape, remarks: list[Remark]) -> UnknownShape:
    """The fault with what is hidden on its sheet, which may be the very column that it misses."""
    return UnknownShape(" ".join([str(fault), *(remark.sentence for remark in remarks)]))


def _text_file(file: Plain, wanted: Wanted) -> Sheet:
    surveyed = text.surveyed(file)
    delimiter, header = _recognised(file, surveyed)
    if header and header.shape.name == "street":
        return street.from_file(file, surveyed, header, delimiter, wanted)
    if surveyed.size > TABLE_LIMIT:
        raise UnreadableFile(
            f"{file.name} has {size_words(surveyed.size)}; the limit for tables other than"
            f" street-level files is {size_words(TABLE_LIMIT)}. Send it in parts."
        )
    content = text.whole(file, surveyed)
    return _from_lines(file.origin, list(text.lines(content, delimiter, file.name)), wanted)


def _recognised(file: Plain, surveyed: Text) -> tuple[str, Header | None]:
    heads: dict[str, list[Line]] = {}
    for delimiter in DELIMITERS:
        lines = heads[delimiter] = text.head_lines(surveyed, delimiter, file.name)
        header = _header(lines, file.name)
        if header or printed.begins(lines):
            return delimiter, header
    widest = max(heads, key=lambda mark: max((len(line[1]) for line in heads[mark]), default=0))
    if not any(heads.values()):
        list(text.lines(surveyed.head, ",", file.name))
    raise unknown(heads[widest], file.name)


def _header(lines: list[Line], name: str) -> Header | None:
    header = find_header(lines, name)
    if header and printed.begins(lines[: header.index]):
        raise printed.second_shape(header, name)
    return header


def _from_lines(origin: Origin, lines: list[Line], wanted: Wanted) -> Sheet:
    header = _header(lines[: text.HEAD_LINES], origin.name)
    if header is None:
        if not printed.begins(lines):
            raise unknown(lines, origin.name)
        return printed.sheet(origin, lines)
    body = lines[header.index + 1 :]
    if header.shape.name == "street":
        return street.from_lines(origin, header, body, wanted)
    rows, totals, remarks = columnar(header, body, origin.name)
    said = (*ignored_columns(header), *remarks)
    return Sheet(origin, header.shape.name, rows, remarks=said, totals=totals)
