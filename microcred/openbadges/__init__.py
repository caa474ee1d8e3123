"""Build, sign, verify and bake Open Badges 3.0 credentials (W3C Verifiable Credentials 2.0).

A library that would stand alone: no Django, nothing of the rest of Microcred, no network of its own accord. The README
beside this file is the map.
"""
