"""An answer as slides: title, what stands out, a chart a slide with its table in notes, sources.

Every text is English to a screen reader, every picture has its words, and the title is read first.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import ceil
from typing import Any

from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Chart,
    Fold,
    Map,
    Points,
    Table,
    Tiles,
    Words,
    runs,
    walk,
)
from cspdata.printers import pictures
from cspdata.printers.html import of_figures
from cspdata.printers.imprint import Imprint
from cspdata.printers.plain import flat, printable

LANGUAGE, FONT, BLUE, GREY = "en-GB", "Arial", "12436D", "3D3D3D"
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6  # inches: 16 to 9
TITLE_SLIDE, TITLE_ONLY = 0, 5  # layouts of the library's own template
PLAIN = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # PowerPoint's table style of lines alone
HEADING, LEAD, BODY, SUBTITLE, SMALL = 28, 24, 18, 16, 12  # points
LETTER, LINE = 0.52, 1.25  # of the size of the type: a letter's usual width, line to line
TOP, FOOT = 1.75, 6.85
SAID = ("lead", "proviso")
ROWS, POINTS = 8, 6  # what one slide holds and can be read from the back of a room


def deck(answer: Answer, imprint: Imprint) -> bytes:
    """The slides as a .pptx file."""
    from pptx import Presentation
    from pptx.util import Inches

    slides = Presentation()
    slides.slide_width, slides.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _described(slides, answer, imprint)
    _opening(slides, answer, imprint)
    _standing_out(slides, answer)
    for block, table in charts(answer.blocks):
        _chart(slides, block, table, answer, imprint)
    _sources(slides, answer, imprint)
    _in_english(slides)
    content = BytesIO()
    slides.save(content)
    return content.getvalue()


def charts(blocks: Sequence[Block]) -> Iterator[tuple[Chart | Map, Table | None]]:
    """Each chart with its table: the next one or the next in a fold, with words between at most."""
    for place, block in enumerate(blocks):
        match block:
            case Chart() | Map():
                yield printable(block), _twin(blocks[place + 1 :])
            case Fold(_, inner):
                yield from charts(inner)
            case Beside(left, right):
                yield from charts((*left, *right))


def _twin(following: Sequence[Block]) -> Table | None:
    for block in following:
        match block:
            case Table():
                return block
            case Fold(_, inner) if not any(isinstance(each, Chart | Map) for each in walk(inner)):
                found = _twin(inner)
                if found:
                    return found
            case Words() | Points():
                continue
            case _:
                return None
    return None


def _opening(slides: Any, answer: Answer, imprint: Imprint) -> None:
    slide = slides.slides.add_slide(slides.slide_layouts[TITLE_SLIDE])
    _placed(slide.shapes.title, 2.0, 1.9)
    _text(slide.shapes.title, [answer.title], 36, bold=True)
    below = slide.placeholders[1]
    _placed(below, 4.1, 2.0)
    _text(below, [answer.question.words, f"{imprint.version} Made on {imprint.made}."], BODY)


def _standing_out(slides: Any, answer: Answer) -> None:
    """The sentences that answer the question, and its first figures."""
    blocks = list(walk(answer.blocks))
    said = [block.text for block in blocks if isinstance(block, Words) and block.tone in SAID]
    tiles = next((block for block in blocks if isinstance(block, Tiles) and block.tiles), None)
    if not said:
        said = [item for block in blocks if isinstance(block, Points) for item in block.items]
    if not said and tiles is None:
        return
    slide = _slide(slides, "What stands out")
    lines = [_unmarked(text) for text in said[:POINTS]]
    size = LEAD if len(lines) < 3 else BODY
    deep = _height(lines, size)
    if lines:
        _text(_box(slide, TOP - 0.4, deep), lines, size)
    if tiles:
        (table,) = [block for block in flat([tiles]) if isinstance(block, Table)]
        _table(slide, table, TOP - 0.2 + deep)
        slide.notes_slide.notes_text_frame.text = _as_text(table)


def _chart(
    slides: Any, block: Chart | Map, table: Table | None, answer: Answer, imprint: Imprint
) -> None:
    from pptx.util import Inches

    slide = _slide(slides, block.title)
    deep = _height([block.subtitle], SUBTITLE)
    _text(_box(slide, TOP - 0.4, deep), [block.subtitle], SUBTITLE, GREY)
    top = TOP - 0.3 + deep
    picture = slide.shapes.add_picture(BytesIO(pictures.png(block)), Inches(MARGIN), Inches(top))
    _fitted(picture, WIDTH - 2 * MARGIN, FOOT - top - 0.1)
    picture._element.nvPicPr.cNvPr.set("descr", block.alt)
    picture.name = block.title
    source = " ".join((*answer.sources[:1], imprint.version))
    _text(_box(slide, FOOT, 0.4), [source], SMALL, GREY)
    notes = [block.alt, *([_as_text(table)] if table else [])]
    slide.notes_slide.notes_text_frame.text = "\n\n".join(notes)


def _sources(slides: Any, answer: Answer, imprint: Imprint) -> None:
    slide = _slide(slides, "Sources")
    lines = [*answer.sources, f"{imprint.words} {imprint.address}"]
    _text(_box(slide, TOP, FOOT - TOP), lines, BODY)


def _slide(slides: Any, title: str) -> Any:
    """A slide with its title, which is the first thing on it to be read."""
    slide = slides.slides.add_slide(slides.slide_layouts[TITLE_ONLY])
    _placed(slide.shapes.title, 0.4, 0.95)
    _text(slide.shapes.title, [title], HEADING if len(title) < 90 else 22, BLUE, bold=True)
    return slide


def _table(slide: Any, table: Table, top: float) -> None:
    from pptx.enum.text import PP_ALIGN
    from pptx.oxml.ns import qn
    from pptx.util import Inches, Pt

    cells = [table.columns, *table.cells[:ROWS]]
    figures = of_figures(table.cells)
    place = Inches(MARGIN), Inches(top), Inches(WIDTH - 2 * MARGIN), Inches(0.45 * len(cells))
    shape = slide.shapes.add_table(len(cells), len(table.columns), *place)
    shape.name = table.caption
    shape._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    shape._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = PLAIN
    shape.table.first_col = True
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            paragraph = shape.table.cell(row, column).text_frame.paragraphs[0]
            paragraph.text = text.strip()
            paragraph.font.size, paragraph.font.name, paragraph.font.bold = Pt(16), FONT, not row
            if figures and figures[column]:
                paragraph.alignment = PP_ALIGN.RIGHT


def _box(slide: Any, top: float, height: float) -> Any:
    from pptx.util import Inches

    place = Inches(MARGIN), Inches(top), Inches(WIDTH - 2 * MARGIN), Inches(height)
    return slide.shapes.add_textbox(*place)


def _height(texts: Sequence[str], size: float) -> float:
    """About how high texts stand in a box as wide as the slide allows, in inches."""
    letters = (WIDTH - 2 * MARGIN) * 72 / (LETTER * size)
    lines = sum(max(1, ceil(len(text) / letters)) for text in texts)
    return (lines * LINE + len(texts) / 3 + 0.5) * size / 72


def _placed(shape: Any, top: float, height: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top = Inches(MARGIN), Inches(top)
    shape.width, shape.height = Inches(WIDTH - 2 * MARGIN), Inches(height)


def _fitted(picture: Any, width: float, height: float) -> None:
    """As large as the room allows, in its own proportions, in the middle."""
    from pptx.util import Inches

    scale = min(Inches(width) / picture.width, Inches(height) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    picture.left = int((Inches(WIDTH) - picture.width) / 2)


def _text(
    shape: Any, lines: Sequence[str], size: float, colour: str = "000000", bold: bool = False
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    frame.word_wrap = True
    frame.text = "\n".join(lines)
    for paragraph in frame.paragraphs:
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(size / 3)
        for run in paragraph.runs:
            run.font.size, run.font.name, run.font.bold = Pt(size), FONT, bold
            run.font.color.rgb = RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]


def _as_text(table: Table) -> str:
    """The table as lines for the notes: what each cell is stands before it."""
    rows = [
        "; ".join(
            [row[0].strip()]
            + [
                f"{name} {cell}"
                for name, cell in zip(table.columns[1:], row[1:], strict=True)
                if cell
            ]
        )
        for row in table.cells
    ]
    return "\n".join([table.caption, *rows, *([table.marks] if table.marks else [])])


def _unmarked(text: str) -> str:
    return "".join(piece for piece, _, _ in runs(text))


def _described(slides: Any, answer: Answer, imprint: Imprint) -> None:
    properties = slides.core_properties
    properties.title, properties.language, properties.author = answer.title, LANGUAGE, ""
    properties.subject, properties.comments = imprint.version, imprint.address


def _in_english(slides: Any) -> None:
    from pptx.oxml.ns import qn

    parts = [part for slide in slides.slides for part in (slide, *_notes(slide))]
    for part in parts:
        for run in part._element.iter(qn("a:r")):
            run.get_or_add_rPr().set("lang", LANGUAGE)


def _notes(slide: Any) -> Iterator[Any]:
    if slide.has_notes_slide:
        yield slide.notes_slide
