"""Letters to the readers of each tier, about the reports as they stand."""

from marsad.mail import Mailbox
from marsad.publishing.issues import gathered
from marsad.publishing.site import Tell, address, quiet
from marsad.share import digest, readers
from marsad.store import Store, layout
from marsad.store.digests import Digests
from marsad.store.lock import held

AGAIN = "letters sent again"


def send_digests(
    store: Store, again: bool = False, tell: Tell = quiet, by: str = "", reader: str = ""
) -> digest.Sent:
    """Tell every reader by mail what came for their tier; one run at a time.

    ``again`` also sends what a killed run left on its way, to one ``reader`` or to all, of which
    nobody knows whether it came; whoever says so at the desk stands in the log.
    """
    with held(store.lab / layout.PUBLISH_LOCK, store.settings.lock_seconds, "publishing from"):
        if again:
            count = Digests(store).again(reader)
            if by:
                with store.write() as writer:
                    writer.act(AGAIN, by, rows=count)
        found = gathered(store, readers.TIERS)
        issues = {tier: of_tier.issues for tier, of_tier in found.items()}
        addresses = {tier: address(store, tier) for tier in readers.TIERS}
        return digest.send(store, issues, addresses, Mailbox(store.settings).post, tell)
