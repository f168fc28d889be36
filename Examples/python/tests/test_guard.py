"""What stands against using a forecast."""

from typing import List, Optional, Sequence

import pytest
from markercast import Forecast, Guard, Problem
from markercast import markercast_pb2 as wire

STEP = 100_000_000


def forecast(
    tick: int = 0,
    *,
    stamp: Optional[int] = None,
    state: "wire.State" = wire.STATE_TRACKING,
    conditions: Sequence[str] = (),
    age: Optional[float] = 0.001,
    model: str = "mixture",
    radius: Optional[float] = 1.0,
    missing: bool = False,
) -> Forecast:
    message = wire.Forecast(
        stream="s", tick=tick, stamp_ns=tick * STEP if stamp is None else stamp, state=state, conditions=conditions,
        sample_age_s=age, model=model, coverages=[0.9],
    )
    for seconds in (0.1, 10000.0) if state != wire.STATE_LOST else ():
        horizon = message.horizons.add(horizon_s=seconds)
        horizon.markers.add(name="a", position=wire.Position(x=1, y=2, z=3), radius=radius)
        horizon.markers.add(name="b", position=None if missing else wire.Position(x=1, y=2, z=3), radius=radius)
    return Forecast.read(message.SerializeToString())


def guard(**limits: object) -> Guard:
    return Guard(**{"lead": 0.3, "max_age": 1000.0, **limits})  # type: ignore[arg-type]


def test_nothing_stands_against_a_good_forecast() -> None:
    watch = guard(max_radius=2.0, models=["mixture"])
    assert [watch.problems(forecast(tick)) for tick in range(3)] == [[], [], []]
    assert watch.missed == 0


@pytest.mark.parametrize(
    "given, problems",
    [
        (None, [Problem.SILENT]),
        (forecast(state=wire.STATE_WARMING_UP), [Problem.STATE]),
        (forecast(state=wire.STATE_LOST), [Problem.STATE, Problem.HORIZON]),
        (forecast(state=wire.STATE_DEGRADED, conditions=["gap_bridged"]), []),
        (forecast(state=wire.STATE_DEGRADED, conditions=["gap_bridged", "sensor_frozen"]), [Problem.STATE]),
        (forecast(state=wire.STATE_DEGRADED), [Problem.STATE]),
        (forecast(model="persistence"), [Problem.MODEL]),
        (forecast(age=1001), [Problem.AGE]),
        (forecast(age=None), [Problem.AGE, Problem.HORIZON]),
        (forecast(radius=2.1), [Problem.RADIUS]),
        (forecast(radius=None), [Problem.RADIUS]),
        (forecast(missing=True), [Problem.MISSING]),
    ],
)
def test_each_problem_is_found(given: Optional[Forecast], problems: List[Problem]) -> None:
    watch = guard(max_radius=2.0, models=["mixture", "uoro"], conditions=["gap_bridged"])
    assert watch.problems(given) == problems


def test_only_the_markers_that_are_asked_for_must_be_there() -> None:
    assert guard(markers=["a"]).problems(forecast(missing=True)) == []
    assert guard(markers=["a", "c"]).problems(forecast()) == [Problem.MISSING]


def test_the_instant_must_lie_within_the_horizons() -> None:
    assert guard(lead=-1000.0).problems(forecast()) == [Problem.HORIZON]
    assert guard(lead=10000.0).problems(forecast()) == [Problem.HORIZON]


def test_a_repeat_is_no_news() -> None:
    watch = guard()
    watch.problems(forecast(5))
    assert watch.problems(forecast(5)) == [Problem.REPEATED]
    assert watch.problems(forecast(4)) == [Problem.REPEATED]


def test_restarts_fresh_sessions_and_clocks_set_back_are_news() -> None:
    watch = guard()
    watch.problems(forecast(50))
    assert watch.problems(forecast(20, stamp=60 * STEP)) == []
    assert watch.problems(forecast(0, stamp=61 * STEP)) == []
    assert watch.problems(forecast(1, stamp=7 * STEP)) == []
    assert watch.missed == 0


def test_forecasts_that_did_not_come_are_counted() -> None:
    watch = guard(conditions=["gap_bridged"])
    for tick in (0, 1, 4):
        assert watch.problems(forecast(tick)) == []
    assert watch.missed == 2
    watch.problems(forecast(9, state=wire.STATE_DEGRADED, conditions=["gap_bridged"]))
    assert watch.missed == 2
