"""Arabic script and the languages around it: pure functions.

fold           one spelling for every letter, and the way back to the original offsets
clitics        what a word is without و, ال, ها and their kin
bidi           direction, isolation, and marks for what cannot be seen
links          find, defang and unmask
dates          Hijri, Jalali and Gregorian dates
segments       sentences with exact offsets
transliterate  Latin letters by the house scheme
"""
