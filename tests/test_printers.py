"""Every block as HTML, Word and JSON says what it holds; nothing that a text holds is obeyed."""

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from docx import Document
from lxml import etree
from lxml import html as reader

from cspdata.answers.blocks import (
    Answer,
    Beside,
    Block,
    Cards,
    Fold,
    Heading,
    Link,
    Map,
    Points,
    Table,
    Tiles,
    Words,
    literal,
    runs,
)
from cspdata.printers import as_json, atlas, html, maps, pictures, tiles, word
from cspdata.printers.imprint import Imprint, address, safe
from cspdata.printers.plain import flat
from tests.sample_answer import (
    ANSWER,
    BURGLARY,
    CARD,
    CHART,
    IMPRINT,
    MAP,
    QUESTION,
    QUOTE,
    SECTION,
    TABLE,
    TILE,
)

HOSTILE = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
ALLOWED = {"class", "href", "role", "scope", "style", "type", "tabindex", "src", "alt", "d"} | {
    *("aria-label", "aria-hidden", "aria-expanded", "data-copy", "viewbox", "preserveaspectratio")
}


def tree(block: Block, base: str = "") -> Any:
    return reader.fragment_fromstring(html.element(block, base), create_parent="main")


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


# HTML


@pytest.mark.parametrize(("level", "tag"), [(1, "h2"), (2, "h3")])
def test_a_heading_stands_below_the_title(level: int, tag: str) -> None:
    assert [words(each) for each in tree(Heading("A & B", level)).iter(tag)] == ["A & B"]


def test_marked_words_are_bold_italic_and_links() -> None:
    found = tree(Words("**9** of *all*, [see](./about)", "lead"))
    assert [(each.tag, each.text) for each in found[0]] == [
        ("strong", "9"),
        ("em", "all"),
        ("a", "see"),
    ]
    assert found[0].get("class") == "lead"
    assert found.find(".//a").get("href") == "./about"


@pytest.mark.parametrize(
    "text", ["**b**", "*i*", "[x](https://a.example)", "a*", "\\", "*", "\\*\\", "]([", "<b>&"]
)
@pytest.mark.parametrize("around", ["{}", "**{}**", "*z{}*", "a {} **b** {}"])
def test_a_literal_text_stands_as_it_is_whatever_is_around_it(text: str, around: str) -> None:
    plain = around.replace("**", "").replace("*", "").format(text, text)
    assert words(tree(Words(around.format(literal(text), literal(text))))) == plain.strip()
    assert runs(literal(text)) and {style for _, style, _ in runs(literal(text))} == {""}


def test_words_have_their_links_and_the_two_buttons_that_copy() -> None:
    found = tree(ANSWER.blocks[0])
    assert [each.get("data-copy") for each in found.iter("button")] == [
        QUOTE.say,
        QUOTE.cite,
    ]
    assert [words(each) for each in found.iter("button")] == ["Copy to say", "Copy with source"]
    assert [each.get("href") for each in found.iter("a")] == [address(BURGLARY)]


def test_a_link_carries_the_question_and_what_the_page_keeps() -> None:
    assert address(BURGLARY) == "./months?offence=burglary&from=2017-06&to=2017-08&show=panels"
    assert address(Link("Home", "glance", QUESTION)) == "./?from=2017-06&to=2017-08"
    assert address(BURGLARY, "https://example.org/csp/area?x=1").startswith(
        "https://example.org/csp/months?offence=burglary"
    )


def test_a_tile_says_its_figures_its_verdict_in_words_and_its_line() -> None:
    found = tree(Tiles("Six figures", (TILE,)))
    said = {each.get("class"): words(each) for each in found.iter("p")}
    assert said == {
        "name": "Burglary",
        "now": "9",
        "was": "was 12",
        "verdict": "▼too few to call",
        "note": "The festival is in it.",
    }
    assert found.find(".//b").get("aria-hidden") == "true"
    picture = found.find(".//svg")
    assert (picture.get("role"), picture.get("aria-label")) == ("img", TILE.line_words)
    assert found.find(".//ul").get("aria-label") == "Six figures"
    names = [words(each) for each in found.iter("a", "button")]
    assert {
        "Months for Burglary",
        "Copy to say for Burglary",
        "Copy with source for Burglary",
    } <= set(names)


