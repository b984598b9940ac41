"""Weights of models: pinned by size and SHA-256, pulled once, never `latest`.

Called weights because ``marsad.model`` holds the nine types. A model is a folder of files; the
manifest says what each must be, and what is not pinned is not pulled. The command is
``marsad models``.
"""

from marsad.weights.folder import Held, held, home, is_held, remedy, stored
from marsad.weights.manifest import Family, File, Model, families, manifest, model
from marsad.weights.offer import Offer, from_folder, from_web
from marsad.weights.pin import pin
from marsad.weights.pull import pull
from marsad.weights.verify import Checked, verify

__all__ = [
    "Checked",
    "Family",
    "File",
    "Held",
    "Model",
    "Offer",
    "families",
    "from_folder",
    "from_web",
    "held",
    "home",
    "is_held",
    "manifest",
    "model",
    "pin",
    "pull",
    "remedy",
    "stored",
    "verify",
]
