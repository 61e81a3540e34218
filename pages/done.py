"""What was done about it, by whom? Partners' figures, and each question of the committee."""

from cspdata import ui
from cspdata.answers import done

question, published = ui.asked(), ui.published()
show = find = ""
topic = ui.option("A question of the committee", "topic", done.topics())
if not topic:
    with ui.folded("Choose a partner or a priority, or search", "show", "find"):
        show = ui.option("Show", "show", done.groupings(published))
        find = ui.search("Search the partners' figures", "find")
ui.show(done.answer, question, topic, show, find)
