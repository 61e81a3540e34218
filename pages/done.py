"""What was done about it, by whom? Partners' figures, operations, matters, and each question."""

from cspdata import ui
from cspdata.answers import done, matters, operations

question, published = ui.asked(), ui.published()
show = find = matter = operation = ""
raised, known = matters.choices(published), operations.choices(published)
topic = ui.option("A question of the committee", "topic", done.topics())
if not topic:
    with ui.folded("Choose a matter, an operation, a partner or a priority, or search", *done.BY):
        matter = ui.option("A matter of the committee", "matter", raised) if raised else ""
        operation = ui.option("An operation", "operation", known) if known else ""
        show = ui.option("Show", "show", done.groupings(published))
        find = ui.search("Search the partners' figures", "find")
if matter:
    ui.show(matters.answer, question, matter)
elif operation:
    ui.show(operations.on_operation, question, operation)
else:
    ui.show(done.answer, question, topic, show, find)
