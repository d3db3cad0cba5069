"""What only the command line says, beside `dispatcher.formats.word_table`: English and Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatcher.formats.word_table import Entry
from dispatcher.formats.words import Words


def _table(**entries: tuple[str, str]) -> dict[str, Entry]:
    return {key: Entry(*entry) for key, entry in entries.items()}


_COUNTS = {
    "core": ("core", "cores", "核"),
    "job": ("job", "jobs", "个工单"),
    "technician": ("technician", "technicians", "名技师"),
    "route": ("route", "routes", "条路线"),
    "better": ("better plan", "better plans", "个更优方案"),
    "rule": ("rule broken", "rules broken", "处违反规则"),
    "untrue": ("number not true", "numbers not true", "处数字不实"),
    "sheet": ("day sheet", "day sheets", "份派工单"),
    "calendar": ("calendar", "calendars", "个日历"),
}
"""What is counted: one in English, several in English, any number in Chinese."""

_WHILE_PLANNING = _table(
    compiling=(
        "Compiling once for this machine, about half a minute; from then on it is ready at once ...",
        "首次在本机运行，正在编译（约半分钟）；以后立即可用……",
    ),
    planning=(
        "Planning {jobs} with {technicians}: {seconds:g} s on {cores}, travel by {source}",
        "正在排程：{jobs}，{technicians}；{seconds:g} 秒，{cores}；路途：{source}",
    ),
    elapsed=("{elapsed:.0f} of {limit:g} s", "{elapsed:.0f} / {limit:g} 秒"),
    falling=("cost {cost} {currency}", "成本 {cost} {currency}"),
    first_plan=("making a first plan", "正在生成初始方案"),
    how_to_stop=("Ctrl-C keeps it", "Ctrl-C 保留当前方案"),
    stopping=("stopping; Ctrl-C again gives up", "正在停止；再按 Ctrl-C 放弃"),
)

_SUMMARY = _table(
    incomplete=("INCOMPLETE: jobs that must be planned are left out: {jobs}", "不完整：必须安排的工单未能安排：{jobs}"),
    stops=("Stops and start of work (▲ minutes late)", "行程与开工时间（▲ 迟到分钟）"),
    over=("Over", "加班"),
    nobody_out=("No technician has a stop.", "没有技师出工。"),
    not_sent_out=("Not sent out", "未出工"),
    why=("Why", "原因"),
    customer=("Customer", "客户"),
    rest_left_out=("and {count} more, worth {price}: {jobs}", "另有 {count} 个，合计 {price}：{jobs}"),
    conflict=("Lock that cannot be kept", "无法遵守的锁定"),
    worth=("{count}, worth {price}", "{count} 个，合计 {price}"),
    late_at_most=("{count}, at most {span}", "{count} 个，最多 {span}"),
    of_share=("{part} of {whole} ({share:.0f} %)", "{part} / {whole}（{share:.0f} %）"),
    in_shifts=("{span}, in {part} of {whole} shifts", "{span}，涉及 {whole} 个班次中的 {part} 个"),
    none=("none", "无"),
    search=(
        "{better} in {seconds:.1f} s, {first} → {last} {currency}",
        "{seconds:.1f} 秒内得到{better}，{first} → {last} {currency}",
    ),
    search_one=("one plan in {seconds:.1f} s, none better", "{seconds:.1f} 秒内得到 1 个方案，没有更优"),
    stopped=("stopped by Ctrl-C", "由 Ctrl-C 停止"),
    finished=("nothing better to be found this way", "已无法继续改进"),
    written=("Written", "已写入"),
    sheets=("{folder} ({sheets})", "{folder}（{sheets}）"),
    calendars=(
        "{folder} ({calendars}; events: {new} new, {changed} changed, {cancelled} cancelled)",
        "{folder}（{calendars}；日程：新增 {new}，变更 {changed}，取消 {cancelled}）",
    ),
    next=("Next", "下一步"),
    next_keep=(
        "add --out plan.json --page plan.html to keep this plan",
        "加上 --out plan.json --page plan.html 可保存本计划",
    ),
    next_explain=(
        "why some are left out, and what it would take: {command}",
        "查看未安排的原因与可行的调整：{command}",
    ),
    next_longer=(
        "still getting better at the end: try --time-limit {seconds:g}",
        "结束前仍在改进：可试 --time-limit {seconds:g}",
    ),
    next_prices=(
        "too many left out or too late? see what each is worth: {command}",
        "未安排或迟到过多？查看各项代价：{command}",
    ),
    next_smells=("{count} things in the input smell: {command}", "输入中有 {count} 处可疑：{command}"),
)

_CHECKING = _table(
    valid=(
        "{file} keeps every rule, and all times and prices on its routes are true.",
        "{file} 遵守所有规则，路线上的时间和费用均属实。",
    ),
    violations=("{file}: {rules}, {numbers}.", "{file}：{rules}，{numbers}。"),
    checked=(
        "{routes}, {planned} planned, {left_out} not planned; travel: {source}",
        "{routes}，已安排{planned}，未安排{left_out}；路途：{source}",
    ),
    other_problem=("The plan was made for another version of this problem.", "该计划是针对此问题的另一个版本制定的。"),
    other_travel=("The plan was made with other travel times: {source}", "该计划使用了不同的路途数据：{source}"),
    broken=("Rule broken", "违反的规则"),
    untrue=("Number that is not true", "不实的数字"),
    more_untrue=("and {count} more numbers; --json lists all", "另有 {count} 处不实；--json 可列出全部"),
    overridden=("Overridden by a technician lock", "被技师锁定覆盖的规则"),
    where=("Where", "位置"),
    whole_plan=("whole plan", "整个计划"),
    stated=("stated", "标称"),
    recomputed=("recomputed", "重新计算"),
)

_EXPLAINING = _table(
    not_planned=("not planned, worth {price}", "未安排，代价 {price}"),
    stands=("{where}; costs {price} there", "{where}；在此成本 {price}"),
    fit=("With whom, and where", "交给谁、排在哪里"),
    blocks=("What blocks there, or what changes", "有何阻碍，或有何变化"),
    extra=("Extra ({currency})", "增加（{currency}）"),
    all_planned=(
        "Every job is planned; name one to see where else it could go.",
        "所有工单均已安排；可指定一个工单查看其他位置。",
    ),
    none_else=("There is no other place for it.", "没有其他位置。"),
    lifted=(
        "{file} relaxes exactly this: {blocks}.\nWith it the plan is valid with {job} at {where}.",
        "{file} 仅放宽以下内容：{blocks}。\n如此即可将{job}安排给{where}，计划有效。",
    ),
)

_PRICES = _table(
    prices_in=("Prices in {currency}", "价格（{currency}）"),
    price_of=("What it costs", "项目"),
    per_hour=("{price} an hour", "每小时 {price}"),
    per_km=("{price} a km", "每公里 {price}"),
    per_job=("{price} a job", "每单 {price}"),
    per_level=("{price} a level", "每级 {price}"),
    per_hour_above=("{price} an hour above {span}", "超过 {span} 后每小时 {price}"),
    per_minute=("{step} + {rate} a minute", "{step} + 每分钟 {rate}"),
    must_plan=("A job that must be planned", "必须安排的工单"),
    must_plan_price=("{price} + all other jobs", "{price} + 其他工单总和"),
    lateness=("Lateness", "迟到"),
    left_out_by_priority=("A job left out, by priority", "未安排一个工单（按优先级）"),
    waiting_by_priority=("An hour of waiting, by priority", "客户等待一小时（按优先级）"),
)

SAYINGS: Mapping[str, Entry] = MappingProxyType(_WHILE_PLANNING | _SUMMARY | _CHECKING | _EXPLAINING | _PRICES)
"""Key to what is said; fields in braces are the same in both languages."""


class ConsoleWords(Words):
    """One reader's language and clock, on the command line."""

    def say(self, key: str, **fields: object) -> str:
        """A saying of the command line, or else of everybody: see `Words.say`."""
        if key not in SAYINGS:
            return super().say(key, **fields)
        saying: str = getattr(SAYINGS[key], self.language)
        return saying.format(**fields) if fields else saying

    def count(self, number: int, what: str) -> str:
        """So many of something in `_COUNTS`."""
        one, several, chinese = _COUNTS[what]
        return f"{number} {chinese if self.language == 'zh' else one if number == 1 else several}"
