"""Compiled: one chain of the latent-class model of overlapping lists.

The number of unseen people and everybody's class are summed out: with a prior of the total that
is one over it, what remains is the likelihood of the patterns given that a person is seen. The
chain moves in the chances and shares alone, so that neither many people nor a long tail of unseen
ones slow it: a sampler that draws the unseen at each step moves them by their square root.

The state is ``chances`` (K classes by J lists: chance that a person of the class is on the list),
``logs`` (K log shares of the classes among all people, seen and unseen), ``rows`` (K by patterns:
chance of each pattern in the class), ``held`` (concentration, log likelihood) and room to take a
move back.
"""

from __future__ import annotations

import math

import numpy as np

from beforehand.stats.mse.compiling import compiled

_RATE = 0.25  # of the Gamma prior of the concentration
_ONE, _ALL, _SHARE, _ANEW, _STICK = range(5)  # kinds of moves
_EDGE = 1e-12  # chances stay this far from 0 and 1
_TINY = 1e-300


@compiled
def fill_row(chances, patterns, row):
    """Chance of each pattern in a class whose chances of each list are given."""
    for m in range(patterns.size):
        chance = 1.0
        for j in range(chances.size):
            chance *= chances[j] if patterns[m] >> j & 1 else 1.0 - chances[j]
        row[m] = chance


@compiled
def log_likelihood(rows, logs, counts):
    """Of the patterns given that a person is seen; pattern 0 (nobody) stands first."""
    shares = np.empty(logs.size)
    for k in range(logs.size):
        shares[k] = math.exp(logs[k])
    people = found = missed = 0.0
    for m in range(counts.size):
        chance = 0.0
        for k in range(logs.size):
            chance += shares[k] * rows[k, m]
        if m == 0:
            missed = chance
        else:
            found += counts[m] * math.log(chance + _TINY)
            people += counts[m]
    return found - people * math.log(max(1.0 - missed, _TINY))


@compiled
def _log_sum(one, other):
    return max(one, other) + math.log1p(math.exp(-abs(one - other)))


@compiled
def log_prior(logs, concentration):
    """Density of the shares of a broken stick, without what depends on the concentration alone."""
    rest = logs[-1]
    found = (concentration - 1.0) * rest
    for k in range(logs.size - 2, -1, -1):
        rest = _log_sum(rest, logs[k])
        found -= rest
    return found


@compiled
def _shift(logs, k, by):
    """Shift the log odds of one share; returns the log of the Jacobian."""
    logs[k] += by
    whole = logs[0]
    for h in range(1, logs.size):
        whole = _log_sum(whole, logs[h])
    for h in range(logs.size):
        logs[h] -= whole
    return by - logs.size * whole


@compiled
def _turn(chances, j, by):
    """Shift the log odds of one chance; returns the log of the Jacobian."""
    old = chances[j]
    odds = old / (1.0 - old) * math.exp(by)
    chances[j] = new = min(max(odds / (1.0 + odds), _EDGE), 1.0 - _EDGE)
    return math.log(new * (1.0 - new)) - math.log(old * (1.0 - old))


@compiled
def _log_seen(chances):
    """Log of the chance that somebody of the class is on some list."""
    none = 0.0
    for j in range(chances.size):
        none += math.log1p(-chances[j])
    return math.log(-math.expm1(none))


@compiled
def _break_anew(at, logs, k, concentration):
    """Break the stick anew at one class, by its prior: only the likelihood then decides."""
    after = logs[-1]
    for h in range(k + 1, logs.size - 1):
        after = _log_sum(after, logs[h])
    whole = _log_sum(after, logs[k])
    left = math.log(1.0 - at) / concentration
    logs[k] = whole + math.log(-math.expm1(left) + _TINY)
    for h in range(k + 1, logs.size):
        logs[h] += whole + left - after


@compiled
def _tried(luck, kind, j, k, state):
    """Change a class's chances and the shares; returns the log of the Jacobian and prior."""
    chances, logs, concentration = state[0][k], state[1], state[3][0]
    if kind == _STICK:
        _break_anew(luck[1], logs, k, concentration)
        return 0.0
    if kind == _ANEW:
        for i in range(chances.size):
            chances[i] = min(max(luck[3 + i], _EDGE), 1.0 - _EDGE)
        return 0.0
    scale = 0.03 * math.exp(4.6 * luck[1])  # small and large steps: from 0.03 to 3
    by = scale * math.log((luck[2] + _TINY) / (1.0 - luck[2]))
    if kind == _ONE:
        return _turn(chances, j, by)
    moved = -log_prior(logs, concentration)
    if kind == _ALL:  # rarer and more numerous at a time, so that as many of the class are seen
        before = _log_seen(chances)
        for i in range(chances.size):
            moved += _turn(chances, i, by)
        by = before - _log_seen(chances)
    moved += _shift(logs, k, by)
    return moved + log_prior(logs, concentration)


@compiled
def _copy(values, to):
    for i in range(values.size):
        to[i] = values[i]


@compiled
def _move(luck, kind, j, k, state, table):
    """One Metropolis step, in place; ``luck`` holds uniform numbers, the first one to accept by."""
    chances, logs, rows, held, kept = state
    patterns, counts = table
    old, row, before = kept[0, : chances.shape[1]], kept[1, : counts.size], kept[2, : logs.size]
    _copy(chances[k], old)
    _copy(rows[k], row)
    _copy(logs, before)
    moved = _tried(luck, kind, j, k, state)
    if kind != _SHARE and kind != _STICK:
        fill_row(chances[k], patterns, rows[k])
    found = log_likelihood(rows, logs, counts)
    if math.log(1.0 - luck[0]) < moved + found - held[1]:
        held[1] = found
    else:
        _copy(old, chances[k])
        _copy(row, rows[k])
        _copy(before, logs)


@compiled
def _swap(luck, k, state):
    """Exchange two classes' places: the likelihood stays, the prior of the shares decides."""
    chances, logs, rows, held, _ = state
    h = int(luck[1] * logs.size)
    before = log_prior(logs, held[0])
    logs[k], logs[h] = logs[h], logs[k]
    if math.log(1.0 - luck[0]) < log_prior(logs, held[0]) - before:
        for j in range(chances.shape[1]):
            chances[k, j], chances[h, j] = chances[h, j], chances[k, j]
        for m in range(rows.shape[1]):
            rows[k, m], rows[h, m] = rows[h, m], rows[k, m]
    else:
        logs[k], logs[h] = logs[h], logs[k]


@compiled
def run(lucks, gammas, table, state, missed):
    """Run a chain on, one draw a sweep.

    Args:
        lucks: Uniform numbers [draws, K, J + 5, J + 3].
        gammas: Gamma variates of shape K - 1 + 1/4, rate 1, one a draw: of the concentration.
        table: Patterns (0, then each one with people, int64) and people of each (the first is
            not used).
        state: Changed in place.
        missed: Filled with draws of the chance that a person is on no list.
    """
    chances, logs, rows, held, _ = state
    for at in range(missed.size):
        for k in range(logs.size):
            luck = lucks[at, k]
            for j in range(chances.shape[1]):
                _move(luck[j], _ONE, j, k, state, table)
            for kind in range(_ALL, _STICK + 1):
                if kind != _STICK or k < logs.size - 1:
                    _move(luck[-kind], kind, 0, k, state, table)
            _swap(luck[-5], k, state)
        held[0] = gammas[at] / (_RATE - logs[-1])
        missed[at] = 0.0
        for k in range(logs.size):
            missed[at] += math.exp(logs[k]) * rows[k, 0]
