"""The cells against PyTorch: stored reference values, and PyTorch itself where it is installed."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from demos.cells import elman, gru, lstm
from demos.cells.parameters import TORCH
from tests.demos.cells.deviation import deviation
from tests.demos.cells.make_references import FILE, MODULES, START, Record, reference

CELLS: dict[str, tuple[ModuleType, dict[str, str]]] = {
    "elman tanh": (elman, {"activation": "tanh"}),
    "elman relu": (elman, {"activation": "relu"}),
    "lstm": (lstm, {}),
    "gru": (gru, {}),
}
KEYS = {name: key.format(0) for name, key in TORCH.items()}

with np.load(FILE) as stored:
    RECORDS: dict[str, Record] = dict(stored)


def state_dict(record: Record) -> dict[str, Any]:
    return {key: record[key] for key in KEYS.values()}


def deviations(cell: str, record: Record) -> dict[str, float]:
    """How far the library is from the record, in each output and each gradient: of the largest value in it."""
    module, options = CELLS[cell]
    fields = record.dtype.names or ()
    p = module.Parameters.from_torch(state_dict(record), **options)
    run = module.forward(p, record["x"], **{name: record[name] for name in ("h0", "c0") if name in fields})
    ends = {name: record[name] for name in ("dh_T", "dc_T") if name in fields}
    gradients = module.backward(p, run, record["dh"], **ends)
    got = {"h": run.h, "h_T": run.h[-1]}
    if "c_T" in fields:
        got["c_T"] = run.c[-1]
    for name in ("x", "W", "U", "b", "bh", "h0", "c0"):
        if (field := f"grad {KEYS.get(name, name)}") in fields:
            got[field] = getattr(gradients, name)
    assert {array.dtype for array in got.values()} == {np.dtype(np.float64)}
    assert not {name for name in fields if name.startswith("grad ")} - got.keys()
    return {name: deviation(array, record[name]) for name, array in got.items()}


def beyond(cell: str, record: Record) -> dict[str, float]:
    """What is further from the record than 1e-12."""
    return {part: much for part, much in deviations(cell, record).items() if not much <= 1e-12}


def test_the_records_are_all_there() -> None:
    """Four cells, three shapes, from given states and from none; small enough to be kept with the code."""
    assert set(RECORDS) == {f"{cell}-{number}-{start}" for cell in CELLS for number in (1, 2, 3) for start in START}
    assert FILE.stat().st_size < 200_000


@pytest.mark.parametrize("name", RECORDS)
def test_outputs_and_gradients_are_those_of_pytorch(name: str) -> None:
    assert not beyond(name.split("-")[0], RECORDS[name])


@pytest.mark.parametrize(("cell", "wrong"), [("elman tanh", {"activation": "relu"}), ("gru", {"reset": "before"})])
def test_another_convention_would_be_seen(cell: str, wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison has teeth."""
    monkeypatch.setitem(CELLS, cell, (CELLS[cell][0], wrong))
    assert max(deviations(cell, RECORDS[f"{cell}-2-given"]).values()) > 1e-3


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("layer", [0, 1])
def test_a_state_dict_survives_the_way_there_and_back(cell: str, layer: int) -> None:
    module, options = CELLS[cell]
    given = {key.replace("l0", f"l{layer}"): array for key, array in state_dict(RECORDS[f"{cell}-1-zero"]).items()}
    back = module.Parameters.from_torch(given, layer=layer, **options).to_torch(layer)
    assert list(back) == list(given)
    for key, array in given.items():
        assert back[key].dtype == array.dtype
        assert np.array_equal(back[key], array)


def test_training_leaves_the_state_dict_alone() -> None:
    given = state_dict(RECORDS["lstm-1-zero"])
    kept = {key: array.copy() for key, array in given.items()}
    p = lstm.Parameters.from_torch(given)
    for array in p.arrays().values():
        array += 1.0
    assert all(np.array_equal(given[key], kept[key]) for key in given)


def test_the_second_layer_is_read_by_its_own_keys() -> None:
    first, second = state_dict(RECORDS["gru-1-zero"]), state_dict(RECORDS["gru-2-zero"])
    both = {**first, **{key.replace("l0", "l1"): array for key, array in second.items()}}
    assert np.array_equal(gru.Parameters.from_torch(both).W, first["weight_ih_l0"])
    assert np.array_equal(gru.Parameters.from_torch(both, layer=1).W, second["weight_ih_l0"])


@pytest.mark.parametrize("given", [True, False], ids=["given", "zero"])
@pytest.mark.parametrize("cell", CELLS)
def test_live(cell: str, given: bool) -> None:
    """The same comparison with the torch that is installed, at sizes of one too."""
    pytest.importorskip("torch")
    rng = np.random.default_rng(2)
    for shape in [(9, 3, 2, 8), (1, 2, 3, 4), (5, 1, 1, 1)]:
        assert not beyond(cell, reference(cell, shape, given, rng)), shape


@pytest.mark.parametrize("cell", CELLS)
def test_live_a_module_takes_what_to_torch_gives(cell: str) -> None:
    """Through load_state_dict, layer upon layer; and from a module's tensors back."""
    torch = pytest.importorskip("torch")
    module, options = CELLS[cell]
    rng = np.random.default_rng(3)
    first, second = module.init(rng, 3, 4, **options), module.init(rng, 4, 4, **options)
    kind, torch_options = MODULES[cell]
    stack = getattr(torch.nn, kind)(3, 4, num_layers=2, dtype=torch.float64, **torch_options)
    stack.load_state_dict({k: torch.from_numpy(v) for k, v in {**first.to_torch(), **second.to_torch(1)}.items()})
    x = rng.standard_normal((5, 2, 3))
    wanted = stack(torch.from_numpy(x))[0].detach().numpy()
    below, above = (module.Parameters.from_torch(stack.state_dict(), layer, **options) for layer in (0, 1))
    got = module.forward(above, module.forward(below, x).h).h
    assert deviation(got, wanted) <= 1e-12
