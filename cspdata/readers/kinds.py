"""What a file is by its first bytes, and the sentence for one that holds no table we can read."""

import re

SPREADSHEETS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".csv", ".txt", ".tsv")
ZIP, GZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b", b"\xd0\xcf\x11\xe0"
HEAD = 4096
BY_MARK = {
    b"%PDF": "a PDF. Copy its tables into a spreadsheet and save that as CSV or XLSX.",
    b"\x89PNG": "a picture. Send the table itself as CSV or XLSX.",
    b"\xff\xd8\xff": "a picture. Send the table itself as CSV or XLSX.",
    b"GIF8": "a picture. Send the table itself as CSV or XLSX.",
    b"Rar!": "a RAR archive. Send the files inside it, or a zip.",
    b"7z\xbc\xaf": "a 7-Zip archive. Send the files inside it, or a zip.",
    b"PAR1": "a Parquet file. Save the table as CSV.",
    b"SQLite format 3": "a database. Save the table as CSV.",
    b"{\\rtf": "a document. Copy its tables into a spreadsheet and save that as CSV or XLSX.",
    b"BZh": "a bzip2 archive. Unpack it and send the file inside.",
    b"\xfd7zXZ": "an xz archive. Unpack it and send the file inside.",
}
TAR, TAR_AT = b"ustar", 257
PACKED = "a tar archive. Unpack it and send the files inside, or a zip."
WEB = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<body|<table|<meta|<style|<div|<!--)", re.I)
IN_OFFICE = {
    "xl/workbook.bin": "a binary workbook (.xlsb). Save it as .xlsx.",
    "word/document.xml": "a Word document. Copy its tables into a spreadsheet and save that.",
    "ppt/presentation.xml": "a presentation. Copy its tables into a spreadsheet and save that.",
    "content.xml": "an OpenDocument text. Copy its tables into a spreadsheet and save that.",
}
SAVE = "Open it in your spreadsheet program and save it as .xlsx or CSV."


def refused(start: bytes, name: str) -> str:
    """Why a file with these first bytes is not read here, as the end of a sentence, or ""."""
    head = _ascii(start)
    for mark, sentence in BY_MARK.items():
        if start.startswith(mark):
            return sentence
    if start.startswith(TAR, TAR_AT):
        return PACKED
    if WEB.match(head):
        named = "under the name of a spreadsheet" if name.lower().endswith(SPREADSHEETS) else ""
        return f"a web page {named}".rstrip() + f". {SAVE}"
    if head.lstrip().startswith(b"<?xml"):
        if b"schemas-microsoft-com:office:spreadsheet" in head or b"Excel.Sheet" in head:
            return f"a spreadsheet in the XML format of 2003. {SAVE}"
        return f"an XML file. {SAVE}"
    if head[:40].lower().startswith((b"mime-version:", b"from: <saved by")):
        return f"a web page saved as one file. {SAVE}"
    if re.match(rb'\s*(\{\s*"|\[\s*[\{\[])', head):
        return "a JSON file. Save the table as CSV."
    return ""


def refused_archive(names: set[str]) -> str:
    """Why a zip with these members is not read as an archive of tables, or ""."""
    for mark, sentence in IN_OFFICE.items():
        if mark in names:
            return sentence
    if any(name.endswith(".iwa") for name in names) or "Index.zip" in names:
        return "an Apple Numbers document. Export it as Excel or CSV."
    return ""


def refused_old_office(content: bytes) -> str:
    """Why a file of the old Office format is no workbook that can be read, or ""."""
    inside = {name for name in OLD_OFFICE if name.encode("utf-16-le") in content}
    if "EncryptedPackage" in inside:
        return "a workbook with a password. Save it without one."
    if "Workbook" in inside or "Book" in inside or not inside:
        return ""
    return OLD_OFFICE[inside.pop()]


OLD_OFFICE = {
    "EncryptedPackage": "",
    "Workbook": "",
    "Book": "",
    "WordDocument": "a Word document. Copy its tables into a spreadsheet and save that.",
    "PowerPoint Document": "a presentation. Copy its tables into a spreadsheet and save that.",
    "__properties_version1.0": "an e-mail. Save the file attached to it and send that.",
}


def _ascii(start: bytes) -> bytes:
    """The first letters of a text in any encoding that is known here."""
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return start[2:].replace(b"\0", b"")
    return start.removeprefix(b"\xef\xbb\xbf")
