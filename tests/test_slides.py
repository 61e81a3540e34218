"""Slides read back: titles first, pictures with words, a chart's table in its notes, sources."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from cspdata.answers.blocks import Block, Fold, Heading, Points, Tiles, Words
from cspdata.printers import slides
from tests.sample_answer import ANSWER, CHART, IMPRINT, MAP, TABLE, TILE

HOSTILE = "<a:br/>&\x0b=cmd()"


def read(content: bytes) -> Any:
    return Presentation(BytesIO(content))


@pytest.fixture(scope="module")
def deck() -> Any:
    return read(slides.deck(ANSWER, IMPRINT))


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.slow
def test_a_slide_for_the_title_what_stands_out_each_chart_and_the_sources(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [ANSWER.title, "What stands out", CHART.title, MAP.title, "Sources"]


def test_the_title_is_the_first_thing_read_on_every_slide(deck: Any) -> None:
    for slide in deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_the_opening_says_the_question_and_the_version(deck: Any) -> None:
    said = texts(deck.slides[0])
    assert ANSWER.question.words in said
    assert IMPRINT.version in said


def test_what_stands_out_is_the_lead_without_marks_and_the_tiles_as_a_table(deck: Any) -> None:
    slide = deck.slides[1]
    assert "9 fewer, no more than chance." in texts(slide)
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    assert [cell.text for cell in table.rows[1].cells] == [
        "Burglary",
        "9",
        "12",
        "▼ too few to call",
    ]
    assert table.first_row and table.first_col


def test_every_picture_has_words_and_its_table_stands_in_the_notes(deck: Any) -> None:
    for slide, block in ((deck.slides[2], CHART), (deck.slides[3], MAP)):
        (picture,) = [each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert picture._element.nvPicPr.cNvPr.get("descr") == block.alt
        assert block.subtitle in texts(slide)
        assert "Police tables." in texts(slide)
    assert "Theft; Now 1,204; Before 900; Verdict Strong sign of a rise" in notes(deck.slides[2])
    assert TABLE.marks in notes(deck.slides[2])
    assert notes(deck.slides[3]) == MAP.alt


def test_the_last_slide_names_the_sources_and_the_address(deck: Any) -> None:
    said = texts(deck.slides[-1])
    assert "Police tables." in said
    assert IMPRINT.address in said


def test_nothing_leaves_its_slide(deck: Any) -> None:
    for shape in (shape for slide in deck.slides for shape in slide.shapes):
        assert shape.left >= 0 and shape.top >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height


def test_a_long_subtitle_pushes_its_chart_down() -> None:
    long = replace(CHART, subtitle="Recorded burglaries by parish and month, police.uk. " * 5)
    made = read(slides.deck(replace(ANSWER, blocks=(CHART, long)), IMPRINT))
    short, pushed = [
        next(each for each in slide.shapes if each.shape_type == MSO_SHAPE_TYPE.PICTURE)
        for slide in list(made.slides)[1:3]
    ]
    assert pushed.top > short.top
    assert pushed.top + pushed.height <= Inches(slides.FOOT)


def test_every_text_is_english_also_in_the_notes(deck: Any) -> None:
    assert deck.core_properties.language == "en-GB"
    runs = [
        run
        for slide in deck.slides
        for part in (slide, *([slide.notes_slide] if slide.has_notes_slide else []))
        for run in part._element.iter("{*}r")
        if run.tag.endswith("main}r")
    ]
    assert len(runs) > 20
    assert {run.get_or_add_rPr().get("lang") for run in runs} == {"en-GB"}


def test_an_answer_without_charts_still_has_its_words() -> None:
    made = read(slides.deck(replace(ANSWER, blocks=(Points(("One.", "Two.")),)), IMPRINT))
    assert [slide.shapes.title.text for slide in made.slides][1:] == ["What stands out", "Sources"]
    assert "One.\nTwo." in texts(made.slides[1])


def test_an_answer_of_nothing_has_a_title_and_sources() -> None:
    made = read(slides.deck(replace(ANSWER, blocks=()), IMPRINT))
    assert [slide.shapes.title.text for slide in made.slides] == [ANSWER.title, "Sources"]


def test_each_chart_has_the_table_that_follows_it() -> None:
    other = replace(TABLE, caption="Other")
    blocks = (CHART, Words("So."), Fold("As a table", (TABLE, other)), MAP, other)
    found = list(slides.charts(blocks))
    assert [(chart, table.caption) for chart, table in found if table] == [
        (CHART, "Offences"),
        (MAP, "Other"),
    ]


@pytest.mark.parametrize("between", [Heading("Next"), CHART, Tiles("Six", (TILE,))])
def test_a_table_of_something_else_is_not_the_table_of_a_chart(between: Block) -> None:
    assert [table for _, table in slides.charts((MAP, between, Heading("Then"), TABLE))][0] is None


def test_a_hostile_text_is_shown_as_it_is() -> None:
    tile = replace(TILE, name=HOSTILE, verdict=HOSTILE)
    blocks = (Words(HOSTILE, "lead"), Tiles(HOSTILE, (tile,)), replace(CHART, title=HOSTILE))
    made = read(slides.deck(replace(ANSWER, blocks=blocks), IMPRINT))
    assert made.slides[2].shapes.title.text == "<a:br/>&=cmd()"
    assert "<a:br/>&" in texts(made.slides[1])


def test_what_is_never_quoted_without_it_stands_under_what_stands_out() -> None:
    words = (Words("A count: **9**.", "lead"), Words("No August."), Words("No July.", "proviso"))
    answer = replace(ANSWER, blocks=words)
    made = Presentation(BytesIO(slides.deck(answer, IMPRINT)))
    said = [shape.text_frame.text for shape in made.slides[1].shapes if shape.has_text_frame]
    assert said[1:] == ["A count: 9.\nNo July."]
