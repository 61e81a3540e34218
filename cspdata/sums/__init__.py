"""Stored rows -> sums of areas, offences, days and streets; nothing is tested or put into words.

`rollup` makes `figures`, the one frame that everything shown is made from; `spans` sets it out by
period; `basis` says which days and source a question rests on; `counts` adds them up.
"""
