"""Question and published figures -> blocks; every page and paper is an answer made here.

An answer is a function of a `Published` version and values; it never draws, reads or writes.
"""
