"""The first sentence, in both languages, for everything that days can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.whatif.answer import first_sentence, standing
from benchmarks.whatif.report import page
from benchmarks.whatif.study import Measure, Results
from tests.whatif.hand_made import arm, results

BASE = [[1000, 1010], [1200, 1190], [900, 905], [1100, 1100], [1050, 1040], [980, 990]]
"""Two seeds on six days; seeds of one day differ by 0 to 10."""


def moved(*by: float) -> list[list[float]]:
    """The base, moved by so much on each day."""
    return [[figure + amount for figure in day] for day, amount in zip(BASE, by, strict=True)]


GAIN = moved(-100, -120, -90, -110, -95, -105)
"""Mean -620 / 6 = -103.33; Student's interval would be 2.571 x 10.8 / sqrt(6) = 11.3 to both sides."""

DOUBT = moved(-100, 90, -60, 40, -95, 60)
"""Mean -65 / 6 = -10.83; the days differ by ten times as much."""


def test_a_clear_gain_is_the_answer_with_its_interval() -> None:
    """A planner would have to find the answer in a table."""
    study = results({"base": BASE, "One more": GAIN})
    assert first_sentence(study) == (
        "“One more” saves 103 EUR a day (95\u00a0% interval 93.2 to 117 EUR, 6 days, 2 seeds)."
    )
    assert first_sentence(study, "zh") == "“One more”每天节省 103 EUR（95% 区间 93.2 至 117 EUR，6 天，2 个种子）。"


def test_a_clear_loss_is_said_as_a_loss() -> None:
    """A dearer scenario could be read as a saving."""
    study = results({"base": GAIN, "Less": BASE})
    assert first_sentence(study).startswith("“Less” costs 103 EUR a day more (95\u00a0% interval 93.2 to 117 EUR")
    assert first_sentence(study, "zh").startswith("“Less”每天多花 103 EUR（95% 区间 93.2 至 117 EUR")


def test_a_difference_within_solver_noise_is_called_so() -> None:
    """Another seed would turn the answer round."""
    study = results({"base": BASE, "Shuffled": moved(-2, 1, 3, -1, 2, -2)})
    # Squares of the pairs: 50 + 50 + 12.5 + 0 + 50 + 50 in each arm, 12 degrees of freedom: scatter sqrt(35.4) = 5.95;
    # the band is 1.96 x 5.95 x sqrt(2 / 12) = 4.76. The mean difference is 1 / 6.
    assert first_sentence(study).startswith(
        "“Shuffled” makes no difference that can be told from solver noise: +0.17 EUR a day, where two runs of one and "
        "the same scenario differ by up to 4.76 EUR ("
    )
    assert first_sentence(study, "zh").startswith(
        "“Shuffled”的差异在求解器噪声之内：每天 +0.17 EUR，而同一方案的两次求解就可相差 4.76 EUR（"
    )


def test_days_that_cannot_tell_say_how_many_more_would() -> None:
    """A planner would decide by a difference that the next week turns round."""
    study = results({"base": BASE, "Earlier": DOUBT})
    # Squares about -10.83: 35,925 - 6 x 117.4 = 35,221, standard deviation sqrt(35,221 / 5) = 83.93;
    # ((1.96 + 0.8416) x 83.93 / 10.833)^2 + 1.92 = 473.03: 474 days, 468 more.
    assert standing(study).comparisons[0].difference == pytest.approx(-65 / 6)
    assert first_sentence(study).startswith("These 6 days cannot tell whether “Earlier” helps: −10.8 EUR a day (95")
    assert first_sentence(study).endswith("; about 468 more days would settle it.")
    assert first_sentence(study, "zh").startswith("这 6 天还不能判断“Earlier”是否有益：每天 −10.8 EUR（95% 区间 −")
    assert first_sentence(study, "zh").endswith("；约再有 468 天即可判定。")


def test_no_number_of_days_is_named_where_days_do_not_settle_it() -> None:
    """A planner would wait for years."""
    study = results({"base": BASE, "Even": moved(-102, 90, -102, 90, -102, 90)})
    assert first_sentence(study).endswith("; no number of days a planner can gather would settle it.")
    assert first_sentence(study, "zh").endswith("；再多收集可行的天数也无法判定。")


def test_the_best_of_many_is_named_with_those_that_tie_with_it() -> None:
    """The second best, a hair behind and half as dear to introduce, would be forgotten."""
    near = moved(-101, -118, -92, -108, -96, -102)
    study = results({"base": BASE, "Near": near, "Best": GAIN, "Worse": moved(50, 51, 52, 53, 54, 55)})
    found = standing(study)
    assert [one.arm for one in found.comparisons] == ["Best", "Near", "Worse"]
    assert found.tied == ("Near",)
    assert first_sentence(study) == (
        "Best of 3 scenarios, “Best” saves 103 EUR a day (95\u00a0% interval 93.2 to 117 EUR, 6 days, 2 seeds); "
        "these days cannot tell “Near” from it."
    )
    assert first_sentence(study, "zh").endswith("；这些天不能把它与“Near”区分开。")


