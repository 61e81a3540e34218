"""How does it run month by month, and what may be said of it?"""

import streamlit as st

from cspdata import areas, charts, queries, sentences, ui

area, chosen = ui.pickers()
months = ui.months()
codes = queries.offences_watched(months)
if not codes:
    ui.page("Month by month")
    ui.stop("No figures by month are published yet.", "Police.uk files hold them.")
offence = ui.offence_picker(codes, usual="crime-except-violence")
told = ui.ask_months(queries.told, area.area, offence.offence)
rows, found, needed = told.rows, told.signals, told.needed
if rows.empty:
    ui.page("Month by month")
    ui.stop(f"No figures by month are published for {area.name}.")
what, counted = f"{offence.name}, {area.name}", sentences.counted(offence)
view = queries.span_of(rows)
where = view.words
ui.page(f"Month by month in {area.name}", f"**{offence.name}**")

st.header(sentences.months_heading(rows), anchor=False)
st.markdown(sentences.months_explained(rows))
ui.chart(
    charts.months,
    rows,
    told.lines,
    counted,
    alt=f"{what}, month by month. {sentences.months_heading(rows)}. The table below holds it.",
    caption=f"{what}, by month, {where}. Shaded: the usual range. "
    "Dashed: the average. Orange: a signal.",
)
with st.expander("Every month as a table, with the same month a year before"):
    ui.months_table(rows, f"{what}, by month")

st.header(sentences.signals_heading(found, rows), anchor=False)
st.markdown(sentences.signals_explained(found, rows))
ui.signals_told(found)

st.header(sentences.needed_heading(needed), anchor=False)
st.markdown(sentences.needed_explained(needed))
ui.needed_table(needed, f"What would be a convincing rise: {what}")

st.header("The same months of each year", anchor=False)
st.markdown(sentences.seasons_explained(rows))
ui.chart(
    charts.seasons,
    queries.newest(rows),
    counted,
    alt=f"{what}: a bar for each year beside each other in every calendar month.",
    caption=f"{what}, each calendar month by year, {where}.",
)
st.header("Twelve months together", anchor=False)
st.markdown(sentences.rolling_explained(rows))
if rows["rolling"].notna().sum() > 1:
    ui.chart(
        charts.rolling,
        rows,
        told.lines,
        "Twelve months",
        alt=f"{what}: sums of twelve whole months.",
        caption=f"{what}, sums of the twelve months that end in each month, {where}.",
    )

if areas.children(area.area):
    kind = areas.plural(areas.one(told.inside["area"][0]).level)
    st.header(f"The {kind} of {area.name}", anchor=False)
    st.markdown(sentences.inside_explained(told.inside, kind))
    ui.panels(told.inside, counted, f"{offence.name} by month, {where}")
    with st.expander(f"The {kind} as a table"):
        ui.panels_table(told.inside, f"{offence.name}: the {kind} of {area.name}")

ways = queries.ways(chosen, area.area, offence.offence)
if ways:
    st.header("What made the change", anchor=False)
for by in ways:
    steps = ui.ask(queries.split, chosen, area.area, offence.offence, by)
    ui.split_chart(steps, by, what, queries.refusal(view, offence.offence))

st.header("Signals now, everywhere", anchor=False)
now = ui.signals()
st.markdown(sentences.everywhere(now, queries.watched(months)))
ui.signals_now(now)
ui.what_to_know(view, [area.area], [offence.offence])
ui.provenance(view, chosen)
