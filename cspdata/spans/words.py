"""How words spell years, months and counts of them, as patterns; nothing is read here."""

YEAR = r"['’]?(\d{4}|\d{2})\b(?!\s?/\s?\d)"
FINANCIAL = r"(\d{4}|\d{2})\s?[/-]\s?(\d{4}|\d{2})\b(?!\s?[/.-]\s?\d)"
TO = r"(?:\s*-\s*|\s+(?:to|until|till|through|up to(?: and including)?|to and including)\s+)"
DAY = r"(?:(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+)?"
NUMBERS = [
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
]
COUNTS = {word: number for number, word in enumerate(NUMBERS, start=1)}
COUNTS |= {"rolling 12": 12, "year": 12, "y": 12, "quarter": 3, "half year": 6, "half-year": 6}
COUNTS |= {"month": 1}
NUMBERED = r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,4}"
MONTH_OF_YEAR = r"(\d{1,2})\s?[/.-]\s?(\d{4})"
OF_A_YEAR = (
    rf"(?:of\s+|in\s+)?(?:the\s+)?(?:fy\s?|financial year\s+|year\s+)?(?:{FINANCIAL}|{YEAR})"
)
OF_ANY = rf"(?:fy\s?|financial year\s+)?(?:{FINANCIAL}|(\d{{4}}))"
OF_MONTHS = (
    rf"[\s,:-]*(?:of\s+|in\s+)?(?:the\s+)?(?:fy\s?|financial year\s+)?(?:{FINANCIAL}|{YEAR})"
)
QUARTER = r"q(?:ua)?r?(?:ter|tr)?s?\.?\s?"
SO_MANY = (
    r"\b(\d{1,2}\s?(?:months?|mths?|m)|"
    + "|".join(f"{word}(?: months?)?" for word in COUNTS if word != "y")
    + r"|y(?=[ /]?e))"
)
ENDING = r"(?:\s+(?:ending|ended|end|up to|to|until)|[ /]?e\b)[\s:]+(?:the end of\s+|end\s+)?"
