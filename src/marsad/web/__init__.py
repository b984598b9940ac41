"""The desk: the lab in a browser, for this machine alone.

::

    desk       the application, made for one lab
    routes     every page in one list
    pages/     one file per stage: a page asks one view and renders one template
    api/       the same lab in JSON, for programs
    views/     what a page shows, looked up in the store; frozen, nothing of the web in it
    policy     one row for each route: who may ask for it; without one the desk does not start
    door       lets through whom the policy names; seat: who sits before the desk
    evidence_name  the name under which evidence is handed out, and nothing else; tickets lead there
    readings   notes who was shown what is restricted
    guard      by which name and form the desk is asked, and what browsers may do with an answer
    faults     errors as pages
    wording    the language of a request, and the words of the desk in it
    paper      the templates and how text from outside is put into them
"""

from marsad.web.desk import app

__all__ = ["app"]
