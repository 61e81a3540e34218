"""A bare page: a choice, three cards, a bar chart of twenty areas, a map and a table."""

import altair as alt
import pydeck as pdk
import streamlit as st

from benchmarks.bare.constants import COUNTS, NAMES, coloured

st.set_page_config(layout="wide")
asked = st.query_params.get("area", NAMES[0])
area = st.selectbox("Area", NAMES, index=NAMES.index(asked))
row = COUNTS.set_index("Area").loc[area]
st.title(area)
for place, name in zip(st.columns(3), ["Now", "Before", "Difference"], strict=True):
    place.metric(name, int(row["Now"] - row["Before"]) if name == "Difference" else int(row[name]))
bars = alt.Chart(COUNTS).mark_bar().encode(x="Now", y=alt.Y("Area", sort="-x"))
st.altair_chart(
    bars.encode(
        color=alt.condition(alt.datum.Area == area, alt.value("#12436D"), alt.value("#6BACE6"))
    )
)
layer = pdk.Layer("GeoJsonLayer", coloured(area), id="places", get_fill_color="properties.fill")
view = pdk.ViewState(latitude=51.06, longitude=-1.3, zoom=9)
st.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_provider=None), key="map")
st.dataframe(COUNTS.assign(Chosen=COUNTS["Area"] == area))
