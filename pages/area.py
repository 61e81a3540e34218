"""How much crime is there here, where inside it, and how did it change?"""

import streamlit as st

from cspdata import areas, charts, queries, sentences, ui

area, chosen = ui.pickers()
compared = ui.ask(queries.comparable, chosen, area.area)
ui.breadcrumb(area)
ui.page(area.name)

total = ui.ask(queries.total, chosen, area.area, "all-crime")
st.header(sentences.total_heading(total, chosen), anchor=False)
st.markdown(sentences.change(total))
ui.cite(total, chosen)
if compared and compared != chosen:
    offence = queries.total_offence(compared)
    other = ui.ask(queries.total, compared, area.area, offence)
    st.header(f"Against a year before, on {compared.source.short}", anchor=False)
    st.markdown(sentences.change_of(other, compared))
    ui.cite(other, compared)

if areas.children(area.area):
    parts = ui.ask(queries.parts, chosen, area.area, "all-crime")
    inside = areas.plural(areas.one(parts["area"][0]).level)
    st.header(f"The {inside} of {area.name}", anchor=False)
    if queries.any_counted(parts):
        ui.drill_chart(
            charts.ranking,
            parts,
            "Recorded crimes",
            key=f"ranking-{area.area}",
            alt=f"Recorded crimes by area in {area.name}, {chosen.words}, most first. "
            "The table below holds the same figures and leads to each area.",
            caption=f"All recorded crime, {area.name}, {chosen.words}. "
            "Choose a bar to look inside.",
        )
    ui.parts_table(parts, f"Recorded crimes in {area.name}, {chosen.words}")
    if compared and compared != chosen:
        rows = ui.ask(queries.parts, compared, area.area, offence)
        caption = (
            f"{other['offence_name']}, {sentences.compared(compared)}, {compared.source.short}"
        )
        ui.changes_table(rows, caption, "parts-compared", link=True)

st.header(f"Offences in {area.name}", anchor=False)
view = compared or chosen
groups = ui.ask(queries.groups, chosen, area.area)
ui.changes_table(groups, f"Offence groups, {chosen.words}", "groups")
if view != chosen:
    rows = ui.ask(queries.groups, view, area.area)
    ui.changes_table(
        rows, f"Offence groups, {sentences.compared(view)}, {view.source.short}", "groups-compared"
    )
if area.level == "parish" and compared:
    rows = ui.ask(queries.net, compared, area.area, queries.comparable_groups(compared))
    st.header("Is it here, or the whole district?", anchor=False)
    st.markdown(sentences.against_rest(rows, area))
    ui.net_table(
        rows, f"{area.name} against the rest of the district, {sentences.compared(compared)}"
    )

ui.as_published(area, chosen, view)
ui.what_to_know(
    chosen, [area.area, *areas.children(area.area)], [*groups["offence"], "all-crime"], view
)
ui.provenance(chosen, view)
