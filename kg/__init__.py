"""Shangtu (商图): knowledge graphs from Chinese commerce and trade news."""

import os

# Threads of the linear algebra library spin and slow each other down; work scales by processes.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
