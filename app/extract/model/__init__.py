"""Learned tagger for attributions: its windows, decoding and confidence."""

import os

# ONNX Runtime, from 1.29 on, keeps an id of the machine and tells its maker of every model that it loads, unless this is set before its
# first import (its docs/Privacy.md). What people read in On Record concerns nobody else.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
