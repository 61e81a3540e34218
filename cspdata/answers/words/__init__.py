"""Figures as plain British English: counts first, then the verdict; nothing is counted here."""
