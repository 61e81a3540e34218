"""Blocks -> HTML, Word, slides, workbook, JSON: one printer a format; nothing is worked out here."""
