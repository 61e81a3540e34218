"""Frame -> Altair chart; the palette lives here and nothing is computed but positions."""
