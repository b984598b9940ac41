"""The desk for programs: the lab in JSON, at ``/api/v1/``, for who brings a token or is signed in.

::

    routes     every address in one list
    posts      posts, what was said about them, codes
    register   outlets, places, events, translations, cases, the state of the lab
    reports    reports and what they lack
    answers    what is answered, typed: the OpenAPI document is made of these types
    document   that document
"""

from marsad.web.api.routes import ROUTES

__all__ = ["ROUTES"]
