"""What was done about it, by whom? Partners' figures, and each question of the committee."""

from cspdata import ui
from cspdata.answers import done, operations

question, published = ui.asked(), ui.published()
show = find = ""
topic = ui.option("A question of the committee", "topic", done.topics())
known = operations.choices(published)
operation = ui.option("An operation", "operation", known) if known else ""
if not topic and not operation:
    with ui.folded("Choose a partner or a priority, or search", "show", "find"):
        show = ui.option("Show", "show", done.groupings(published))
        find = ui.search("Search the partners' figures", "find")
if operation:
    ui.show(operations.on_operation, question, operation)
else:
    ui.show(done.answer, question, topic, show, find)