@pytest.mark.parametrize(
    ("values", "runs"),
    [
        pytest.param((1, 2, 3), 1, id="whole"),
        pytest.param((1, None, 3), 2, id="a gap stays open"),
        pytest.param((None, 2, None, None, 3, 4, None), 2, id="gaps at the ends"),
        pytest.param((0, 0), 1, id="nothing recorded is a line at zero"),
    ],
)
def test_a_line_of_months_leaves_its_gaps_open(values: tuple, runs: int) -> None:
    drawn = reader.fragment_fromstring(tiles.sparkline(values, "Months"))
    path = next(each for each in drawn.iter("path") if not each.get("class"))
    assert path.get("d").count("M") == runs
    last = [each for each in drawn.iter("path") if each.get("class") == "last"]
    assert bool(last) == (values[-1] is not None)


def test_a_line_begins_at_zero_and_is_left_out_where_nothing_is_known() -> None:
    assert "M0.0 26.0 L100.0 3.0" in tiles.sparkline((0, 10), "")
    assert tiles.sparkline((None, None), "nothing") == ""


def test_a_table_is_a_table_with_headers_of_columns_and_rows() -> None:
    found = tree(TABLE)
    head, *body = found.iter("tr")
    assert [words(each) for each in head] == list(TABLE.columns)
    assert {each.get("scope") for each in head} == {"col"}
    assert [[cell.text_content() for cell in row] for row in body] == [
        [cell.strip() for cell in cells] for cells in TABLE.cells
    ]
    assert {row[0].get("scope") for row in body} == {"row"}
    assert words(found.find(".//caption")) == "Offences"
    assert body[1][0].find("a").get("href") == address(BURGLARY)
    assert "padding-left" in body[1][0].get("style")
    assert "figure" in body[0][1].get("class") and "figure" not in (body[0][3].get("class") or "")


def test_rows_beyond_those_shown_wait_behind_a_button_that_counts_them() -> None:
    found = tree(TABLE)
    assert [row.get("class") for row in found.iter("tr")] == [None, None, None, "rest"]
    assert words(found.find(".//button")) == "Show all 3 Offences"
    assert tree(replace(TABLE, shown=3)).find(".//button") is None


@pytest.mark.parametrize(("columns", "kind"), [(2, "columns"), (3, "columns"), (4, "rows")])
def test_three_columns_stay_columns_on_a_phone(columns: int, kind: str) -> None:
    cells = tuple(row[:columns] for row in TABLE.cells)
    found = tree(replace(TABLE, columns=TABLE.columns[:columns], cells=cells))
    assert found.find(".//table").get("class") == kind


def test_the_columns_that_stay_side_by_side_are_marked() -> None:
    head = next(tree(replace(TABLE, key=(1, 3))).iter("tr"))
    kept = [place for place, cell in enumerate(head) if "key" in (cell.get("class") or "")]
    assert kept == [1, 3]


def test_a_long_text_does_not_stay_beside_figures_on_a_phone() -> None:
    long = replace(
        TABLE, cells=(("Theft", "9", "25 November 2026, 17:31", "x"),), shown=0, links=()
    )
    head = next(tree(long).iter("tr"))
    assert [cell.get("class") for cell in head] == [None, "figure key", None, None]


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("1,204 [d]", True),
        ("+2% to +60%", True),
        ("over +1,000%", True),
        ("12.3 (10.1 to 14.5)", True),
        ("Not comparable [b]", True),
        ("", True),
        ("1 April to 31 October 2017", False),
        ("7,280 new counts", False),
        ("14 and 15", False),
        ("−", False),
    ],
)
def test_figures_stand_to_the_right_and_texts_that_begin_with_one_do_not(
    cell: str, figure: bool
) -> None:
    assert html.of_figures([["x", cell]])[1] is figure


def test_an_empty_table_has_its_headers() -> None:
    empty = replace(TABLE, cells=(), rows=TABLE.rows[:0], links=(), shown=0)
    assert [words(each) for each in tree(empty).iter("th")] == list(TABLE.columns)


def test_a_fold_is_closed_on_the_page_and_open_in_a_paper() -> None:
    fold = Fold("More", (Points(("one", "two")),))
    assert tree(fold).find(".//details").get("open") is None
    assert tree(fold, IMPRINT.address).find(".//details").get("open") is not None
    assert words(tree(fold).find(".//summary")) == "More"


