"""What is new at data.police.uk, brought and published as an officer would; nothing asks unbidden.

`ask` speaks HTTP, `archives` and `street_api` know the site's two doors, `notes` remembers what
was brought and what waits, `bring` decides, `timer` prints a schedule.
"""
