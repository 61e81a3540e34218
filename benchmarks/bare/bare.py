"""A bare page: a choice, three cards, a bar chart of twenty areas, a map and a small table.

Nothing is kept between runs and nothing is made that a choice does not need: the chart marks the
area chosen, the map stays as it is, and the table has the nine offences of one area.
"""

import altair as alt
import pydeck as pdk
import streamlit as st

from benchmarks.bare.constants import COUNTS, NAMES, by_offence, shaded

st.set_page_config(layout="wide")
asked = st.query_params.get("area", NAMES[0])
area = st.selectbox("Area", NAMES, index=NAMES.index(asked))
row = COUNTS.set_index("Area").loc[area]
st.title(area)
for place, name in zip(st.columns(3), ["Now", "Before", "Difference"], strict=True):
    place.metric(name, int(row["Now"] - row["Before"]) if name == "Difference" else int(row[name]))
left, right = st.columns(2)
colour = alt.condition(alt.datum.Area == area, alt.value("#12436D"), alt.value("#6BACE6"))
bars = alt.Chart(COUNTS, height=440).mark_bar()
left.altair_chart(bars.encode(x="Now", y=alt.Y("Area", sort="-x"), color=colour))
layer = pdk.Layer("GeoJsonLayer", shaded(), id="places", get_fill_color="properties.fill")
view = pdk.ViewState(latitude=51.06, longitude=-1.3, zoom=9)
right.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_provider=None), height=440)
st.table(by_offence(area))
