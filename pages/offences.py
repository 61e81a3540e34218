"""Which offences, and how did each change?"""

import streamlit as st

from cspdata import areas, charts, offences, queries, sentences, ui

area, chosen = ui.pickers()
view = ui.ask(queries.comparable, chosen, area.area) or chosen
ui.page(f"Offences in {area.name}")

tree = ui.ask(queries.tree, view, area.area)
st.header(sentences.stand_out(tree, "offences"), anchor=False)
st.markdown(sentences.each_standing(tree))
theft = tree[tree["offence"].isin(offences.children("theft"))]
ui.chart(
    charts.intervals,
    theft,
    alt=f"Change in each kind of theft, {sentences.compared(view)}.",
    caption=f"Kinds of theft, {area.name}, {sentences.compared(view)} ({view.source.short}).",
)
ui.changes_table(tree, f"Offences in {area.name}, {sentences.compared(view)}", "tree")

st.header(f"By {areas.level_name('region')}", anchor=False)
ui.regions_table(
    ui.ask(queries.by_region, chosen, list(tree["offence"])),
    f"Recorded crimes, {chosen.words}",
    chosen,
)

flags = ui.ask(queries.flags, view)
if len(flags):
    st.header("Domestic and hate", anchor=False)
    st.markdown("These flags run across all offences, so they are never added to the rest.")
    st.markdown(sentences.each(flags))
    ui.changes_table(flags, f"Domestic and hate, {sentences.compared(view)}", "flags")

with st.expander("What each offence means"):
    st.markdown(sentences.definitions(offences.order()))
ui.what_to_know(view, [area.area], [*tree["offence"], *flags["offence"]], chosen)
ui.provenance(view, chosen)
