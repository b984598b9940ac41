"""Every page of the desk. What is not in this list cannot be asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marsad.web.pages import (
    account,
    accounts,
    alerts,
    audit,
    choose,
    collect,
    join,
    lists,
    login,
    looks,
    passkey,
    pictures,
    preserve,
    queue,
    report,
    search,
    similar,
    track,
    track_event,
    translate,
)


@dataclass(frozen=True, slots=True)
class Page:
    """An address, what answers there, and whether it changes anything."""

    path: str
    show: Callable[..., Any]
    method: str = "GET"


PAGES = (
    Page("/login", login.ask),
    Page("/login", login.enter, "POST"),
    Page("/login/second", login.second),
    Page("/login/second", login.show, "POST"),
    Page("/login/passkey/options", passkey.asked, "POST"),
    Page("/login/passkey", passkey.show, "POST"),
    Page("/logout", login.leave, "POST"),
    Page("/join/{secret}", join.ask),
    Page("/join/{secret}", join.join, "POST"),
    Page("/confirm", login.confirm),
    Page("/confirm", login.prove, "POST"),
    Page("/account", account.account),
    Page("/account/password", account.password, "POST"),
    Page("/account/factor", account.factor),
    Page("/account/factor", account.set_factor, "POST"),
    Page("/account/passkey", passkey.offer),
    Page("/account/passkey/options", passkey.options, "POST"),
    Page("/account/passkey", passkey.keep, "POST"),
    Page("/account/tokens", account.make_token, "POST"),
    Page("/account/tokens/{id}/drop", account.drop_token, "POST"),
    Page("/accounts", accounts.accounts),
    Page("/accounts/invite", accounts.invite, "POST"),
    Page("/accounts/{id}/role", accounts.role, "POST"),
    Page("/accounts/{id}/disable", accounts.disable, "POST"),
    Page("/accounts/{id}/enable", accounts.enable, "POST"),
    Page("/accounts/{id}/reset", accounts.reset, "POST"),
    Page("/audit", audit.audit),
    Page("/audit/file/{form}", audit.download),
    Page("/", search.posts),
    Page("/search/file/{form}", search.download),
    Page("/search/feed", search.feed),
    Page("/alerts", alerts.unread),
    Page("/alerts/save", alerts.save, "POST"),
    Page("/alerts/read", alerts.read, "POST"),
    Page("/alert/{name}/feed", alerts.feed),
    Page("/post/{id:path}/picture/{sha256}", looks.picture),
    Page("/post/{id:path}/clip/{finding}", looks.clip),
    Page("/post/{id:path}/look/{sha256}", looks.look, "POST"),
    Page("/post/{id:path}/graphic/{sha256}", looks.mark, "POST"),
    Page("/post/{id:path}/similar/{sha256}", similar.pictures),
    Page("/post/{id:path}/original/{sha256}", collect.original),
    Page("/post/{id:path}", collect.post),
    Page("/translations", queue.queue),
    Page("/translations/file/{form}", queue.download),
    Page("/translations/assign", queue.ask, "POST"),
    Page("/translation/{id:path}/review", translate.review, "POST"),
    Page("/translation/{id:path}/keep", translate.keep, "POST"),
    Page("/translation/{id:path}/discard", translate.discard, "POST"),
    Page("/translation/{id:path}/approve", translate.approve, "POST"),
    Page("/translation/{id:path}/history", translate.decisions),
    Page("/translation/{id:path}", translate.translation),
    Page("/pictures", pictures.pictures),
    Page("/pictures/{name}", pictures.picture),
    Page("/brief", pictures.brief),
    Page("/outlets", track.outlets),
    Page("/outlets/{id:path}", track.outlet),
    Page("/places/{id:path}", track.place),
    Page("/events", track_event.events),
    Page("/event/{id:path}/answers", track_event.decide, "POST"),
    Page("/event/{id:path}/csv", track_event.table),
    Page("/event/{id:path}", track_event.event),
    Page("/reports", report.reports),
    Page("/report/{handle:path}/edition", report.edition),
    Page("/report/{handle:path}/file/{form}", report.download),
    Page("/report/{handle:path}", report.report),
    Page("/status", preserve.status),
    Page("/lists/{name}/{form}", lists.take),
    Page("/keys", choose.keys),
    Page("/language", choose.languages),
    Page("/language", choose.choose, "POST"),
)
"""The longer addresses first: an id may hold slashes."""