def test_two_columns_keep_their_order() -> None:
    found = tree(Beside((Heading("Left"),), (Heading("Right"),)))
    assert [words(each) for each in found.iter("h2")] == ["Left", "Right"]


def test_partners_cards_say_everything_about_a_figure() -> None:
    found = tree(Cards("Partners", (SECTION,)))
    text = words(found)
    for said in ("Wardens", "412 visits, June 2017", "12 more than", "300, was 280", "page 12"):
        assert said in text
    assert [each.get("style") for each in found.iter("span") if each.get("class") == "bar"] == [
        "width:75.0%",
        "width:25.0%",
    ]
    levels = [each.tag for each in found.iter("h2", "h3", "h4")]
    assert levels == ["h2", "h3"]
    assert "Every figure" in text


@pytest.mark.parametrize("block", [CHART, MAP], ids=["chart", "map"])
def test_a_chart_in_a_paper_is_a_picture_with_words(block: Any) -> None:
    found = tree(block)
    assert found.find(".//img").get("alt") == block.alt
    assert found.find(".//img").get("src").startswith("data:image/svg+xml;base64,")
    assert words(found.find(".//figcaption")).startswith(block.title)


def test_a_map_on_the_page_has_its_legend_in_words() -> None:
    found = reader.fragment_fromstring(html.headed(MAP, 3), create_parent="main")
    assert [words(each) for each in found.iter("li")] == ["few", "many", "no figure"]
    assert words(found.find("h3")) == MAP.title


def test_a_paper_is_one_file_in_english_with_its_question_and_origin() -> None:
    page = reader.document_fromstring(html.paper(ANSWER, IMPRINT))
    assert page.get("lang") == "en-GB"
    assert [words(each) for each in page.iter("h1")] == [ANSWER.title]
    assert "June to August 2017" in words(page.find(".//dl"))
    assert page.find(".//footer//a").get("href") == IMPRINT.address
    assert not list(page.iter("script", "link"))
    inside = [each.get("href") for each in page.iter("a")]
    assert all(href.startswith("https://example.org/") for href in inside)
    levels = [int(each.tag[1]) for each in page.iter(*(f"h{n}" for n in range(1, 7)))]
    assert all(deeper - level <= 1 for level, deeper in zip(levels, levels[1:], strict=False))


# What a text holds


def hostile_answer() -> Answer:
    """Every text of every block is hostile."""
    tile = replace(
        TILE,
        **dict.fromkeys(("name", "now", "was", "mark", "verdict", "tone", "note"), HOSTILE),
        line_words=HOSTILE,
        links=(replace(BURGLARY, words=HOSTILE, page=HOSTILE, also=((HOSTILE, HOSTILE),)),),
        quote=replace(TILE.quote, say=HOSTILE, cite=HOSTILE),
    )
    table = replace(
        TABLE,
        caption=HOSTILE,
        columns=(HOSTILE, *TABLE.columns[1:]),
        cells=((HOSTILE,) * 4,) * 3,
        marks=HOSTILE,
    )
    card = {
        **CARD,
        **dict.fromkeys(("name", "figure", "unit", "period", "definition", "aside"), HOSTILE),
        "source": HOSTILE,
        "lines": [HOSTILE],
        "notes": [HOSTILE],
        "past": [[HOSTILE, HOSTILE, HOSTILE]],
        "parts": [{"name": HOSTILE, "figure": HOSTILE, "before": HOSTILE, "share": 1.0}],
        "line": [{"period": HOSTILE, "value": 1}, {"period": HOSTILE, "value": 2}],
    }
    section = {**SECTION, "title": HOSTILE, "about": HOSTILE, "source": HOSTILE, "cards": [card]}
    rows = MAP.rows.assign(area_name=HOSTILE, text=HOSTILE)
    seen = {"title": HOSTILE, "subtitle": HOSTILE, "alt": HOSTILE, "name": HOSTILE}
    blocks: tuple[Block, ...] = (
        Heading(HOSTILE),
        Words(f"{HOSTILE} **{HOSTILE}** [x](javascript:alert(3))", HOSTILE, tile.quote, tile.links),
        Points((HOSTILE,)),
        Tiles(HOSTILE, (tile,)),
        table,
        replace(CHART, **seen),
        replace(MAP, **seen, rows=rows, legend=((0, HOSTILE), (1, "many"))),
        Fold(HOSTILE, (Words(HOSTILE),)),
        Cards(HOSTILE, (section,)),
    )
    return Answer(HOSTILE, "hostile", QUESTION, blocks, (HOSTILE,))


