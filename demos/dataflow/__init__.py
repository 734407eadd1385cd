"""A recurrent cell of one unit as its dataflow: small operations; values forward, gradients backward on every edge."""

from demos.dataflow.cells import elman, gru, lstm
from demos.dataflow.flow import Edge, Flow, Operation
from demos.dataflow.over_time import Run, Way, against_complex_step, back, run

__all__ = ["Edge", "Flow", "Operation", "Run", "Way", "against_complex_step", "back", "elman", "gru", "lstm", "run"]
