"""Recurrent cells drawn as in the books, with a place for every number: what `panels.dataflow` fills in.

``[fc.0   ]`` is the place of what runs on the first edge into the node fc, ``[fc.0'  ]`` the second line there,
``[c0    ]`` that of a node that enters or leaves the cell. Places are as wide as they are drawn. `OPERATIONS` says
where the sign of each operation begins: column and row.
"""

from __future__ import annotations

LSTM = """\
c_{t−1} [fc.1   ]      [c.0    ]
[c0    ]────────▸(×)─────────────────▸(+)───────────────────┬▸[c         ]
        [fc.1'  ] ▴    [c.0'   ]       ▴                    │ [tc.0   ]
                  │ [fc.0   ]          │ [c.1    ]          ▾ [tc.0'  ]
                  │ [fc.0'  ]          │ [c.1'   ]       (tanh)
                  │            ╭─────▸(×)◂─────╮            │ [h.1    ]
                  │  [ig.0   ] │               │ [ig.1   ]  ▾ [h.1'   ]
                  │  [ig.0'  ] │               │ [ig.1'  ] (×)[h         ]
                  │            │               │            ▴ [h.0    ]
                  │            │               │            │ [h.0'   ]
               (f: σ)       (i: σ)         (g: tanh)     (o: σ)
                  ▴            ▴               ▴            ▴
x_t     [x     ][f.0    ]  [i.0    ]       [g.0    ]    [o.0    ]
                [f.0'   ]  [i.0'   ]       [g.0'   ]    [o.0'   ]
h_{t−1} [h0    ][f.1    ]  [i.1    ]       [g.1    ]    [o.1    ]
                [f.1'   ]  [i.1'   ]       [g.1'   ]    [o.1'   ]
"""

GRU = """\
h_{t−1} [kp.1   ]      [h.0    ]
[h0    ]────────▸(×)─────────────────▸(+)────────────────────▸[h         ]
        [kp.1'  ] ▴    [h.0'   ]       ▴ [h.1    ]
                  │ [kp.0   ]          │ [h.1'   ]
                  │ [kp.0'  ]  ╭─────▸(×)
                  │  [nw.0   ] │       ▴ [nw.1   ]
                  │  [nw.0'  ] │       │ [nw.1'  ]
                  │            │   (n: tanh)◂──────(×)◂────────(r: σ)
                  │            │       ▴ [n.1    ]  ▴ [rh.0   ]   ▴
                  │            │       │ [n.1'   ]  │ [rh.0'  ]   │
                  ├───▸(1−z)───╯       │            │ [rh.1   ]   │
                  │   [1z.0   ]        │            │ [rh.1'  ]   │
               (z: σ) [1z.0'  ]        │          (u·h)           │
                  ▴                    │            ▴             │
x_t     [x     ][z.0    ]          [n.0    ]                  [r.0    ]
                [z.0'   ]          [n.0'   ]                  [r.0'   ]
h_{t−1} [h0    ][z.1    ]                       [uh.0   ]     [r.1    ]
                [z.1'   ]                       [uh.0'  ]     [r.1'   ]
"""

# The old state is multiplied by 1 − z.
GRU_EXCHANGED = """\
h_{t−1} [kp.1   ]      [h.0    ]
[h0    ]────────▸(×)─────────────────▸(+)────────────────────▸[h         ]
        [kp.1'  ] ▴    [h.0'   ]       ▴ [h.1    ]
                  │ [kp.0   ]          │ [h.1'   ]
                  │ [kp.0'  ]  ╭─────▸(×)
                  │  [nw.0   ] │       ▴ [nw.1   ]
                  ▴  [nw.0'  ] │       │ [nw.1'  ]
                (1−z)          │   (n: tanh)◂──────(×)◂────────(r: σ)
                  ▴ [1z.0   ]  │       ▴ [n.1    ]  ▴ [rh.0   ]   ▴
                  │ [1z.0'  ]  │       │ [n.1'   ]  │ [rh.0'  ]   │
                  ├────────────╯       │            │ [rh.1   ]   │
                  │                    │            │ [rh.1'  ]   │
               (z: σ)                  │          (u·h)           │
                  ▴                    │            ▴             │
x_t     [x     ][z.0    ]          [n.0    ]                  [r.0    ]
                [z.0'   ]          [n.0'   ]                  [r.0'   ]
h_{t−1} [h0    ][z.1    ]                       [uh.0   ]     [r.1    ]
                [z.1'   ]                       [uh.0'  ]     [r.1'   ]
"""

ELMAN = """\
h_{t−1} [uh.0   ]        [a.1    ]       [h.0    ]
[h0    ]─────────▸(u·h+b)───────────▸(+)───────────▸(tanh)───▸[h         ]
        [uh.0'  ]        [a.1'   ]    ▴  [h.0'   ]
                                      │ [a.0    ]
                                      │ [a.0'   ]
                                    (w·x)
                                      ▴
                                      │ [wx.0   ]
                                      │ [wx.0'  ]
                            x_t    [x     ]
"""

SHORT = {  # names that fit the places
    "c0": "c−",
    "h0": "h−",
    "fc": "f·c",
    "ig": "i·g",
    "tc": "tanh c",
    "kp": "keep",
    "nw": "new",
    "rh": "r·uh",
    "uh": "u·h",
    "1z": "1 − z",
    "wx": "w·x",
}

_GRU = {
    "r": (63, 7),
    "z": (15, 12),
    "u·h": (50, 12),
    "r·uh": (51, 7),
    "n": (35, 7),
    "1 − z": (23, 10),
    "keep": (17, 1),
    "new": (38, 4),
    "h": (38, 1),
}

OPERATIONS = {
    LSTM: {
        "f": (15, 10),
        "i": (28, 10),
        "g": (43, 10),
        "o": (57, 10),
        "f·c": (17, 1),
        "i·g": (38, 5),
        "c": (38, 1),
        "tanh c": (57, 4),
        "h": (59, 7),
    },
    GRU: _GRU,
    GRU_EXCHANGED: {**_GRU, "1 − z": (16, 7)},
    ELMAN: {"w·x": (36, 5), "u·h": (18, 1), "a": (37, 1), "h": (52, 1)},
}
