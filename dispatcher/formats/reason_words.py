"""How reasons are said: one table with stable keys, English beside Simplified Chinese; continues `word_table`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatcher.formats.word_table import Entry


def _group(prefix: str, **entries: tuple[str, str]) -> dict[str, Entry]:
    return {f"{prefix}.{key}": Entry(*entry) for key, entry in entries.items()}


_BLOCKS = _group(
    "block",
    lock_technician=("the job is locked to {technician}", "工单已锁定给{technician}"),
    skill=("lacks {skill} level {level} (has level {held})", "技能{skill}需{level}级，现有{held}级"),
    skill_unheld=("lacks {skill} level {level}", "没有技能{skill}（需{level}级）"),
    skill_any=("has none of the skills {skills}", "以下技能一项也不具备：{skills}"),
    skill_none=("has {skill} level {held}, which the job rules out", "具备{skill} {held}级，而工单不允许"),
    skill_none_of=(
        "would then have {skill} level {held}, which {job} rules out",
        "若获得{skill} {held}级，则不能再做{job}",
    ),
    technician_only=("only {only} may do this job", "只有{only}可以做此工单"),
    technician_excluded=("is excluded from this job", "不得做此工单"),
    tool=("lacks the tool {tool}", "没有工具{tool}"),
    part=("the van has {left} of {needed} {part}", "需要 {part} × {needed}，车上还剩 {left}"),
    max_jobs=("already has {max_jobs} jobs, the most for this shift", "已有 {max_jobs} 个工单，达到班次上限"),
    lock_order=("{first} is locked to come before {then}", "已锁定{first}在{then}之前"),
    lock_order_apart=(
        "{first} is locked to come before {then} on the same route, but {technician} does {job}",
        "已锁定{first}与{then}由同一技师先后完成，而{job}由{technician}负责",
    ),
    time_window=(
        "would start {by} too late: at {start}, and the time window ends at {latest_start}",
        "开工晚 {by}：{start} 才能开工，而时间窗到 {latest_start} 为止",
    ),
    time_window_of=(
        "{job} would start {by} too late: at {start}, and its time window ends at {latest_start}",
        "{job}开工会晚 {by}：推迟到 {start}，而其时间窗到 {latest_start} 为止",
    ),
    lock_time=("would start at {start}, but is locked to {window}", "将于 {start} 开工，而锁定时间为 {window}"),
    lock_time_of=(
        "{job} would start at {start}, but is locked to {window}",
        "{job}将于 {start} 开工，而其锁定时间为 {window}",
    ),
    latest_finish=(
        "would be done {by} too late: at {finish} instead of {latest_finish}",
        "完工晚 {by}：{finish}，而最晚应为 {latest_finish}",
    ),
    latest_finish_of=(
        "{job} would be done {by} too late: at {finish} instead of {latest_finish}",
        "{job}完工会晚 {by}：{finish}，而最晚应为 {latest_finish}",
    ),
    break_late=(
        "the break would begin {by} too late: at {start} instead of {latest}",
        "休息会晚 {by}：{start} 才开始，而最晚应为 {latest}",
    ),
    break_missed=(
        "no time for the break: home at {arrival_home}, and only until {latest} can it be left out ({by})",
        "来不及休息：{arrival_home} 才返回，而 {latest} 前返回才可免休息（差 {by}）",
    ),
    overtime_cap=(
        "would be home {by} too late: at {arrival_home} instead of {latest_home}",
        "返回晚 {by}：{arrival_home}，而最晚应为 {latest_home}",
    ),
    price=("cheaper to leave out: +{extra} against {price}", "不安排更划算：安排增加 {extra}，不安排代价 {price}"),
    nothing=("possible as it is", "现在即可"),
    unknown=("{code} ({facts})", "{code}（{facts}）"),
)

_EVERYBODY = _group(
    "all",
    nobody=("Nobody on duty", "当班技师中无人"),
    nobody_left=("Nobody among the otherwise suitable ({suitable})", "其余条件符合的技师（{suitable} 名）中无人"),
    skill=(
        "{nobody} has {skill} level {level}; the best has level {best}",
        "{nobody}达到{skill} {level}级（最高{best}级）",
    ),
    skill_unheld=("{nobody} has {skill} level {level}", "{nobody}具备{skill} {level}级"),
    skill_any=("{nobody} has one of the skills {skills}", "{nobody}具备以下任一技能：{skills}"),
    skill_none=(
        "{nobody} is without {skill} level {level}, which the job rules out",
        "{nobody}不具备{skill} {level}级，而工单不允许此技能",
    ),
    technician_only=("{nobody} is among those who may do this job: {only}", "只有{only}可以做此工单，{nobody}符合"),
    technician_excluded=("{nobody} may do this job: all are excluded", "{nobody}可以做此工单：全部被排除"),
    tool=("{nobody} has the tool {tool}", "{nobody}带有工具{tool}"),
    part=("{nobody} carries {needed} {part}; the most is {best}", "{nobody}车上有{part} × {needed}（最多 {best}）"),
    lock_technician=("The job is locked to {technician}", "工单已锁定给{technician}"),
    no_shift=("Nobody is on duty", "没有人当班"),
    no_time=(
        "Even on an empty day no suitable technician ({suitable}) could keep its times and be home in time",
        "即使全天空闲，合适的技师（{suitable} 名）也无法按要求的时间完成并按时返回",
    ),
    not_examined=(
        "No time was left to look into the routes of the suitable technicians ({suitable}): "
        "dispatcher explain looks into them",
        "时间已到，尚未查看合适技师（{suitable} 名）的路线：可用 dispatcher explain 查看",
    ),
    no_room=("No room with any suitable technician ({suitable})", "合适的技师（{suitable} 名）都没有空档"),
    no_room_by=(
        "No room with any suitable technician ({suitable}): the nearest needs {minutes} more",
        "合适的技师（{suitable} 名）都没有空档：最接近的还差 {minutes}",
    ),
    no_room_dear=(
        "No room with any suitable technician ({suitable}): the nearest needs {minutes} more,"
        " and would cost +{extra} against {price} for leaving it out",
        "合适的技师（{suitable} 名）都没有空档：最接近的还差 {minutes}，且会增加 {extra}，而不安排代价为 {price}",
    ),
    price=(
        "Cheaper to leave out: +{extra} with {technician}, against {price} for leaving it out",
        "不安排更划算：交给{technician}增加 {extra}，不安排代价 {price}",
    ),
    free_place=(
        "{technician} has room {place}: +{extra}, against {price} for leaving it out",
        "{technician}{place}有空：增加 {extra}，不安排代价 {price}",
    ),
)

_PLACES = _group(
    "option",
    title=("What it would take", "需要放宽什么"),
    where=("{technician}, {place}", "{technician}，{place}"),
    after=("after {job}", "在{job}之后"),
    first=("as first job", "排在最前"),
    on_day=("{day}, {place}", "{day}，{place}"),
    of=("{technician}: {sentence}", "{technician}：{sentence}"),
    and_also=("; ", "；"),
)

REASON_WORDS: Mapping[str, Entry] = MappingProxyType(_BLOCKS | _EVERYBODY | _PLACES)
"""Key to what is said: `block.<code>` of one place, `all.<code>` of all technicians together."""