def test_nothing_hostile_becomes_an_element_an_attribute_or_an_address() -> None:
    made = hostile_answer()
    imprint = Imprint('https://example.org/"><script>', HOSTILE, HOSTILE)
    page = reader.document_fromstring(html.paper(made, imprint))
    body = page.find("body")
    assert not list(body.iter("script", "object", "iframe"))
    assert {each.get("src")[:14] for each in body.iter("img")} == {"data:image/svg"}
    assert {name for each in body.iter() for name in each.attrib} <= ALLOWED | {"open"}
    schemes = {each.get("href").partition(":")[0] for each in body.iter("a")}
    assert schemes == {"https"}
    assert body.text_content().count("onerror") >= 20


def test_a_hostile_map_shows_its_words_as_text() -> None:
    (block,) = [each for each in hostile_answer().blocks if isinstance(each, Map)]
    hover = json.loads(maps.deck(block).to_json())["layers"][0]["data"][0]["properties"]
    assert "<" not in hover["text"] + hover["area_name"]
    reader.fragment_fromstring(html.headed(block, 2), create_parent="main")
    assert "<img" not in html.headed(block, 2)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "http://[x",
    ],
)
def test_an_address_that_could_run_is_no_link(href: str) -> None:
    assert not safe(href)
    assert tree(Words(f"[x]({href})")).find(".//a") is None


@pytest.mark.parametrize("href", ["./area?a=b", "?a=b", "https://example.org", "mailto:a@b.uk"])
def test_an_ordinary_address_is_a_link(href: str) -> None:
    assert tree(Words(f"[x]({href})")).find(".//a").get("href") == href


# Pictures and maps


@pytest.mark.parametrize("block", [CHART, MAP], ids=["chart", "map"])
def test_a_picture_to_take_carries_its_title_source_version_and_address(block: Any) -> None:
    picture = etree.fromstring(pictures.svg_to_take(block, ANSWER.sources, IMPRINT).encode())
    said = " ".join(picture.itertext())
    told = (block.title, block.subtitle, "Police tables.", "version 2.", "example.org")
    assert [part for part in told if part not in said] == []
    assert picture.get("aria-label") == block.alt


def test_a_picture_to_take_has_two_dots_for_each_pixel() -> None:
    drawn = etree.fromstring(pictures.svg_to_take(CHART, (), IMPRINT).encode())
    content = pictures.png_to_take(CHART, (), IMPRINT)
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20]) == 2 * float(drawn.get("width"))


def test_a_long_title_is_broken_into_lines() -> None:
    long = replace(CHART, title="Burglary rose in every parish of the district " * 4)
    drawn = etree.fromstring(pictures.svg_to_take(long, (), IMPRINT).encode())
    bold = [each for each in drawn.iter("{*}text") if each.get("font-weight") == "bold"]
    assert len([each for each in bold if each.get("font-size") == "22"]) >= 3


def test_the_picture_of_a_map_has_its_colours_marks_points_and_the_chosen_place() -> None:
    drawn = pictures.svg(MAP)
    for colour in (atlas.SEQUENTIAL[0], atlas.SEQUENTIAL[1], atlas.NO_FIGURE, atlas.ORANGE):
        assert re.search(colour, drawn, re.IGNORECASE)
    assert "▲" in drawn
    assert "no figure" in drawn


def test_the_map_on_the_page_asks_nobody_and_names_its_layers() -> None:
    deck = json.loads(maps.deck(MAP).to_json())
    assert "http" not in json.dumps(deck)
    assert "cartocdn.com" in maps.deck(MAP, True).to_json()
    assert [layer["id"] for layer in deck["layers"]] == ["places-st-paul", *maps_layers()]
    assert maps.deck(MAP) is maps.deck(MAP)


def maps_layers() -> list[str]:
    return [maps.CHOSEN, maps.MARKS, maps.POINTS]


