"""The columns of service on screen and in Excel: cases, what waits, files of cases, ready answers."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from shopdesk.shop.columns import Column, Kind, Sheet, State, Tone
from shopdesk.shop.service.rules import CaseKind, CaseState, EventKind, Priority
from shopdesk.text import N_

CASE_KINDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        CaseKind.ENQUIRY: State(N_("Enquiry")),
        CaseKind.COMPLAINT: State(N_("Complaint"), Tone.BAD),
        CaseKind.RETURN: State(N_("Return"), Tone.WARN),
        CaseKind.QUALITY: State(N_("Quality"), Tone.BAD),
        CaseKind.DELIVERY: State(N_("Delivery"), Tone.WARN),
        CaseKind.REVIEW: State(N_("Review"), Tone.INFO),
    }
)
PRIORITIES: Final[Mapping[str, State]] = MappingProxyType(
    {
        Priority.LOW: State(N_("Low")),
        Priority.NORMAL: State(N_("Normal")),
        Priority.HIGH: State(N_("High"), Tone.BAD),
    }
)
CASE_STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        CaseState.OPEN: State(N_("With us"), Tone.INFO),
        CaseState.WAITING_BUYER: State(N_("Waiting for the buyer")),
        CaseState.WAITING_COURIER: State(N_("Waiting for the courier")),
        CaseState.SOLVED: State(N_("Solved"), Tone.GOOD),
        CaseState.MERGED: State(N_("Merged")),
    }
)
EVENT_KINDS: Final[Mapping[str, State]] = MappingProxyType(
    {
        EventKind.ASKED: State(N_("Buyer"), Tone.INFO),
        EventKind.ANSWERED: State(N_("Answer"), Tone.GOOD),
        EventKind.NOTE: State(N_("Note")),
        EventKind.STATE: State(N_("State")),
    }
)
REASONS: Final = (
    N_("Damaged"), N_("Wrong item"), N_("Item missing"), N_("Not as described"), N_("Quality"), N_("Late delivery"),
    N_("Lost parcel"), N_("Changed mind"), N_("Price or promotion"), N_("Invoice"),
)  # fmt: skip
"""Reasons that a form offers; a shop writes its own."""

_NO: Final = Column("case_no", N_("Case"), Kind.ID, width=9)
_KIND: Final = Column(
    "kind", N_("Kind"), Kind.STATE, width=10, states=CASE_KINDS, required=True, editable=True,
    words=("类型", "类别", "售后类型", "工单类型", "類型", "type", "kind", "category"),
)  # fmt: skip
_TITLE: Final = Column(
    "title", N_("What about"), Kind.TEXT, width=30, required=True, editable=True, example=N_("Lid arrived broken"),
    words=("标题", "内容", "问题", "问题描述", "标题内容", "描述", "標題", "subject", "title", "summary", "question", "message"),
)  # fmt: skip
_REASON: Final = Column(
    "reason", N_("Reason"), Kind.TEXT, width=16, editable=True, example=N_("Damaged"),
    words=("原因", "售后原因", "退款原因", "投诉原因", "问题原因", "reason", "cause"),
)  # fmt: skip
_PRIORITY: Final = Column("priority", N_("Priority"), Kind.STATE, width=8, states=PRIORITIES, editable=True, words=("优先级", "紧急程度", "優先級", "priority"))
_PERSON: Final = Column("person", N_("Person"), Kind.TEXT, width=10, editable=True, words=("客服", "负责人", "处理人", "負責人", "agent", "assignee", "person", "owner"), help=N_("Who sees to it."))
_CHANNEL: Final = Column("channel", N_("Channel"), Kind.TEXT, width=10)
_ORDER: Final = Column("order_no", N_("Order no."), Kind.ID, width=18, words=("订单号", "订单编号", "訂單編號", "order", "order number", "order no"))
_CUSTOMER: Final = Column("customer", N_("Customer"), Kind.TEXT, width=14, personal=True)
_SKU: Final = Column("sku", N_("SKU"), Kind.ID, width=12, words=("商家编码", "货号", "sku", "sku code"))
_STATE: Final = Column("state", N_("State"), Kind.STATE, width=16, states=CASE_STATES)
_LOT: Final = Column("lot", N_("Lot no."), Kind.ID, width=12, editable=True, shown=False, words=("批号", "批次", "批次号", "批號", "lot", "lot no", "lot number", "batch"), help=N_("Taken from the order where it got pieces of one lot alone."))
_PLATFORM: Final = Column("platform_due", N_("Channel wants by"), Kind.TIME, width=14, words=("超时时间", "处理截止时间", "截止时间", "平台截止时间", "處理截止時間", "due", "deadline", "respond by"), help=N_("Until when the channel wants it answered or decided, by the clock on the wall."))
_OPENED: Final = Column("opened_at", N_("Opened"), Kind.TIME, width=14, words=("申请时间", "创建时间", "咨询时间", "建立時間", "created", "opened", "created at"))

CASES: Final = Sheet(
    "case_list",
    N_("Cases"),
    (
        _NO, _STATE, _KIND, _TITLE, _REASON, _PRIORITY, _PERSON, _CHANNEL, _ORDER, _CUSTOMER, _SKU, _LOT, _OPENED,
        Column("snoozed_until", N_("Put off until"), Kind.TIME, width=14, shown=False),
        Column("satisfaction", N_("Satisfaction"), Kind.INTEGER, width=8, editable=True, shown=False, help=N_("1 to 5, as the buyer said.")),
        Column("events", N_("Events"), Kind.INTEGER, width=7, shown=False),
        Column("import_id", N_("Import"), Kind.INTEGER, shown=False, help=N_("The import that brought it.")),
    ),
    key="case_no",
    help=N_("What buyers asked and complained of, with all that was said."),
)
QUEUE: Final = Sheet(
    "case_queue",
    N_("Queue"),
    (
        Column("due_at", N_("Promised until"), Kind.TIME, width=14, help=N_("When the next promise breaks, in the shop's business hours; blank while nothing is promised or the case rests.")),
        Column("clock", N_("Waits for"), Kind.STATE, width=13, states=MappingProxyType({
            "first_reply": State(N_("First reply"), Tone.WARN),
            "next_reply": State(N_("Next reply"), Tone.WARN),
            "solution": State(N_("Solution"), Tone.INFO),
            "platform": State(N_("Channel's deadline"), Tone.BAD),
        })),
        Column("late", N_("Late"), Kind.BOOL, width=6),
        Column("waited", N_("Minutes waited"), Kind.INTEGER, width=9, help=N_("Business minutes of that clock so far; of the channel's all minutes.")),
        _PLATFORM,
        _NO, _KIND, _TITLE, _REASON, _PRIORITY, _PERSON, _CHANNEL, _ORDER, _CUSTOMER, _STATE, _OPENED,
    ),
    key="case_no",
    help=N_("Cases that wait, the one that breaks its promise next at the top. Minutes are those in which the shop is open."),
)
REPLIES: Final = Sheet(
    "quick_replies",
    N_("Quick replies"),
    (
        Column("title", N_("Name"), Kind.TEXT, width=18, required=True, editable=True, example=N_("Parcel is on its way")),
        Column("language", N_("Language"), Kind.TEXT, width=8, required=True, editable=True, example="zh", help=N_("Of the buyer, such as zh or en.")),
        Column("reason", N_("Reason"), Kind.TEXT, width=14, editable=True, help=N_("For which it is proposed; blank for any.")),
        Column("text", N_("Text"), Kind.LONG_TEXT, width=50, required=True, editable=True, example=N_("Dear {customer}, your parcel {waybill} left on {shipped}."), help=N_("Fields in braces are filled from the case.")),
        Column("uses", N_("Used"), Kind.INTEGER, width=7),
    ),
    key="title",
    help=N_("Answers kept ready. One with a field that the case cannot fill is not copied; it names what is missing."),
)

CASE_FILE: Final = Sheet(
    "cases",
    N_("Cases"),
    (
        Column("source_no", N_("Number"), Kind.ID, width=18, required=True, example="AS-2026-0001", help=N_("The channel's number of the enquiry or claim, by which it is known again."),
               words=("售后单号", "售后编号", "售后服务单号", "工单号", "工单编号", "会话id", "會話id", "咨询编号", "投诉单号", "售後單號", "ticket id", "ticket", "case id", "case number", "conversation id", "dispute id")),
        replace(_CHANNEL, words=("渠道", "店铺", "平台", "通路", "賣場", "channel", "shop", "store"), example="Taobao"),
        replace(_KIND, editable=False, required=False, example=CaseKind.COMPLAINT.value),
        replace(_TITLE, editable=False, required=False, help=N_("Left out, the first words of what the buyer said.")),
        replace(_REASON, editable=False),
        replace(_PRIORITY, editable=False, example=Priority.NORMAL.value),
        replace(_PERSON, editable=False),
        replace(_ORDER, words=(*_ORDER.words, "交易单号", "主订单编号", "关联订单号")),
        _SKU,
        replace(_LOT, editable=False, shown=True),
        replace(_OPENED, words=(*_OPENED.words, "发送时间", "消息时间", "發送時間", "sent at")),
        Column("role", N_("Who wrote"), Kind.TEXT, words=("角色", "发送方角色", "发送人角色", "發送方角色", "sender role", "role"), help=N_("Buyer or shop. Where a file says it, each row is one message of a conversation.")),
        _PLATFORM,
        Column("said", N_("What the buyer said"), Kind.LONG_TEXT, words=("买家留言", "会话内容", "消息内容", "聊天内容", "买家消息", "问题详情", "買家留言", "buyer message", "customer message", "comment", "body")),
        Column("answered_at", N_("Answered"), Kind.TIME, words=("首次回复时间", "首响时间", "回复时间", "first reply at", "first response", "replied at", "answered")),
        Column("satisfaction", N_("Satisfaction"), Kind.INTEGER, words=("满意度", "满意度评分", "滿意度", "satisfaction", "csat"), help=N_("1 to 5, as the buyer said.")),
        Column("solved_at", N_("Solved"), Kind.TIME, words=("完结时间", "完成时间", "解决时间", "结束时间", "关闭时间", "solved at", "resolved at", "closed at")),
    ),
    key="source_no",
    help=N_("Enquiries, complaints and claims as a channel lists them: one row a case, known again by channel and number; a later answer or solution is added."),
)
"""The fields of a file of cases (import and template)."""
