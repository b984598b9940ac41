"""The desk: the lab in a browser, for this machine alone.

::

    desk       the application, made for one lab
    routes     every page in one list
    pages/     one file per stage: a page asks one view and renders one template
    views/     what a page shows, looked up in the store; frozen, nothing of the web in it
    guard      who may ask and what browsers may do with an answer
    faults     errors as pages
    wording    the language of a request, and the words of the desk in it
    paper      the templates and how text from outside is put into them
"""

from marsad.web.desk import app

__all__ = ["app"]
