"""A limit counts each key on its own, and begins anew with the next window."""

from django.core.cache import cache

from common.limits import within


def test_each_key_has_its_own_count() -> None:
    said = [within("a", most=3, seconds=3600) for _ in range(5)]
    assert said.count(True) >= 3  # more when the hour ends in between
    assert said[:3] == [True] * 3
    assert within("b", most=3, seconds=3600)


def test_a_forgetful_cache_is_kind() -> None:
    assert within("a", most=1, seconds=3600)
    cache.clear()
    assert within("a", most=1, seconds=3600)
