"""What really moved? Every offence group tested against the same days a year before."""

import streamlit as st

from cspdata import charts, queries, sentences, ui

area, chosen = ui.pickers()
view = ui.ask(queries.comparable, chosen, area.area)
ui.page(f"What really moved in {area.name}")
if view is None:
    ui.stop(f"No figures of a year before are published for {area.name}.")
if view != chosen:
    st.markdown(
        f"The {chosen.source.short} have no figures of the year before for {area.name}, "
        f"so this page shows {view.source.short}, {sentences.compared(view)}."
    )

offence = queries.total_offence(view)
total = ui.ask(queries.total, view, area.area, offence)
groups = ui.ask(queries.groups, view, area.area)

st.header(sentences.total_heading(total, view), anchor=False)
st.markdown(sentences.change(total))
ui.cite(total, view)

st.header(sentences.stand_out(groups, "offence groups"), anchor=False)
st.markdown(sentences.each_standing(groups))
ui.chart(
    charts.intervals,
    groups,
    alt=f"Change by offence group in {area.name}, {sentences.compared(view)}, "
    f"with the range allowing for chance. The table below holds the same figures.",
    caption=f"Change in recorded crime by offence group, {area.name}, "
    f"{sentences.compared(view)}. A line is the range that allows for chance.",
)
ui.changes_table(groups, f"Offence groups in {area.name}, {sentences.compared(view)}", "groups")

where = ui.ask(queries.comparable_below, view, area.area)
if where:
    rows = ui.ask(queries.drivers, where, area.area, queries.total_offence(where))
    st.header("Where the change came from", anchor=False)
    st.markdown(sentences.driven(rows, where))
    ui.chart(
        charts.differences,
        rows,
        alt=f"Difference in the count by parish, {sentences.compared(where)}.",
        caption=f"{rows['offence_name'][0]}: the largest differences by parish, "
        f"{sentences.compared(where)} ({where.source.short}).",
    )
    with st.expander("Every parish as a table"):
        ui.changes_table(rows, f"Parishes, {sentences.compared(where)}", "drivers", link=True)

shown = [view, where] if where else [view]
ui.what_to_know(
    view, [area.area, *queries.parishes(area.area)], [offence, *groups["offence"]], *shown
)
ui.provenance(*shown)
