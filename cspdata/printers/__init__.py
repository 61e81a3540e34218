"""Blocks -> HTML, Word, slides, sheets, JSON: a printer a format; nothing is worked out here."""
