from interviews.board.limits import Allowance, Bucket


def test_a_bucket_gives_a_burst_and_then_its_rate() -> None:
    bucket = Bucket(rate=10, most=20, at=0.0)
    assert bucket.spend(20, 0.0)
    assert not bucket.spend(1, 0.0)
    assert bucket.wait(5) == 0.5
    assert bucket.spend(5, 0.5)
    assert not bucket.spend(1, 0.5)
    assert bucket.spend(20, 100.0)


def test_drawing_for_an_hour_never_meets_the_limits() -> None:
    allowance = Allowance(0.0)
    for tick in range(3600 * 20):
        assert allowance.admit(150, tick / 20)
        assert allowance.admit(3_000, tick / 20)


def test_a_flood_is_refused_then_hung_up_on() -> None:
    allowance = Allowance(0.0)
    refused = 0
    for _ in range(5_000):
        if not allowance.admit(100, 0.0):
            refused += 1
            if not allowance.forgive(0.0):
                break
    assert refused == Allowance.PATIENCE + 1


def test_a_flood_of_bytes_is_refused_with_the_time_to_wait() -> None:
    allowance = Allowance(0.0)
    while allowance.admit(900_000, 0.0):
        pass
    assert 0 < allowance.pause(900_000) < 3
