"""An empty Streamlit app: what nobody can be faster than."""

import streamlit as st

st.title("Empty")
