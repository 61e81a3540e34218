"""Streamlit pages to hold ours against: empty, bare and ordinary, all drawn from constants."""
