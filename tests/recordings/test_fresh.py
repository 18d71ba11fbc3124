"""The recordings that people have, each read to what it shows and judged without a probe."""

from __future__ import annotations

import pytest

from tests.cli.conftest import load_once
from tests.recordings.score import FreshRecording, faults, fresh_recordings


@pytest.mark.parametrize("recording", [pytest.param(each, id=each.id) for each in fresh_recordings()])
def test_a_recording_is_concluded_without_a_probe(recording: FreshRecording) -> None:
    """Somebody whose API is deployed elsewhere pastes what the browser or a tool recorded."""
    assert list(faults(recording, load_once())) == []
