"""Splink, in memory alone: no file, no progress, no network. Imported only where it is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from beforehand.refusals import TooLittleMemory

_COLUMNS = ("row", "given", "family", "born", "sex", "citizenship")
_SILENT = 1000  # above every level that Splink logs at
#: Share of rows that have a double, where the file is too small to say.
_USUAL_DOUBLES = 0.02
#: Of doubles, the share that agrees on one name and the whole date.
_FOUND_AT_SIGHT = 0.7

#: Usual chances of each level of agreement, best first, within doubles and by chance: names as
#: clerks misspell them; of birth dates the same, one digit off, within a year, other.
_NAME = ([0.75, 0.14, 0.06, 0.05], [0.01, 0.01, 0.03, 0.95])
_BORN = ([0.80, 0.12, 0.04, 0.04], [0.0001, 0.003, 0.05, 0.9469])
_SEX = ([0.98, 0.02], [0.55, 0.45])
_CITIZENSHIP = ([0.95, 0.05], [0.5, 0.5])


def weighed(
    people: Sequence[tuple[object, ...]], learnt: bool, least: float
) -> list[tuple[int, int, float]]:
    """Pairs of row numbers at least so likely one person, with the probability.

    Args:
        people: Row number, given name, surname, birth date, sex, citizenship; None where not
            recorded.
        learnt: Learn the weights from these people, rather than take the usual ones.
        least: Probability, 0 to 1.

    Raises:
        TooLittleMemory: The rows do not fit into this machine's memory.
    """
    opened = duckdb.connect(
        ":memory:",
        config={
            "temp_directory": "",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        opened.execute("SET enable_progress_bar = false")
        table = DuckDBAPI(connection=opened).register(_table(people), table_name="people")
        linker = Linker(table, _settings(len(people)), log_level=_SILENT)
        if learnt:
            _learn(linker)
        scored = linker.inference.predict(threshold_match_probability=least)
        return _read(opened, scored.physical_name)
    except (duckdb.OutOfMemoryException, MemoryError) as wrong:
        raise TooLittleMemory from wrong
    finally:
        opened.close()


def _table(people: Sequence[tuple[object, ...]]) -> pa.Table:
    kinds = (pa.int64(), *(pa.string() for _ in _COLUMNS[1:]))
    columns = zip(*people, strict=True)
    made = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.table(dict(zip(_COLUMNS, made, strict=True)))


def _read(opened: Any, name: str) -> list[tuple[int, int, float]]:
    found = opened.table(name).project("row_l, row_r, match_probability").fetchall()
    return [(int(left), int(right), float(chance)) for left, right, chance in found]


def _settings(many: int) -> SettingsCreator:
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        probability_two_random_records_match=min(2 * _USUAL_DOUBLES / max(many - 1, 1), 0.01),
        retain_matching_columns=False,
        comparisons=[
            _chances(cl.JaroWinklerAtThresholds("given", [0.92, 0.8]), _NAME),
            _chances(cl.JaroWinklerAtThresholds("family", [0.92, 0.8]), _NAME),
            _chances(
                cl.DateOfBirthComparison(
                    "born",
                    input_is_string=True,
                    datetime_thresholds=[1],
                    datetime_metrics=["year"],
                ),
                _BORN,
            ),
            _chances(cl.ExactMatch("sex"), _SEX),
            _chances(cl.ExactMatch("citizenship"), _CITIZENSHIP),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("born"),
            block_on("given", "family"),
            block_on("family", "substr(born, 1, 4)"),
            block_on("given", "substr(born, 1, 4)"),
            block_on("substr(given, 1, 2)", "substr(family, 1, 2)", "substr(born, 6, 5)"),
            block_on("substr(given, 1, 2)", "substr(family, 1, 2)", "substr(born, 1, 7)"),
        ],
    )


def _chances(comparison: Any, usual: tuple[list[float], list[float]]) -> Any:
    return comparison.configure(m_probabilities=usual[0], u_probabilities=usual[1])


def _learn(linker: Linker) -> None:
    """What two strangers agree on, how many doubles there are, then what doubles agree on."""
    train = linker.training
    train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    train.estimate_probability_two_random_records_match(
        [block_on("given", "born"), block_on("family", "born")], recall=_FOUND_AT_SIGHT
    )
    train.estimate_parameters_using_expectation_maximisation(block_on("born"))
    train.estimate_parameters_using_expectation_maximisation(block_on("given", "family"))
