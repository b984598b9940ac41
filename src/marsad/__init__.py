"""Marsad: from a public post to a sourced, published report.

Read the package in this order; each part imports only what stands above it::

    errors       what can go wrong, in words an analyst can act on
    settings     every setting: name, default, help
    vocabulary   the words of the field, as data
    model        what we talk about: places, outlets, posts, findings, translations, reports
    text         Arabic script: folding, clitics, isolation, dates, segments
    safeguards   yes, or no and why
    store        where it lives: originals by digest, a custody log, one database
    plugins      the two seams: collectors and enrichers
    engine       where work runs: processes over a lease ledger, decoders in a capped child
    mail         hands a letter to the mail server of the settings
    collect -> preserve -> enrich -> translate -> track -> search -> report -> share
    publishing   reports and their readers: joins report and share (as alerting does others)
    accounts     who may use the desk, and how they show that it is they
    pipeline     the stages in order: read it to know what happens to a post
    cli, web     the two shells

Stages never import one another. What one stage leaves in the store, the next one finds there.
"""

__version__ = "0.1.0"
