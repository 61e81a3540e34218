"""What is new at data.police.uk, brought and published as an officer would; nothing asks unbidden.

`ask` and `parts` speak HTTP, `archives` and `street_api` know the site's two doors, `offers` lists
what they have, `notes` remembers what was brought and what waits, `bring` decides, `timer` prints a
schedule.
"""
