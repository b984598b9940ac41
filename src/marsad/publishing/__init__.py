"""Published reports handed to their readers: editions of report, trees and letters of share.

Each tier gets issues made of its own editions (``report.tiers``), and a tree, feeds and letters
made of these alone.
"""

from marsad.publishing.issues import gathered
from marsad.publishing.letters import send_digests
from marsad.publishing.site import Published, publish

__all__ = ["Published", "gathered", "publish", "send_digests"]
