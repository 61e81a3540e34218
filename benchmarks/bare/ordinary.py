"""An ordinary full page: three cards, two charts, a dataframe and a map, from constants."""

import altair as alt
import pydeck as pdk
import streamlit as st

from benchmarks.bare.constants import COUNTS, MONTHS, NAMES, coloured

st.set_page_config(layout="wide")
asked = st.query_params.get("area", NAMES[0])
area = st.selectbox("Area", NAMES, index=NAMES.index(asked))
row = COUNTS.set_index("Area").loc[area]
st.title(area)
for place, name in zip(st.columns(3), ["Now", "Before", "Difference"], strict=True):
    place.metric(name, int(row["Now"] - row["Before"]) if name == "Difference" else int(row[name]))
st.altair_chart(alt.Chart(COUNTS).mark_bar().encode(x="Now", y=alt.Y("Area", sort="-x")))
months = MONTHS.assign(Count=MONTHS["Count"] + int(row["Now"]))
st.altair_chart(alt.Chart(months).mark_line().encode(x="Month", y="Count"))
layer = pdk.Layer("GeoJsonLayer", coloured(area), id="places", get_fill_color="properties.fill")
view = pdk.ViewState(latitude=51.06, longitude=-1.3, zoom=9)
st.pydeck_chart(pdk.Deck([layer], initial_view_state=view, map_provider=None), key="map")
st.dataframe(COUNTS.assign(Chosen=COUNTS["Area"] == area))
