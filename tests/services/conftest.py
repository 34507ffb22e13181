"""What races begin with."""

import pytest
from django.db import connection

from interviews.kinds import LOOP_KINDS
from interviews.models import Track
from tests.factories import make_prompt, make_track


@pytest.fixture
def track() -> Track:
    for kind in LOOP_KINDS:
        make_prompt(kind)
    return make_track()


@pytest.fixture(params=[8, pytest.param(50, marks=pytest.mark.services)])
def crowd(request: pytest.FixtureRequest) -> int:
    """How many at once: 8 on any database, 50 on PostgreSQL."""
    if request.param == 50 and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL in DATABASE_URL")
    number: int = request.param
    return number