def test_nothing_is_outlined_where_nothing_is_chosen() -> None:
    bare = replace(MAP, chosen="", points=None, rows=MAP.rows.assign(mark=""))
    assert [layer["id"] for layer in json.loads(maps.deck(bare).to_json())["layers"]] == ["places-"]


def test_a_click_tells_the_area_that_it_met() -> None:
    met = {"objects": {"places-st-paul": [{"properties": {"area": "st-luke"}}]}}
    assert maps.picked(met) == "st-luke"
    assert maps.picked({"objects": {"points": [{"text": "9"}]}}) is None
    assert maps.picked({}) is None


# Documents and JSON


def test_nothing_is_lost_where_blocks_become_plain() -> None:
    blocks = list(flat(ANSWER.blocks))
    text = " ".join(map(str, blocks))
    for said in ("too few to call", "The festival is in it.", "412 visits", "was 280", "page 12"):
        assert said in text
    kinds = {type(block).__name__ for block in blocks}
    assert kinds == {"Heading", "Words", "Points", "Table", "Chart", "Map"}


@pytest.fixture(scope="module")
def document() -> Any:
    return Document(BytesIO(word.paper(ANSWER, IMPRINT)))


def test_a_word_paper_has_headings_lists_and_tables_with_header_rows(document: Any) -> None:
    text = "\n".join(each.text for each in document.paragraphs)
    for said in (ANSWER.title, "Which", "As a table", "Read before quoting", "A break."):
        assert said in text
    found = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert found == [list(TABLE.columns), *map(list, TABLE.cells)]
    assert all(table._tbl.xpath(".//w:tblHeader") for table in document.tables)


def test_a_word_paper_is_in_english_and_its_pictures_have_words(document: Any) -> None:
    assert document.core_properties.language == "en-GB"
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert told == [CHART.alt, MAP.alt]


def test_a_word_paper_links_to_whole_addresses(document: Any) -> None:
    led = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert led == {IMPRINT.address, "https://example.org/about"}


def test_a_hostile_word_paper_links_nowhere_else() -> None:
    made = Document(BytesIO(word.paper(hostile_answer(), IMPRINT)))
    led = {rel.target_ref for rel in made.part.rels.values() if rel.is_external}
    assert led == {IMPRINT.address}
    assert HOSTILE in "\n".join(each.text for each in made.paragraphs)


def test_letters_that_no_document_can_hold_are_left_out_of_a_word_paper() -> None:
    words_and_table = (Words("a\x0bb"), replace(TABLE, cells=(("c\x00d",) * 4,)))
    made = Document(BytesIO(word.paper(replace(ANSWER, blocks=words_and_table), IMPRINT)))
    assert "ab" in [each.text for each in made.paragraphs]
    assert made.tables[0].cell(1, 0).text == "cd"


def test_json_holds_every_block_with_its_kind_and_its_figures() -> None:
    made = json.loads(json.dumps(as_json.answer(ANSWER), allow_nan=False))
    assert [block["kind"] for block in made["blocks"]] == [
        *("words", "tiles", "beside", "cards", "fold")
    ]
    table = made["blocks"][2]["left"][2]["blocks"][0]
    assert table["rows"][0] == {
        "offence": "theft",
        "from": "2017-06-01",
        "now": 1204,
        "high": 12.5,
        "status": "published",
    }
    assert (table["rows"][1]["high"], table["rows"][2]["now"]) == (None, None)
    assert made["question"]["address"] == {"from": "2017-06", "to": "2017-08"}
    assert made["blocks"][0]["links"] == [{"words": "Months", "address": address(BURGLARY)}]
    assert "draw" not in made["blocks"][2]["left"][1]


def test_a_moment_keeps_its_time_in_json() -> None:
    at = pd.DataFrame({"at": [pd.Timestamp(2018, 1, 4, 12, 30, tz="UTC")]})
    assert as_json.records(at) == [{"at": "2018-01-04T12:30:00+00:00"}]


def test_a_table_without_links_or_marks_is_printed() -> None:
    bare = Table("Bare", ("Area", "Count"), (("St Paul", "9"),), "bare", pd.DataFrame())
    assert words(tree(bare).find(".//tbody")) == "St Paul9"
