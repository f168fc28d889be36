"""What the reference of the recipe forecasts of a recording, for the tests to compare with.

    python3 reference_forecasts.py SHARED_FOLDER RECORDING OUTPUT_FOLDER

Files are arrays of little-endian doubles. UORO learns after the forecast here, as the program does.
"""
import os
import sys
import numpy as np

shared, recording, output = sys.argv[1:]
os.environ.setdefault("NUMBA_CACHE_DIR", output)
sys.path.insert(0, os.path.join(shared, "recipe"))
sys.dont_write_bytecode = True
import forecaster as reference


class LearningLast(reference.UORO):
    """The reference's network with its learner moved behind the forecast, and its signs kept."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.first, self.drawn, self.pending = self.W.copy(), [], None

    def step(self, Z, n, i, ready):
        if self.pending is not None:
            self.learn(Z, self.pending)
        self.pending = n
        self.I[n % (self.H + 1)] = i
        self.live = np.tanh(self.W @ np.concatenate([self.live, i]))
        return self.readout.step(Z, n, np.append(self.live, 1.)) if ready else None

    def learn(self, Z, n):
        t = n - self.H
        if t < 1:
            return
        nu = self.signs.integers(0, 2, self.xt.shape) * 2. - 1
        self.drawn.append(nu)
        reference.uoro_step(self.W, self.x, self.I[t % (self.H + 1)], nu, self.xt, self.th)
        if t >= self.lo:
            self.t += 1
            g = reference.readout_gradient(Z, t, self.readout.W, self.x, self.clip)
            reference.adam(self.W, g, self.xt, self.th, self.m, self.v, self.lr, self.t)


def save(name, array):
    np.asarray(array, dtype="<f8").tofile(os.path.join(output, f"{recording}.{name}"))


reference.UORO = LearningLast
markers = reference.load(os.path.join(shared, "data", "external-markers"), recording)
T, d = markers.shape
config = reference.Config(experts=("P", "M", "U", "A", "B"))
f = reference.Forecaster(d, config)
mixture, experts = [], []
for n in range(T):
    mixture.append(f.step(markers[n]).copy())
    ready = f.ready and n >= f.warm - 1
    experts.append(f.expert.copy() if ready else np.repeat(mixture[-1][None], f.J, 0))
save("mixture", mixture)
save("experts", experts)
save("uoro-weights", f.U.first)
save("uoro-signs", np.concatenate(f.U.drawn))
save("shape", [T, d, f.H, f.J, len(config.alphas), *f.U.first.shape])
