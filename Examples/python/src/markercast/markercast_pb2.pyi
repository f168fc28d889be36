from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
MARKER_STATUS_MEASURED: MarkerStatus
MARKER_STATUS_MISSING: MarkerStatus
MARKER_STATUS_UNSPECIFIED: MarkerStatus
STATE_DEGRADED: State
STATE_LOST: State
STATE_TRACKING: State
STATE_UNSPECIFIED: State
STATE_WARMING_UP: State

class Checkpoints(_message.Message):
    __slots__ = ["failed", "newest_ns", "problem", "written"]
    FAILED_FIELD_NUMBER: _ClassVar[int]
    NEWEST_NS_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_FIELD_NUMBER: _ClassVar[int]
    failed: int
    newest_ns: int
    problem: str
    written: int
    def __init__(self, written: _Optional[int] = ..., failed: _Optional[int] = ..., newest_ns: _Optional[int] = ..., problem: _Optional[str] = ...) -> None: ...

class CoverageCount(_message.Message):
    __slots__ = ["asked", "count", "held"]
    ASKED_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    asked: float
    count: int
    held: int
    def __init__(self, asked: _Optional[float] = ..., count: _Optional[int] = ..., held: _Optional[int] = ...) -> None: ...

class DurationCounts(_message.Message):
    __slots__ = ["count", "value_ns"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    VALUE_NS_FIELD_NUMBER: _ClassVar[int]
    count: _containers.RepeatedScalarFieldContainer[int]
    value_ns: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, value_ns: _Optional[_Iterable[int]] = ..., count: _Optional[_Iterable[int]] = ...) -> None: ...

class ExpertWeight(_message.Message):
    __slots__ = ["model", "weight"]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    model: str
    weight: float
    def __init__(self, model: _Optional[str] = ..., weight: _Optional[float] = ...) -> None: ...

class Forecast(_message.Message):
    __slots__ = ["conditions", "coverages", "horizons", "latency_s", "learned_through", "model", "published_ns", "received_ns", "sample_age_s", "schema_version", "sequence", "stamp_ns", "stamp_s", "state", "stream", "tick", "within_budget"]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    COVERAGES_FIELD_NUMBER: _ClassVar[int]
    HORIZONS_FIELD_NUMBER: _ClassVar[int]
    LATENCY_S_FIELD_NUMBER: _ClassVar[int]
    LEARNED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_NS_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_NS_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_AGE_S_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STAMP_NS_FIELD_NUMBER: _ClassVar[int]
    STAMP_S_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TICK_FIELD_NUMBER: _ClassVar[int]
    WITHIN_BUDGET_FIELD_NUMBER: _ClassVar[int]
    conditions: _containers.RepeatedScalarFieldContainer[str]
    coverages: _containers.RepeatedScalarFieldContainer[float]
    horizons: _containers.RepeatedCompositeFieldContainer[Horizon]
    latency_s: float
    learned_through: int
    model: str
    published_ns: int
    received_ns: int
    sample_age_s: float
    schema_version: int
    sequence: int
    stamp_ns: int
    stamp_s: float
    state: State
    stream: str
    tick: int
    within_budget: bool
    def __init__(self, schema_version: _Optional[int] = ..., stream: _Optional[str] = ..., sequence: _Optional[int] = ..., stamp_ns: _Optional[int] = ..., stamp_s: _Optional[float] = ..., received_ns: _Optional[int] = ..., published_ns: _Optional[int] = ..., latency_s: _Optional[float] = ..., sample_age_s: _Optional[float] = ..., within_budget: bool = ..., model: _Optional[str] = ..., state: _Optional[_Union[State, str]] = ..., conditions: _Optional[_Iterable[str]] = ..., tick: _Optional[int] = ..., learned_through: _Optional[int] = ..., horizons: _Optional[_Iterable[_Union[Horizon, _Mapping]]] = ..., coverages: _Optional[_Iterable[float]] = ...) -> None: ...

class Frame(_message.Message):
    __slots__ = ["markers", "reset", "schema_version", "sequence", "session", "stamp_ns", "stamp_s", "stream"]
    MARKERS_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SESSION_FIELD_NUMBER: _ClassVar[int]
    STAMP_NS_FIELD_NUMBER: _ClassVar[int]
    STAMP_S_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    markers: _containers.RepeatedCompositeFieldContainer[Marker]
    reset: bool
    schema_version: int
    sequence: int
    session: str
    stamp_ns: int
    stamp_s: float
    stream: str
    def __init__(self, schema_version: _Optional[int] = ..., stream: _Optional[str] = ..., sequence: _Optional[int] = ..., stamp_ns: _Optional[int] = ..., stamp_s: _Optional[float] = ..., session: _Optional[str] = ..., reset: bool = ..., markers: _Optional[_Iterable[_Union[Marker, _Mapping]]] = ...) -> None: ...

