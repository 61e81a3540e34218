"""Which places stand out for their size, among all parishes or those of their kind?"""

import streamlit as st

from cspdata import areas, charts, offences, queries, sentences, ui

area, chosen = ui.pickers()
ui.page("Fair comparison")
known = ui.ask(queries.offences_mapped, chosen, "parish", queries.RATE)
with st.container(horizontal=True):
    kind = ui.choose("Compare among", "peers", sentences.kinds(), area.kind or "all")
    offence = ui.offence_choice(known, areas.plural("parish"))

rows = queries.peers(ui.ask(queries.places, chosen, offence, "parish"), kind)
found = queries.funnel(rows)
group = sentences.group_name(kind)
when = f"{offences.one(offence).name}, {chosen.period.words} ({chosen.source.short})"

st.header(sentences.outside(found, group), anchor=False)
st.markdown(sentences.about_funnel(found, area.area, group))
ui.chart(
    charts.funnel,
    found,
    alt=f"Funnel chart: the rate of {group} against their residents, with the limits that chance "
    "and ordinary differences allow. The table below holds every figure.",
    caption=f"Rate against residents, {group}. {when}",
)
ui.funnel_table(found, f"Rate per 1,000 residents, highest first. {when}")
st.markdown(sentences.SHARED_RANKS)

ui.note_events(ui.ask(queries.events, chosen, list(rows["area"]), offence))
ui.what_to_know(chosen, list(rows["area"]), [offence])
ui.provenance(chosen)
