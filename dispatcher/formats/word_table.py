"""Every word a person reads on a page or a sheet: one table with stable keys, English beside Simplified Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Entry(NamedTuple):
    """One saying in every language; fields in braces are the same in all of them."""

    en: str
    zh: str


def _table(**entries: tuple[str, str]) -> dict[str, Entry]:
    return {key: Entry(*entry) for key, entry in entries.items()}


def _group(prefix: str, **entries: tuple[str, str]) -> dict[str, Entry]:
    return {f"{prefix}.{key}": entry for key, entry in _table(**entries).items()}


_GENERAL = _table(
    plan=("Service plan", "服务计划"),
    technician=("Technician", "技师"),
    shift=("Shift", "班次"),
    job=("Job", "工单"),
    jobs=("Jobs", "工单"),
    ticket=("Ticket", "报修单"),
    skill=("Skill", "技能"),
    tools=("Tools", "工具"),
    parts=("Parts", "配件"),
    start=("Start", "开工"),
    arrival=("Arrival", "到达"),
    finish=("Finish", "完工"),
    departure=("Leaves", "出发"),
    arrival_home=("Back", "返回"),
    promised=("Told window", "约定时段"),
    service_class=("Service class", "服务类别"),
    priority=("Priority", "优先级"),
    address=("Address", "地址"),
    place=("Place", "地点"),
    work=("Work", "作业"),
    price=("Price", "代价"),
    share=("Share", "占比"),
    late=("late", "迟到"),
    minute_span=("{minutes} min", "{minutes}分钟"),
    second_span=("{seconds} s", "{seconds}秒"),
    hour_span=("{hours} h {minutes:02d}", "{hours}小时{minutes:02d}分"),
    distance=("{km} km", "{km}公里"),
    date=("{weekday} {day} {month} {year}", "{year}年{month}{day}日 {weekday}"),
    other_day=("{clock} ({days:+d} d)", "{clock}（{days:+d} 天）"),
    between=("{first}–{last}", "{first}–{last}"),
    count_of=("{part} of {whole}", "{part} / {whole}"),
    times=("{count} × {name}", "{name} × {count}"),
    level=("{name} level {level}", "{name} {level}级"),
    labelled=("{name}: {value}", "{name}：{value}"),
    list_comma=(", ", "、"),
    clause_comma=(", ", "，"),
    and_more=("and {count} more", "等另外 {count} 条"),
)

_CALENDAR = (
    _group("weekday", d0=("Mon", "周一"), d1=("Tue", "周二"), d2=("Wed", "周三"), d3=("Thu", "周四"))
    | _group("weekday", d4=("Fri", "周五"), d5=("Sat", "周六"), d6=("Sun", "周日"))
    | _group("month", m1=("Jan", "1月"), m2=("Feb", "2月"), m3=("Mar", "3月"), m4=("Apr", "4月"))
    | _group("month", m5=("May", "5月"), m6=("Jun", "6月"), m7=("Jul", "7月"), m8=("Aug", "8月"))
    | _group("month", m9=("Sep", "9月"), m10=("Oct", "10月"), m11=("Nov", "11月"), m12=("Dec", "12月"))
)

_PAGE = _group(
    "page",
    complete=("Every job that must be planned is planned", "必须安排的工单均已安排"),
    incomplete=("Incomplete: a job that must be planned is left out", "不完整：有必须安排的工单未能安排"),
    planned=("Jobs planned", "已安排工单"),
    left_out=("Not planned", "未安排"),
    promises=("Promises kept", "兑现承诺"),
    late=("Late", "迟到"),
    overtime=("Overtime", "加班"),
    balance=("Working time per shift", "每班工时"),
    cost=("Cost", "成本"),
    at_most=("at most {span}", "最多 {span}"),
    nobody_late=("Nobody is told a time that this plan misses.", "本计划没有失约的客户。"),
    nothing_left_out=("Every job is planned.", "所有工单均已安排。"),
    must_plan=("must be planned", "必须安排"),
    no_routes=("No technician has a stop in this plan.", "本计划中没有技师出工。"),
    unused=("Not sent out", "未出工"),
    timeline=("Timeline", "时间表"),
    map=("Map", "地图"),
    no_map=(
        "There is no map: {count} of the places carry no coordinates.",
        "没有地图：有 {count} 个地点缺少坐标。",
    ),
    not_on_map=("{count} of the places carry no coordinates and are not drawn.", "有 {count} 个地点缺少坐标，未画出。"),
    map_note=("Straight lines, not roads. North is up.", "直线示意，并非实际道路；上北下南。"),
    home=("Start or end of a route", "路线起点或终点"),
    conflicts=("Locks that cannot be kept", "无法遵守的锁定"),
    figures=("Figures", "指标"),
    cost_by_term=("Cost by term", "成本构成"),
    total=("Total", "合计"),
    rates=("What one thing is worth in another", "换算关系"),
    origin=("Origin", "来源"),
    load=("{jobs} jobs · {span} · {km}", "{jobs}单 · {span} · {km}"),
    load_title=("working time {span} of a shift of {shift}", "工时 {span}，班次时长 {shift}"),
    shift_end=("End of shift {clock}", "班次结束 {clock}"),
    told=("promised {window}", "约定 {window}"),
    shifts_out=("{part} of {whole} shifts sent out", "{whole} 个班次中出工 {part} 个"),
    people=("{count} technicians", "{count} 名技师"),
    of_class=("Planned, {name}", "已安排（{name}）"),
    no_reason=("No reason was given.", "未给出原因。"),
    skip=("Points at the same job in timeline, map and lists.", "时间表、地图与列表联动显示同一工单。"),
)

_SEGMENTS = _group(
    "segment",
    travel=("Travel", "路途"),
    setup=("Setup", "准备"),
    work=("Work", "作业"),
    wait=("Wait", "等待"),
    pause=("Break", "休息"),
    depot=("Depot", "仓库"),
    appointment=("Appointment", "私人安排"),
    overtime=("Overtime", "加班"),
    promise=("Told window", "约定时段"),
    late=("Late", "迟到"),
    shift=("Shift", "班次"),
    left_out=("Not planned", "未安排"),
)

_SHEET = _group(
    "sheet",
    title=("Day sheet", "派工单"),
    index=("Day sheets", "派工单目录"),
    none=("Nobody is sent out: there is no sheet.", "无人出工，没有派工单。"),
    loading=("Loading list", "装车清单"),
    no_parts=("No parts to load.", "无需装载配件。"),
    no_tools=("No special tools.", "无需专用工具。"),
    stops=("Stops", "行程"),
    travel=("Drive {span} · {km}", "行车 {span} · {km}"),
    home=("Drive back {span} · {km}, there at {clock}", "返程 {span} · {km}，{clock} 到达"),
    leaves=("Leave {place} at {clock}", "{clock} 从{place}出发"),
    fault=("Fault reported", "报修内容"),
    no_fault=("No description.", "无描述。"),
    come_late=(
        "Planned {span} after the told window: call the customer.",
        "计划到达比约定晚 {span}：请先联系客户。",
    ),
    voucher=("Voucher", "服务凭单"),
    started=("Started", "开始时间"),
    finished=("Finished", "结束时间"),
    remedy=("Remedy", "处理措施"),
    parts_used=("Parts used", "使用配件"),
    fee=("Fee", "费用"),
    signature=("Customer's signature", "客户签字"),
    printed=("Printed {clock}", "打印于 {clock}"),
)

_RULES = _group(
    "rule",
    skill=("a skill is missing", "缺少技能"),
    skill_any=("none of the skills is held", "不具备任何一项可选技能"),
    skill_none=("holds a skill that the job rules out", "持有工单排除的技能"),
    tool=("a tool is missing", "缺少工具"),
    part=("not enough parts in the van", "车上配件不足"),
    technician_only=("the job is reserved for others", "工单指定由其他技师完成"),
    technician_excluded=("excluded for this job", "工单不允许该技师"),
    time_window=("no start inside a time window", "无法在时间窗内开工"),
    promise_from=("starts before the told window", "早于约定时段开工"),
    latest_finish=("not done before closing", "无法在最晚完工时间前完成"),
    overtime_cap=("home after the overtime cap", "超过加班上限"),
    max_jobs=("more jobs than the shift may have", "超过班次工单数上限"),
    break_missed=("a break is not taken", "未安排休息"),
    break_late=("a break starts too late", "休息开始过晚"),
    break_twice=("a break is taken twice", "重复休息"),
    break_order=("breaks in the wrong order", "休息顺序错误"),
    departure_early=("leaves before the shift starts", "早于班次开始出发"),
    lock_technician=("locked to another shift", "已锁定到其他班次"),
    lock_time=("no start at the locked time", "无法在锁定时间开工"),
    lock_order=("the locked order is not kept", "未遵守锁定顺序"),
    lock_clash=("two locks contradict each other", "锁定相互矛盾"),
    lock_left_out=("locked, yet not planned", "已锁定但未安排"),
    shift_unknown=("a route of an unknown shift", "路线所属班次不存在"),
    shift_twice=("two routes for one shift", "一个班次有两条路线"),
    route_without_job=("a route without a job", "路线中没有工单"),
    job_unknown=("an unknown job", "工单不存在"),
    job_twice=("the job is listed twice", "工单重复出现"),
    job_both=("the job is planned and listed as not planned", "工单既已安排又列为未安排"),
    job_lost=("the job is listed nowhere", "工单遗漏"),
    depot_unknown=("an unknown depot", "仓库不存在"),
    break_unknown=("an unknown break", "休息不存在"),
    appointment=("appointments are not supported yet", "暂不支持私人安排"),
    false_travel=("the travel time is not true", "路途时间不实"),
    false_distance=("the distance is not true", "里程不实"),
    false_arrival=("the arrival is not true", "到达时间不实"),
    false_start=("the start is not true", "开工时间不实"),
    false_finish=("the finish is not true", "完工时间不实"),
    false_wait=("the wait is not true", "等待时间不实"),
    false_lateness=("the lateness is not true", "迟到时间不实"),
    false_parts=("the parts used are not true", "使用配件不实"),
    false_home=("the arrival home is not true", "返回时间不实"),
    false_working_time=("the working time is not true", "工时不实"),
    false_overtime=("the overtime is not true", "加班时间不实"),
    false_cost=("a cost is not true", "成本不实"),
)

_FACTS = _group(
    "fact",
    skill=("{value}", "{value}"),
    skills=("{value}", "{value}"),
    tool=("{value}", "{value}"),
    part=("{value}", "{value}"),
    level=("level {value}", "{value}级"),
    needed=("{value} needed", "需要 {value}"),
    held=("{value} held", "现有 {value}"),
    left=("{value} left", "剩余 {value}"),
    day=("on {value}", "日期 {value}"),
    only=("only {value}", "仅限 {value}"),
    jobs=("{value} jobs", "{value} 个工单"),
    max_jobs=("{value} allowed", "上限 {value}"),
    start=("start {value}", "开工 {value}"),
    finish=("finish {value}", "完工 {value}"),
    departure=("leaves {value}", "出发 {value}"),
    arrival_home=("home {value}", "返回 {value}"),
    end=("shift ends {value}", "班次结束 {value}"),
    earliest=("earliest {value}", "最早 {value}"),
    latest=("latest {value}", "最晚 {value}"),
    earliest_start=("earliest start {value}", "最早开工 {value}"),
    latest_start=("latest start {value}", "最晚开工 {value}"),
    latest_finish=("latest finish {value}", "最晚完工 {value}"),
    promised_from=("promised from {value}", "约定自 {value}"),
    seconds=("off by {value}", "相差 {value}"),
    duration=("lasts {value}", "时长 {value}"),
    overtime=("overtime {value}", "加班 {value}"),
    max_overtime=("{value} allowed", "上限 {value}"),
    stated=("stated {value}", "标称 {value}"),
    true=("in truth {value}", "实际 {value}"),
)

_TERMS = _group(
    "term",
    travel_time=("Travel time", "路途时间"),
    travel_distance=("Travel distance", "路途里程"),
    working_time=("Working time", "工时"),
    overtime=("Overtime", "加班"),
    imbalance=("Long shifts", "超长班次"),
    promise_missed=("Promise missed", "违约（约定时段）"),
    respond_missed=("Response late", "响应超时"),
    resolve_missed=("Resolution late", "修复超时"),
    preferred_missed=("Not the preferred technician", "非首选技师"),
    overqualified=("Over-qualified technician", "技师级别过高"),
    waiting_customer=("Customers waiting", "客户等待"),
    promise_broken=("Told promise broken", "打破已告知的承诺"),
    technician_swapped=("Technician swapped", "更换技师"),
    start_moved=("Start moved", "开工时间变动"),
    unassigned=("Unassigned jobs", "未安排工单"),
)

_FIGURES = _group(
    "kpi",
    jobs=("Jobs", "工单"),
    planned=("Planned", "已安排"),
    shifts_used=("Shifts used", "出工班次"),
    promises_kept=("Promises kept", "兑现承诺"),
    responses_kept=("Responses in time", "按时响应"),
    late_p50=("Late jobs, median", "迟到中位数"),
    late_p90=("Late jobs, 90 %", "迟到 90 分位"),
    late_max=("Late jobs, worst", "最长迟到"),
    travel=("Travel", "路途时间"),
    distance=("Distance", "里程"),
    service=("Work on site", "现场作业"),
    idle=("Waiting", "等待"),
    breaks=("Breaks", "休息"),
    working_time=("Working time", "工时"),
    overtime=("Overtime", "加班"),
    utilisation=("Work as share of shifts", "作业占班次比例"),
)

_CLASSES = _group(
    "class",
    paid=("paid", "付费"),
    contract=("contract", "合同"),
    warranty=("warranty", "保修"),
    courtesy=("courtesy", "优惠"),
    internal=("internal", "内部"),
)

_CLOCKS = _group(
    "clock",
    promise=("told window missed", "错过约定时段"),
    respond_by=("response late", "响应超时"),
    resolve_by=("resolution late", "修复超时"),
)

_ORIGIN = _group(
    "origin",
    engine=("engine {engine}", "引擎 {engine}"),
    budget=("{used} of {limit} s", "{limit} 秒中用时 {used} 秒"),
    cores=("{count} cores", "{count} 核"),
    seed=("seed {seed}", "种子 {seed}"),
    travel=("travel: {source}", "路途数据：{source}"),
    problem=("problem {hash}", "问题 {hash}"),
    created=("created {clock}", "生成于 {clock}"),
)

_RATES = _group(
    "rate",
    travel=("one hour of travel", "一小时路途"),
    overtime=("one hour of overtime", "一小时加班"),
    distance=("ten kilometres", "十公里"),
    unassigned_paid=("one unassigned paid job of priority 3", "一个未安排的付费工单（优先级 3）"),
    unassigned_contract=("one unassigned contract job of priority 1", "一个未安排的合同工单（优先级 1）"),
    preferred=("another technician than preferred", "非首选技师上门"),
    broken=("one told promise broken by a re-plan", "重排打破一个已告知的承诺"),
    late=("{minutes} late minutes of a paid job", "付费工单迟到 {minutes} 分钟"),
)

WORDS: Mapping[str, Entry] = MappingProxyType(
    _GENERAL
    | _CALENDAR
    | _PAGE
    | _SEGMENTS
    | _SHEET
    | _RULES
    | _FACTS
    | _TERMS
    | _FIGURES
    | _CLASSES
    | _CLOCKS
    | _ORIGIN
    | _RATES
)
"""Key to what is said. Codes of violations are `rule.<code>`, terms `term.<term>`; `reason_words` says reasons."""