def test_a_clear_gain_leads_a_larger_one_that_is_not_clear() -> None:
    """Luck on few days would be recommended before what is known to help."""
    study = results({"base": BASE, "Lucky": moved(-900, 500, -700, 400, -600, 300), "Sure": GAIN})
    assert [one.arm for one in standing(study).comparisons] == ["Lucky", "Sure"]
    assert first_sentence(study).startswith("Best of 2 scenarios, “Sure” saves 103 EUR a day")


def test_many_scenarios_without_a_gain_are_said_to_have_none() -> None:
    """The least bad would be praised as the best."""
    worse, worst = moved(50, 51, 52, 53, 54, 55), moved(90, 91, 92, 93, 94, 95)
    study = results({"base": BASE, "Worst": worst, "Worse": worse})
    assert first_sentence(study).startswith(
        "None of the 2 scenarios is better than no change; the nearest, “Worse”, costs 52.5 EUR a day more ("
    )
    study = results({"base": BASE, "Worst": worst, "Doubt": DOUBT})
    assert first_sentence(study).startswith(
        "These 6 days cannot tell whether any of the 2 scenarios helps; the best, “Doubt”, stands at −10.8 EUR a day ("
    )
    study = results({"base": BASE, "Worst": worst, "Same": BASE})
    assert first_sentence(study, "zh").startswith("2 个方案都未显出收益；最好的“Same”没有任何影响：6 天的差异都是零（")


def test_failed_cells_are_counted_in_the_answer() -> None:
    """An answer from half of the cells would look like one from all of them."""
    study = results({"base": BASE, "One more": GAIN}, failed=[("One more", "day 1", 2), ("base", "day 2", 1)])
    assert "2 of 24 cells failed)" in first_sentence(study)
    assert "24 个单元中有 2 个失败）" in first_sentence(study, "zh")


def test_a_study_of_which_every_cell_failed_has_no_answer() -> None:
    """The report would end in a division by zero."""
    failed = [(arm, "day 1", seed) for arm in ("base", "One more") for seed in (1, 2)]
    study = results({"base": BASE[:1], "One more": GAIN[:1]}, failed=failed)
    assert first_sentence(study) == (
        "No answer: on no day is there a plan both with a scenario and without a change (4 of 4 cells failed)."
    )
    assert first_sentence(study, "zh").startswith("没有答案：")


def test_one_day_is_no_answer() -> None:
    """One day would be taken for all days."""
    study = results({"base": BASE[:1], "One more": GAIN[:1]})
    assert first_sentence(study) == ("One day cannot tell whether “One more” helps: −100 EUR on this day (2 seeds).")


def test_a_gain_that_solver_noise_could_hide_is_said_with_that_noise() -> None:
    """A saving of 2 on every day, where two runs differ by 5, would be taken for a large thing."""
    study = results({"base": BASE, "Cheaper": moved(-2, -2, -2, -2, -2, -2)})
    assert first_sentence(study) == (
        "“Cheaper” saves 2.00 EUR a day (95\u00a0% interval 2.00 to 2.00 EUR, within solver noise: two runs differ by "
        "up to 4.76 EUR, 6 days, 2 seeds)."
    )


@pytest.mark.parametrize(
    ("measure", "by", "said"),
    [
        ("promises_kept", 3, "keeps 3.00 more promises a day (95\u00a0% interval 3.00 to 3.00,"),
        ("promises_kept", -3, "keeps 3.00 fewer promises a day (95\u00a0% interval 3.00 to 3.00,"),
        ("unassigned", -3, "leaves 3.00 fewer jobs unassigned a day ("),
        ("travel", -5400, "saves 1 h 30 of travel a day (95\u00a0% interval 1 h 30 to 1 h 30,"),
        ("overtime", 600, "takes 10 min of overtime a day more ("),
    ],
)
def test_every_measure_speaks_in_its_own_unit_and_direction(measure: str, by: int, said: str) -> None:
    """Seconds would be printed as money, or a promise more be called a loss."""
    base = [[9000.0], [8000.0], [9500.0]]
    arm = [[figure + by for figure in day] for day in base]
    study = results({"base": base, "One more": arm}, measure=measure)  # type: ignore[arg-type]
    assert f"“One more” {said}" in first_sentence(study)


def leaving_out(study: Results, **jobs: tuple[int, ...]) -> Results:
    """The same study, each arm leaving out so many jobs on its days."""
    names = [one.name for one in study.study.days]
    outcomes = [
        replace(one, unassigned=jobs[one.scenario][names.index(one.day)]) if one.scenario in jobs else one
        for one in study.outcomes
    ]
    return replace(study, outcomes=tuple(outcomes))


def hours(*figures: float) -> list[list[float]]:
    """One seed a day, in hours."""
    return [[3600 * figure] for figure in figures]