class Horizon(_message.Message):
    __slots__ = ["experts", "horizon_s", "markers", "stamp_ns"]
    EXPERTS_FIELD_NUMBER: _ClassVar[int]
    HORIZON_S_FIELD_NUMBER: _ClassVar[int]
    MARKERS_FIELD_NUMBER: _ClassVar[int]
    STAMP_NS_FIELD_NUMBER: _ClassVar[int]
    experts: _containers.RepeatedCompositeFieldContainer[ExpertWeight]
    horizon_s: float
    markers: _containers.RepeatedCompositeFieldContainer[MarkerForecast]
    stamp_ns: int
    def __init__(self, horizon_s: _Optional[float] = ..., stamp_ns: _Optional[int] = ..., markers: _Optional[_Iterable[_Union[MarkerForecast, _Mapping]]] = ..., experts: _Optional[_Iterable[_Union[ExpertWeight, _Mapping]]] = ...) -> None: ...

class HorizonAccuracy(_message.Message):
    __slots__ = ["count", "horizon_s", "mae_mm", "max_mm", "recent_rmse_mm", "rmse_mm"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    HORIZON_S_FIELD_NUMBER: _ClassVar[int]
    MAE_MM_FIELD_NUMBER: _ClassVar[int]
    MAX_MM_FIELD_NUMBER: _ClassVar[int]
    RECENT_RMSE_MM_FIELD_NUMBER: _ClassVar[int]
    RMSE_MM_FIELD_NUMBER: _ClassVar[int]
    count: int
    horizon_s: float
    mae_mm: float
    max_mm: float
    recent_rmse_mm: float
    rmse_mm: float
    def __init__(self, horizon_s: _Optional[float] = ..., count: _Optional[int] = ..., rmse_mm: _Optional[float] = ..., mae_mm: _Optional[float] = ..., max_mm: _Optional[float] = ..., recent_rmse_mm: _Optional[float] = ...) -> None: ...

class HorizonRadii(_message.Message):
    __slots__ = ["coverages", "horizon_s"]
    COVERAGES_FIELD_NUMBER: _ClassVar[int]
    HORIZON_S_FIELD_NUMBER: _ClassVar[int]
    coverages: _containers.RepeatedCompositeFieldContainer[CoverageCount]
    horizon_s: float
    def __init__(self, horizon_s: _Optional[float] = ..., coverages: _Optional[_Iterable[_Union[CoverageCount, _Mapping]]] = ...) -> None: ...

class HorizonWeights(_message.Message):
    __slots__ = ["experts", "horizon_s"]
    EXPERTS_FIELD_NUMBER: _ClassVar[int]
    HORIZON_S_FIELD_NUMBER: _ClassVar[int]
    experts: _containers.RepeatedCompositeFieldContainer[ExpertWeight]
    horizon_s: float
    def __init__(self, horizon_s: _Optional[float] = ..., experts: _Optional[_Iterable[_Union[ExpertWeight, _Mapping]]] = ...) -> None: ...

class Marker(_message.Message):
    __slots__ = ["name", "position", "status"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    name: str
    position: Position
    status: MarkerStatus
    def __init__(self, name: _Optional[str] = ..., status: _Optional[_Union[MarkerStatus, str]] = ..., position: _Optional[_Union[Position, _Mapping]] = ...) -> None: ...

class MarkerForecast(_message.Message):
    __slots__ = ["name", "position", "radii", "radius", "status"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    RADII_FIELD_NUMBER: _ClassVar[int]
    RADIUS_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    name: str
    position: Position
    radii: _containers.RepeatedScalarFieldContainer[float]
    radius: float
    status: MarkerStatus
    def __init__(self, name: _Optional[str] = ..., status: _Optional[_Union[MarkerStatus, str]] = ..., position: _Optional[_Union[Position, _Mapping]] = ..., radius: _Optional[float] = ..., radii: _Optional[_Iterable[float]] = ...) -> None: ...

class ModelAccuracy(_message.Message):
    __slots__ = ["cost_s", "horizons", "model"]
    COST_S_FIELD_NUMBER: _ClassVar[int]
    HORIZONS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    cost_s: Percentiles
    horizons: _containers.RepeatedCompositeFieldContainer[HorizonAccuracy]
    model: str
    def __init__(self, model: _Optional[str] = ..., horizons: _Optional[_Iterable[_Union[HorizonAccuracy, _Mapping]]] = ..., cost_s: _Optional[_Union[Percentiles, _Mapping]] = ...) -> None: ...

class Percentiles(_message.Message):
    __slots__ = ["count", "max", "p50", "p90", "p99", "p999"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    P50_FIELD_NUMBER: _ClassVar[int]
    P90_FIELD_NUMBER: _ClassVar[int]
    P999_FIELD_NUMBER: _ClassVar[int]
    P99_FIELD_NUMBER: _ClassVar[int]
    count: int
    max: float
    p50: float
    p90: float
    p99: float
    p999: float
    def __init__(self, count: _Optional[int] = ..., p50: _Optional[float] = ..., p90: _Optional[float] = ..., p99: _Optional[float] = ..., p999: _Optional[float] = ..., max: _Optional[float] = ...) -> None: ...

class Position(_message.Message):
    __slots__ = ["x", "y", "z"]
    X_FIELD_NUMBER: _ClassVar[int]
    Y_FIELD_NUMBER: _ClassVar[int]
    Z_FIELD_NUMBER: _ClassVar[int]
    x: float
    y: float
    z: float
    def __init__(self, x: _Optional[float] = ..., y: _Optional[float] = ..., z: _Optional[float] = ...) -> None: ...

class Stats(_message.Message):
    __slots__ = ["accuracy", "budget_misses", "budget_s", "checkpoints", "clock_drift_ppm", "clock_offset_s", "clock_shared", "forecasts", "frames", "latency_histogram", "latency_s", "learn_s", "learning_shed", "markers", "model", "outcomes", "published_ns", "radii", "rate_found", "rate_hz", "recent_sample_age_s", "rejected", "sample_age_s", "schema_version", "skipped", "state", "stream", "tick_s", "weights"]
    class OutcomesEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    class RejectedEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    ACCURACY_FIELD_NUMBER: _ClassVar[int]
    BUDGET_MISSES_FIELD_NUMBER: _ClassVar[int]
    BUDGET_S_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINTS_FIELD_NUMBER: _ClassVar[int]
    CLOCK_DRIFT_PPM_FIELD_NUMBER: _ClassVar[int]
    CLOCK_OFFSET_S_FIELD_NUMBER: _ClassVar[int]
    CLOCK_SHARED_FIELD_NUMBER: _ClassVar[int]
    FORECASTS_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    LATENCY_HISTOGRAM_FIELD_NUMBER: _ClassVar[int]
    LATENCY_S_FIELD_NUMBER: _ClassVar[int]
    LEARNING_SHED_FIELD_NUMBER: _ClassVar[int]
    LEARN_S_FIELD_NUMBER: _ClassVar[int]
    MARKERS_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    OUTCOMES_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_NS_FIELD_NUMBER: _ClassVar[int]
    RADII_FIELD_NUMBER: _ClassVar[int]
    RATE_FOUND_FIELD_NUMBER: _ClassVar[int]
    RATE_HZ_FIELD_NUMBER: _ClassVar[int]
    RECENT_SAMPLE_AGE_S_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    SAMPLE_AGE_S_FIELD_NUMBER: _ClassVar[int]
    SCHEMA_VERSION_FIELD_NUMBER: _ClassVar[int]
    SKIPPED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TICK_S_FIELD_NUMBER: _ClassVar[int]
    WEIGHTS_FIELD_NUMBER: _ClassVar[int]
    accuracy: _containers.RepeatedCompositeFieldContainer[ModelAccuracy]
    budget_misses: int
    budget_s: float
    checkpoints: Checkpoints
    clock_drift_ppm: float
    clock_offset_s: float
    clock_shared: bool
    forecasts: int
    frames: int
    latency_histogram: DurationCounts
    latency_s: Percentiles
    learn_s: Percentiles
    learning_shed: int
    markers: _containers.RepeatedScalarFieldContainer[str]
    model: str
    outcomes: _containers.ScalarMap[str, int]
    published_ns: int
    radii: _containers.RepeatedCompositeFieldContainer[HorizonRadii]
    rate_found: bool
    rate_hz: float
    recent_sample_age_s: float
    rejected: _containers.ScalarMap[str, int]
    sample_age_s: Percentiles
    schema_version: int
    skipped: int
    state: State
    stream: str
    tick_s: Percentiles
    weights: _containers.RepeatedCompositeFieldContainer[HorizonWeights]
    def __init__(self, schema_version: _Optional[int] = ..., stream: _Optional[str] = ..., published_ns: _Optional[int] = ..., state: _Optional[_Union[State, str]] = ..., model: _Optional[str] = ..., rate_hz: _Optional[float] = ..., rate_found: bool = ..., markers: _Optional[_Iterable[str]] = ..., frames: _Optional[int] = ..., forecasts: _Optional[int] = ..., skipped: _Optional[int] = ..., budget_misses: _Optional[int] = ..., learning_shed: _Optional[int] = ..., outcomes: _Optional[_Mapping[str, int]] = ..., rejected: _Optional[_Mapping[str, int]] = ..., latency_s: _Optional[_Union[Percentiles, _Mapping]] = ..., tick_s: _Optional[_Union[Percentiles, _Mapping]] = ..., learn_s: _Optional[_Union[Percentiles, _Mapping]] = ..., sample_age_s: _Optional[_Union[Percentiles, _Mapping]] = ..., budget_s: _Optional[float] = ..., accuracy: _Optional[_Iterable[_Union[ModelAccuracy, _Mapping]]] = ..., clock_shared: bool = ..., clock_drift_ppm: _Optional[float] = ..., weights: _Optional[_Iterable[_Union[HorizonWeights, _Mapping]]] = ..., checkpoints: _Optional[_Union[Checkpoints, _Mapping]] = ..., latency_histogram: _Optional[_Union[DurationCounts, _Mapping]] = ..., radii: _Optional[_Iterable[_Union[HorizonRadii, _Mapping]]] = ..., clock_offset_s: _Optional[float] = ..., recent_sample_age_s: _Optional[float] = ...) -> None: ...

class MarkerStatus(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class State(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
