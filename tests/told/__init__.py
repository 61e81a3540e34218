"""What officers and readers are told, word for word, kept to be read when it changes.

`python -m tests.told` writes it anew; each line that differs is then looked at, as a sentence.
"""
