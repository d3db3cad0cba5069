"""Every word that the report of a study says: English beside Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatcher.formats.word_table import Entry

_TABLE: dict[str, tuple[str, str]] = {
    # What a measure is called, and what a difference in it means a day.
    "measure.cost": ("Cost", "成本"),
    "measure.promises_kept": ("Promises kept", "兑现承诺"),
    "measure.unassigned": ("Unassigned jobs", "未安排工单"),
    "measure.travel": ("Travel", "路途时间"),
    "measure.overtime": ("Overtime", "加班"),
    "better.cost": ("saves {amount} a day", "每天节省 {amount}"),
    "worse.cost": ("costs {amount} a day more", "每天多花 {amount}"),
    "better.promises_kept": ("keeps {amount} more promises a day", "每天多兑现 {amount} 个承诺"),
    "worse.promises_kept": ("keeps {amount} fewer promises a day", "每天少兑现 {amount} 个承诺"),
    "better.unassigned": ("leaves {amount} fewer jobs unassigned a day", "每天少 {amount} 个未安排工单"),
    "worse.unassigned": ("leaves {amount} more jobs unassigned a day", "每天多 {amount} 个未安排工单"),
    "better.travel": ("saves {amount} of travel a day", "每天节省路途时间 {amount}"),
    "worse.travel": ("takes {amount} of travel a day more", "每天多用路途时间 {amount}"),
    "better.overtime": ("saves {amount} of overtime a day", "每天减少加班 {amount}"),
    "worse.overtime": ("takes {amount} of overtime a day more", "每天多加班 {amount}"),
    # The first sentence.
    "answer.better": ("{arm} {claim} ({evidence}){but}{ties}.", "{arm}{claim}（{evidence}）{but}{ties}。"),
    "answer.best": (
        "Best of {n} scenarios, {arm} {claim} ({evidence}){but}{ties}.",
        "{n} 个方案中{arm}最好，{claim}（{evidence}）{but}{ties}。",
    ),
    "answer.worse": ("{arm} {claim} ({evidence}){also}.", "{arm}{claim}（{evidence}）{also}。"),
    "answer.all_worse": (
        "None of the {n} scenarios is better than no change; the nearest, {arm}, {claim} ({evidence}){also}.",
        "{n} 个方案都不如不作改变；最接近的是{arm}，{claim}（{evidence}）{also}。",
    ),
    "answer.noise": (
        "{arm} makes no difference that can be told from solver noise: {change} a day, where two runs of one and the "
        "same scenario differ by up to {band} ({evidence}){also}.",
        "{arm}的差异在求解器噪声之内：每天 {change}，而同一方案的两次求解就可相差 {band}（{evidence}）{also}。",
    ),
    "answer.none_noise": (
        "None of the {n} scenarios shows a gain; the best, {arm}, is within solver noise: {change} a day, where two "
        "runs of one and the same scenario differ by up to {band} ({evidence}){also}.",
        "{n} 个方案都未显出收益；最好的{arm}也在求解器噪声之内：每天 {change}，"
        "而同一方案的两次求解就可相差 {band}（{evidence}）{also}。",
    ),
    "answer.unclear": (
        "These {days} cannot tell whether {arm} helps: {change} a day ({evidence}); {more}{also}.",
        "这 {days}还不能判断{arm}是否有益：每天 {change}（{evidence}）；{more}{also}。",
    ),
    "answer.none_clear": (
        "These {days} cannot tell whether any of the {n} scenarios helps; the best, {arm}, stands at {change} a day "
        "({evidence}); {more}{also}.",
        "这 {days}还不能判断 {n} 个方案中有任何一个有益；最好的{arm}为每天 {change}（{evidence}）；{more}{also}。",
    ),
    "answer.one_day": (
        "One day cannot tell whether {arm} helps: {change} on this day ({evidence}){also}.",
        "只凭一天不能判断{arm}是否有益：这一天 {change}（{evidence}）{also}。",
    ),
    "answer.same": (
        "{arm} changes nothing: the difference is zero on each of {days} ({evidence}){also}.",
        "{arm}没有任何影响：{days}的差异都是零（{evidence}）{also}。",
    ),
    "answer.none_same": (
        "None of the {n} scenarios shows a gain; the best, {arm}, changes nothing: the difference is zero on "
        "each of {days} ({evidence}){also}.",
        "{n} 个方案都未显出收益；最好的{arm}没有任何影响：{days}的差异都是零（{evidence}）{also}。",
    ),
    "answer.no_days": (
        "No answer: on no day is there a plan both with a scenario and without a change ({evidence}).",
        "没有答案：没有哪一天在有方案和不作改变时都得到了计划（{evidence}）。",
    ),
    "answer.no_arms": ("No answer: the study has no scenario to compare.", "没有答案：研究中没有可比较的方案。"),
    "ties": ("; these days cannot tell {arms} from it", "；这些天不能把它与{arms}区分开"),
    "but.left_out": (", but leaves out {amount} jobs a day more", "，但每天多留下 {amount} 个未安排工单"),
    "also.left_out": (
        "; {arm} leaves out {amount} jobs a day more",
        "；{arm}每天多留下 {amount} 个未安排工单",
    ),
    "more_days": ("about {n} more days would settle it", "约再有 {n} 天即可判定"),
    "more_days.one": ("about {n} more day would settle it", "约再有 {n} 天即可判定"),
    "more_days.never": (
        "no number of days a planner can gather would settle it",
        "再多收集可行的天数也无法判定",
    ),
    "evidence.interval": ("95\u00a0% interval {interval}", "95% 区间 {interval}"),
    "evidence.noise": (
        "within solver noise: two runs differ by up to {band}",
        "在求解器噪声之内：两次求解可相差 {band}",
    ),
    "evidence.failed": ("{failed} of {cells} cells failed", "{cells} 个单元中有 {failed} 个失败"),
    # Counted nouns and joints.
    "days": ("{n} days", "{n} 天"),
    "days.one": ("{n} day", "{n} 天"),
    "seeds": ("{n} seeds", "{n} 个种子"),
    "seeds.one": ("{n} seed", "{n} 个种子"),
    "others": ("{n} others", "其他 {n} 个"),
    "others.one": ("{n} other", "其他 {n} 个"),
    "interval": ("{low} to {high}", "{low} 至 {high}"),
    "hours": ("hours", "小时"),
    "quoted": ("“{name}”", "“{name}”"),
    "pair": ("{first} and {last}", "{first}和{last}"),
    "comma": (", ", "、"),
    "clause": (", ", "，"),
    "with_unit": ("{name}, {unit}", "{name}（{unit}）"),
    # What a row of the table says.
    "verdict.better": ("better", "更好"),
    "verdict.worse": ("worse", "更差"),
    "verdict.noise": ("within solver noise", "求解器噪声之内"),
    "verdict.unclear": ("cannot tell", "不能判断"),
    "verdict.same": ("no difference at all", "毫无差异"),
    "verdict.no_days": ("no day to compare", "没有可比的天"),
    "base": ("no change", "不作改变"),
    # The page.
    "page.change": ("{name}, change a day", "{name}，每天的变化"),
    "page.a_day": ("{name}, mean a day", "{name}，日均"),
    "page.kind": ("What-if study", "假设研究"),
    "page.how": (
        "Differences are per day, scenario minus no change, on the same days. An interval speaks of such days at large "
        "(studentised bootstrap over {days}, 10,000 resamples; Student's t where the days are too few to resample). "
        "“Within solver noise” means: no more than two runs of one scenario with other seeds differ by in 19 of 20 "
        "cases. Each interval stands for its own comparison: of twenty scenarios that change nothing, one will look as "
        "if it did.",
        "差异按天计，为方案减去不作改变，取自相同的日子。区间针对这类日子的总体"
        "（对 {days}作学生化自助法，重抽样 10,000 次；天数太少时用 t 分布）。"
        "“求解器噪声之内”指：不超过同一方案换用其他种子的两次求解在 20 次中有 19 次的相差。"
        "每个区间只针对自己的比较：二十个毫无作用的方案中，会有一个看似有作用。",
    ),
    "page.wages": (
        "A cost is what the plan costs by the prices of its day: what is not priced there, such as wages that are paid "
        "in any case, must be set against it.",
        "成本按当天的价格计算；那里没有定价的支出（例如无论如何都要付的工资）须另行权衡。",
    ),
    "page.arms": ("Every scenario, best first", "所有方案，最好的在前"),
    "page.scenario": ("Scenario", "方案"),
    "page.mean": ("{name}, mean a day", "{name}，日均"),
    "page.difference": ("Difference", "差异"),
    "page.interval": ("95\u00a0% interval", "95% 区间"),
    "page.verdict": ("Verdict", "结论"),
    "page.band": ("two runs differ by up to {band}", "两次求解可相差 {band}"),
    "page.one_seed": ("one seed: solver noise unknown", "只有一个种子：求解器噪声未知"),
    "page.compared": ("{n} days compared", "可比 {n} 天"),
    "page.compared.one": ("{n} day compared", "可比 {n} 天"),
    "page.unchanged": ("leaves every one of these days as it is", "对这些天不作任何改变"),
    "page.left_out": ("leaves out {amount} jobs a day more", "每天多留下 {amount} 个未安排工单"),
    "page.tied": ("not told from the best", "与最好的不能区分"),
    "page.figures": ("What a day looks like", "一天的样子"),
    "page.jobs": ("Jobs planned", "已安排工单"),
    "page.kept_share": ("Share kept", "兑现率"),
    "page.responses": ("Responses in time", "及时响应"),
    "page.working": ("Working time", "工作时间"),
    "page.utilisation": ("Utilisation", "利用率"),
    "page.marginal": ("What each step adds", "每一步带来的变化"),
    "page.step": ("Step", "步骤"),
    "page.pareto": ("Cost against promises kept", "成本与兑现承诺"),
    "page.by_number": ("Each scenario by its number", "各方案（按编号）"),
    "page.pareto_read": (
        "No other scenario is both cheaper and keeps more promises than any of these:",
        "没有其他方案既比以下方案便宜、又兑现更多承诺：",
    ),
    "page.bill": ("Where the cost comes from, mean a day", "成本构成，日均"),
    "page.seeds": ("Seeds", "种子"),
    "page.skills": ("Utilisation by skill", "各技能的利用率"),
    "page.skills_axis": (
        "% of the shifts of those who have the skill that is work needing it",
        "需要该技能的作业占具备该技能者班次的百分比",
    ),
    "page.hours": ("Utilisation by hour", "各小时的利用率"),
    "page.hour": ("local hour", "当地时间（时）"),
    "page.on_site": ("% of shift time on site or driving", "在现场或行车的班次时间占比（%）"),
    "page.map": ("Unassigned work", "未安排的工作"),
    "page.map_of": ("{arm}: {amount} jobs a run", "{arm}：每次求解 {amount} 个工单"),
    "page.map_read": (
        "One dot for each job left out; the larger, the more often in the runs of its day. North is up.",
        "每个点是一个未安排的工单；点越大，在当天的多次求解中被留下得越多。上方为北。",
    ),
    "page.nothing_left": ("Nothing is left out.", "没有未安排的工单。"),
    "page.not_located": ("{n} jobs without coordinates are not drawn.", "有 {n} 个工单没有坐标，未画出。"),
    "page.failed": ("Failed cells", "失败的单元"),
    "page.no_failed": ("No cell failed.", "没有失败的单元。"),
    "page.inputs": ("Exact inputs", "确切输入"),
    "page.day": ("Day", "日子"),
    "page.seed": ("Seed", "种子"),
    "page.cause": ("Cause", "原因"),
    "page.fingerprint": ("Fingerprint", "指纹"),
    "page.problem_jobs": ("Jobs", "工单"),
    "page.technicians": ("Technicians", "技师"),
    "page.changes": ("Changes", "改变"),
    "page.study_file": ("The study file", "研究文件"),
    "page.budget_time": ("{limit} s for each search, one core", "每次求解 {limit} 秒，一个核"),
    "page.budget_iterations": (
        "{n} iterations for each search, reproducible",
        "每次求解 {n} 次迭代，可重现",
    ),
    "page.made": ("How it was made", "如何得出"),
    "page.cells": ("{n} cells", "{n} 个单元"),
    "page.search_seconds": ("{span} of search in all", "求解共 {span}"),
}

SAYINGS: Mapping[str, Entry] = MappingProxyType({key: Entry(*entry) for key, entry in _TABLE.items()})
"""By key."""
