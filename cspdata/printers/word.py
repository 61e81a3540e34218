"""An answer as a Word file that a council can edit: styles, header rows, alt texts, language."""

from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from cspdata.answers.blocks import Answer, Chart, Heading, Map, Points, Table, Words, runs
from cspdata.printers import pictures
from cspdata.printers.html import of_figures
from cspdata.printers.imprint import Imprint, safe
from cspdata.printers.plain import Plain, flat

LANGUAGE = "en-GB"
FONT, BODY, SMALL = "Arial", 10, 8.5
TEXT_WIDTH_CM, FIRST_COLUMN_CM = 18.0, 4.6
SENTENCE, WIDER_EVERY = 120, 40  # letters: where a cell is as long as any; what a share is for
BLUE = "12436D"


def paper(answer: Answer, imprint: Imprint) -> bytes:
    """The whole answer with its pictures inside, as a .docx file."""
    from docx import Document

    document = Document()
    _styled(document)
    _described(document, answer.title, imprint)
    document.add_heading(answer.title, level=0)
    _written(document.add_paragraph(), f"**Question:** {answer.question.words}", imprint)
    for source in answer.sources:
        _written(document.add_paragraph(), f"**Source:** {source}", imprint)
    signed = document.add_paragraph()
    signed.add_run(f"{imprint.words} ")
    _link(signed, imprint.address, imprint.address)
    for block in flat(answer.blocks):
        _added(document, block, imprint)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _added(document: Any, block: Plain, imprint: Imprint) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(text, level=min(level, 9))
        case Words(text):
            _written(document.add_paragraph(), text, imprint)
        case Points(items):
            for item in items:
                _written(document.add_paragraph(style="List Bullet"), item, imprint)
        case Table():
            _table(document, block)
        case Chart() | Map():
            _picture(document, block)


def _written(paragraph: Any, text: str, imprint: Imprint) -> None:
    for piece, kind, href in runs(text):
        if kind == "link" and safe(href):
            _link(paragraph, piece, urljoin(imprint.address, href))
            continue
        run = paragraph.add_run(piece)
        run.bold = kind == "bold" or None
        run.italic = kind == "italic" or None


def _table(document: Any, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    caption = document.add_paragraph(block.caption, style="Caption")
    caption.paragraph_format.keep_with_next = True
    figures = of_figures(block.cells) or [False] * len(block.columns)
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    widths = [Cm(width) for width in _widths(block)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for texts in (block.columns, *block.cells):
        cells = (table.rows[0] if texts is block.columns else table.add_row()).cells
        for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = widths[place]
            cell.text = text
            if figures[place]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _headed(table, block)
    note = document.add_paragraph(block.marks)
    for run in note.runs:
        run.font.size = _points(SMALL)


def _widths(block: Table) -> list[float]:
    """In cm: the first column as in every table, the others wider the more they have to say."""
    rest = range(1, len(block.columns))
    longest = [max((len(texts[place]) for texts in block.cells), default=0) for place in rest]
    shares = [1 + min(length, SENTENCE) / WIDER_EVERY for length in longest]
    unit = (TEXT_WIDTH_CM - FIRST_COLUMN_CM) / max(sum(shares), 1)
    return [FIRST_COLUMN_CM, *(unit * share for share in shares)]


def _headed(table: Any, block: Table) -> None:
    """The first row repeats and is read as headers; no row breaks over a page."""
    for run in (run for cell in table.rows[0].cells for run in cell.paragraphs[0].runs):
        run.bold = True
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))
        for paragraph in (p for cell in row.cells for p in cell.paragraphs):
            paragraph.paragraph_format.space_after = _points(1)
            for run in paragraph.runs:
                run.font.size = _points(SMALL)
    properties = table._tbl.tblPr
    properties.append(_element("w:tblCaption", val=block.caption))
    look = properties.find(_named("w:tblLook"))
    if look is not None:
        properties.remove(look)
    look = {"val": "04A0", "firstRow": "1", "firstColumn": "1", "noHBand": "0", "noVBand": "1"}
    properties.insert_element_before(_element("w:tblLook", **look), "w:tblCaption")


def _picture(document: Any, block: Chart | Map) -> None:
    from docx.shared import Cm

    for text, style in ((block.title, "Caption"), (block.subtitle, "Normal")):
        document.add_paragraph(text, style=style).paragraph_format.keep_with_next = True
    shape = document.add_picture(BytesIO(pictures.png(block)), width=Cm(TEXT_WIDTH_CM - 3))
    shape._inline.docPr.set("descr", block.alt)
    shape._inline.docPr.set("title", block.title)


def _styled(document: Any) -> None:
    from docx.shared import Cm, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - TEXT_WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    names = ["Normal", "Title", "Caption", "List Bullet", *(f"Heading {n}" for n in (1, 2, 3))]
    for name in names:
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(_named(f"w:{kind}"), None)
        style.font.color.rgb = RGBColor.from_string(BLUE if "Head" in name else "000000")
    document.styles["Normal"].font.size = _points(BODY)
    document.styles["Normal"].paragraph_format.space_after = _points(4)
    document.styles["Title"].font.size = _points(20)
    document.styles["Caption"].font.size = _points(BODY)
    spoken = document.styles.element.find(f".//{_named('w:rPrDefault')}/{_named('w:rPr')}")
    for old in spoken.findall(_named("w:lang")):
        spoken.remove(old)
    spoken.append(_element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE))


def _described(document: Any, title: str, imprint: Imprint) -> None:
    properties = document.core_properties
    properties.title, properties.language = title, LANGUAGE
    properties.subject, properties.comments = imprint.version, imprint.address
    properties.author = ""
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = f"{title} · {imprint.version} Page "
    run = footer.add_run()
    for piece in (_element("w:fldChar", fldCharType="begin"), _element("w:instrText")):
        run._r.append(piece)
    run._r[-1].text = "PAGE"
    run._r.append(_element("w:fldChar", fldCharType="end"))
    for part in footer.runs:
        part.font.size = _points(SMALL)


def _link(paragraph: Any, words: str, href: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE

    target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = _element("w:hyperlink")
    link.set(_named("r:id"), target)
    run = paragraph.add_run(words)
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(_named(f"w:{key}"), value)
    return made


def _named(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)
