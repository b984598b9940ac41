"""The planted timelines of the bench, for tests as well."""

import importlib.util
import sys
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "planted_timeline", Path(__file__).parents[1] / "bench/planted.py"
)
timeline = importlib.util.module_from_spec(_SPEC)
sys.modules["planted_timeline"] = timeline
_SPEC.loader.exec_module(timeline)