@pytest.mark.parametrize("measure", ["travel", "overtime"])
def test_less_work_is_not_praised_as_less_travel(measure: Measure) -> None:
    """Whoever sends technicians home would save all travel, and nobody would read that customers wait in vain."""
    study = results({"base": hours(9, 8, 10), "Fewer": hours(6, 5, 7)}, measure)
    # 16 + 12 + 14 jobs against 4 + 3 + 2: (42 - 9) / 3 = 11 a day more.
    study = leaving_out(study, base=(4, 3, 2), Fewer=(16, 12, 14))
    assert first_sentence(study).endswith("3 days, 1 seed), but leaves out 11.0 jobs a day more.")
    assert first_sentence(study, "zh").endswith("1 个种子），但每天多留下 11.0 个未安排工单。")
    assert "<small>leaves out 11.0 jobs a day more" in page(study)


def test_the_best_of_many_is_told_to_leave_out_jobs_before_those_that_tie_with_it() -> None:
    """The remark would be taken for one on the scenario that ties."""
    study = results({"base": hours(9, 8, 10), "A": hours(6, 5, 7), "B": hours(6, 5.1, 7)}, "travel")
    study = leaving_out(study, A=(1, 1, 1))
    assert first_sentence(study).endswith("), but leaves out 1.00 jobs a day more; these days cannot tell “B” from it.")
    assert page(study).count("<small>leaves out 1.00 jobs a day more") == 1


@pytest.mark.parametrize(
    ("jobs", "said"),
    [
        ((1, 1, 1, 1, 1, 0), True),  # 5/6 a day: more than half a job
        ((3, 0, 0, 0, 0, 1), True),  # 4/6, and the interval holds zero
        ((0, 1, 0, 1, 0, 0), False),  # 2/6, and the interval holds zero
        ((0, 0, 0, 0, 0, 0), False),
    ],
)
def test_jobs_left_out_are_told_where_days_or_numbers_speak(jobs: tuple[int, ...], said: bool) -> None:
    """A remark on every scenario would not be read, and one on none would mislead."""
    study = results({"base": hours(9, 8, 10, 9, 8, 9), "Fewer": hours(6, 5, 7, 6, 5, 6)}, "travel")
    assert ("but leaves out" in first_sentence(leaving_out(study, Fewer=jobs))) is said


def test_few_jobs_left_out_on_every_day_are_told() -> None:
    """A quarter of a job, but on each of the days: the interval excludes zero."""
    study = results({"base": [[9.0] * 4] * 3, "Fewer": [[6.0] * 4] * 3}, "travel")
    outcomes = [replace(one, unassigned=int(one.scenario == "Fewer" and one.seed == 1)) for one in study.outcomes]
    assert "but leaves out 0.25 jobs a day more." in first_sentence(replace(study, outcomes=tuple(outcomes)))


@pytest.mark.parametrize(
    ("figures", "opening"),
    [
        (hours(11, 10, 12.5), "“Fewer” takes "),
        (hours(9, 8, 10), "“Fewer” changes nothing"),
        (hours(12, 4, 10), "These 3 days cannot tell"),
    ],
)
def test_a_scenario_that_helps_nobody_is_told_to_leave_out_jobs_too(figures: list[list[float]], opening: str) -> None:
    """More travel for less work would look like more travel alone."""
    study = leaving_out(results({"base": hours(9, 8, 10), "Fewer": figures}, "travel"), Fewer=(2, 3, 4))
    assert first_sentence(study).startswith(opening)
    assert first_sentence(study).endswith("; “Fewer” leaves out 3.00 jobs a day more.")
    assert first_sentence(study, "zh").endswith("；“Fewer”每天多留下 3.00 个未安排工单。")


@pytest.mark.parametrize("measure", ["cost", "unassigned"])
def test_measures_that_count_jobs_left_out_do_not_tell_of_them_twice(measure: Measure) -> None:
    """What the price of a job left out has settled would be held against the scenario once more."""
    study = results({"base": [[9.0], [8.0], [7.0]], "Fewer": [[3.0], [2.0], [1.0]]}, measure)
    if measure == "cost":
        study = leaving_out(study, Fewer=(2, 3, 4))
    assert "leaves out" not in first_sentence(study)
    assert "leaves out" not in page(study)


def test_a_step_along_a_grid_tells_what_it_leaves_out() -> None:
    """The third technician sent home would look like the best step of all."""
    arms = [arm("base"), *(arm(f"{k} fewer", "{count} fewer", count=k) for k in (1, 2))]
    runs = {"base": hours(9, 8, 10), "1 fewer": hours(8, 7, 9.5), "2 fewer": hours(7, 6, 8)}
    study = leaving_out(results(runs, "travel", arms=arms), **{"2 fewer": (4, 5, 6)})
    # Once below the verdict against the base, once below that of the step from one to two.
    assert page(study).count("<small>leaves out 5.00 jobs a day more") == 2
