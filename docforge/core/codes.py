"""The catalogue of codes: what can be said to the user, how bad it is, and what to do about it.

``docs/codes.md`` is written from this catalogue. A code's id and meaning never change once released; R reading,
E extraction, V validation, P policy, T template, W writing, L ledger, B batches, X across applications, U usage.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad: an error keeps a case from being complete, a warning asks for a look, info only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: ``sentence`` and ``remedy`` are format strings for the details given with it."""

    id: str
    severity: Severity
    sentence: str
    remedy: str
    exit_status: int = 1

    def say(self, **details: object) -> str:
        """The sentence with the details filled in."""
        return self.sentence.format_map(_Blank(details))

    def advise(self, **details: object) -> str:
        """The remedy with the details filled in."""
        return self.remedy.format_map(_Blank(details))


class _Blank(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


CATALOGUE: dict[str, Code] = {}


def _code(id: str, severity: Severity, sentence: str, remedy: str, exit_status: int = 1) -> Code:
    if id in CATALOGUE:
        raise ValueError(f"code {id} defined twice")
    CATALOGUE[id] = Code(id, severity, sentence, remedy, exit_status)
    return CATALOGUE[id]


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

# Reading: bytes → Document
FILE_NOT_FOUND = _code("R101", _E, "找不到文件", "请核对路径和文件名", 3)
FILE_EMPTY = _code("R102", _E, "文件是空的（0 字节）", "请重新导出或重新拍照后再提交", 3)
FORMAT_UNKNOWN = _code("R103", _E, "认不出的文件格式", "请另存为 PDF、JPG、PNG 或 .docx 后再提交", 3)
FORMAT_LEGACY_WORD = _code(
    "R104",
    _E,
    "这是旧版 Office/WPS 文件（{format}），不能直接读取",
    "请用 Word 或 WPS 打开，选“另存为”，类型选“Word 文档 (*.docx)”或 PDF",
    3,
)
FORMAT_UNSUPPORTED = _code("R105", _E, "暂不支持{format}", "{advice}", 3)
OFFICE_ENCRYPTED = _code("R107", _E, "Office 文件已加密，需要密码才能打开", "请用 Word/Excel 或 WPS 打开，去掉密码后另存", 3)
PDF_ENCRYPTED = _code(
    "R111", _E, "PDF 已加密，需要密码才能打开", "请把密码写入文本文件（每行一个），用 --password-file 给出；或另存为无密码的 PDF", 3
)
PDF_BROKEN = _code("R112", _E, "PDF 已损坏，无法打开", "请重新导出或重新扫描", 3)
PDF_TOO_MANY_PAGES = _code("R113", _E, "PDF 有 {pages} 页，超过上限 {limit} 页", "请只提交本次申报需要的页", 3)
PICTURE_BROKEN = _code("R121", _E, "图片已损坏，无法解码", "请重新拍照或扫描", 3)
PICTURE_TOO_LARGE = _code("R122", _E, "图片尺寸 {width}×{height} 超过上限 {limit}", "请按 300 dpi 以 A4 幅面重新扫描", 3)
WORD_BROKEN = _code("R131", _E, "Word 文件已损坏，无法打开", "请用 Word 或 WPS 打开后另存为新的 .docx", 3)
SHEET_BROKEN = _code("R132", _E, "Excel 文件已损坏，无法打开", "请用 Excel 或 WPS 打开后另存为新的 .xlsx", 3)
SHEET_TOO_LARGE = _code("R133", _E, "Excel 文件超过 {rows} 行或 {cells} 个有内容的单元格", "请只保留与本次申报有关的工作表和行", 3)
ARCHIVE_BROKEN = _code("R141", _E, "压缩包已损坏，无法解开", "请重新打包为 .zip 后提交", 3)
ARCHIVE_UNSAFE_NAME = _code("R142", _E, "压缩包内的文件名“{name}”指向包外，已跳过", "请把文件放在同一文件夹内重新打包")
ARCHIVE_TOO_LARGE = _code("R143", _E, "压缩包解开后超过上限（{limit}），疑似压缩炸弹", "请只打包本次申报的材料，或分成几个包", 3)
ARCHIVE_TOO_MANY = _code("R146", _E, "压缩包内有 {count} 个文件，超过上限 {limit} 个", "请只打包本次申报的材料", 3)
ARCHIVE_TOO_DEEP = _code("R144", _E, "压缩包嵌套超过 {limit} 层", "请解开后直接提交文件", 3)
ARCHIVE_ENCRYPTED = _code("R145", _E, "压缩包内的“{name}”已加密", "请用 --password-file 给出密码，或去掉密码后重新打包")
NOTHING_INSIDE = _code("R108", _E, "里面没有可读的内容（没有附件、文件或表格内容）", "请核对是否放错文件", 3)
PDF_NESTED = _code("R114", _E, "PDF 的图形层层嵌套，解析会耗尽内存，已拒绝", "请用 PDF 阅读器打开后“打印”为新的 PDF", 3)
NOT_A_FILE = _code("R106", _E, "不是普通文件", "请给出文件；文件夹请用 docforge extract 或 check", 3)
FILE_TOO_LARGE = _code("R151", _E, "文件大小 {size} 超过上限 {limit}", "请压缩图片或拆分文件后再提交", 3)
READING_TIMEOUT = _code("R152", _E, "识别超过 {seconds} 秒仍未完成，已停止", "请检查该文件是否异常，或重新扫描", 3)
ENGINE_FAILED = _code("R153", _E, "文字识别引擎出错：{reason}", "请运行 docforge doctor 检查安装；如只有此文件出错，请重新扫描", 3)
ENGINE_MISSING = _code("R154", _E, "没有可用的文字识别引擎", "请运行 pip install docforge 补齐依赖，再运行 docforge doctor", 4)
OFD_BROKEN = _code("R171", _E, "OFD 文件已损坏，找不到页面", "请用 OFD 阅读器打开后导出为 PDF", 3)
FILE_UNPARSABLE = _code("R155", _E, "文件内容异常，无法解析（{reason}）", "请用原来的软件打开后重新另存，或重新扫描", 3)
TEXT_LAYER_UNUSABLE = _code("R161", _I, "第 {page} 页的文字层是乱码，已改用图像识别", "无需处理")
PDF_SIGNED = _code(
    "R163", _I, "PDF 带有 {count} 个电子签名（签署时间：{times}），程序不验证签名", "如需验证，请用 PDF 阅读器查看签名"
)
PICTURE_TOO_SMALL = _code(
    "R164",
    _W,
    "第 {page} 页的字太小（字高约 {height} 像素），可能读错",
    "请把分辨率提高到现在的 {times} 倍后重新扫描（A4 幅面约 300 dpi）",
)
PICTURE_UNCLEAR = _code(
    "R165", _W, "第 {page} 页字迹不清，有 {unread} 处未能读出", "请按 {dpi} dpi 重新扫描，或在光线充足处对焦后重拍，避开反光和阴影"
)
DUPLICATE_FILE = _code("R166", _I, "与“{other}”{how}", "只按一份计算；如本应是不同材料，请核对是否放错")
PAGE_BLANK = _code("R162", _W, "第 {page} 页没有文字", "如不是有意的空白页，请重新扫描")

# Extraction: Document → Records
PAGE_UNRECOGNISED = _code("E201", _W, "认不出是哪种材料", "请确认是否为申报所需材料；如是，请重新扫描或人工核对")
LOOK_ALIKE = _code("E202", _W, "这是“{title}”，不是{label}", "请提交{label}")
FIELD_MISSING = _code("E211", _W, "{kind}上没有读到“{field}”", "请人工核对原件，或重新扫描后再提交")
USUAL_FIELD_MISSING = _code("E217", _I, "{kind}上没有读到通常都有的“{field}”", "如原件上有，请人工核对")
CHECK_DIGIT = _code("E212", _W, "“{field}”读作 {value}，校验码不符", "请对照原件核对；如照片不清，请重新扫描")
CODE_REPAIRED = _code("E213", _I, "“{field}”原读作 {raw}，按校验码更正为 {value}", "请对照原件确认")
CODE_SUPPOSED = _code("E216", _W, "“{field}”读作 {raw}，校验码不符；只有 {value} 能通过校验，暂按此填写", "请对照原件核对这个号码")
CODE_DIFFERS = _code("E218", _W, "“{field}”印的是“{printed}”，二维码中是“{said}”", "请对照原件核对；如确不一致，请核实材料真伪")
PART_MISSING = _code("E219", _W, "{kind}缺少{parts}", "请补交所缺的页")
DERIVED_DIFFER = _code("E220", _W, "“{field}”前后不一：{ways}", "请对照原件核对")
VALUES_UNEQUAL = _code("E221", _W, "“{first}”（{a}）与“{second}”（{b}）不一致", "请对照原件核对")
DIVISION_MISREAD = _code("E222", _W, "“{field}”中的“{word}”不是行政区划，与{near}只差一个字", "请对照原件核对")
NAME_ENDING = _code("E223", _I, "“{field}”读作“{value}”，结尾不是单位名称常见的写法", "请对照原件核对")
CODE_DIVISION = _code("E224", _I, "“{field}”里的行政区划代码 {word} 在国家标准里查不到", "请对照原件核对；确实这样印的，无需处理")
PAGE_TOO_FULL = _code(
    "E225",
    _W,
    "第 {page} 页有 {count} 行文字，只在最上面的 {limit} 行里找各项内容（名单照常逐行读）",
    "如是汇总的材料，请拆成单份后提交",
)
NUMBER_PART_DIFFERS = _code(
    "E226", _W, "“{field}”里表示{part}的数字是 {own}（{words}），与“{other}”（{value}）不一致", "请对照原件核对"
)
NUMBER_PART_UNKNOWN = _code(
    "E227", _I, "“{field}”里表示{part}的数字 {own} 不是已知的写法", "请对照原件核对；确实这样印的，无需处理"
)
VALUE_UNREADABLE = _code("E214", _W, "“{field}”读作“{raw}”，不能理解为{type}", "请人工核对原件")

# Validation: Policy + Records → Verdict
ATTACHMENT_MISSING = _code("V301", _E, "缺少{label}", "请补充{label}{copies}")
ATTACHMENT_EXPIRED = _code("V302", _E, "{label}已于 {end} 到期（按申报日期 {on} 判断）", "请提交在有效期内的{label}")
ATTACHMENT_DOUBTFUL = _code("V303", _W, "{label}已提交，但有内容未能读清：{fields}", "请人工核对，必要时请申报单位重新扫描")
VALUES_DIFFER = _code("V304", _E, "{field}不一致：{pairs}", "请核对并更正；如名称或法定代表人已变更，请补充变更证明")
NAME_NEARLY = _code("V305", _W, "{field}写法不同：{pairs}", "请核对是否为同一单位")
ATTACHMENT_NOT_IT = _code("V306", _E, "提交的{papers}不能作为{label}", "请提交写明本申报单位（人）的{label}")
ATTACHMENT_UNSURE = _code("V307", _W, "提交的{label}未能确认是否写明本申报单位（人）", "请人工核对")
ATTACHMENT_FLAGGED = _code("V308", _W, "以{paper}作为{label}，政策附件没有列这种材料", "请经办人确认是否接受")
IMPLIED_MISSING = _code(
    "V312", _W, "未提交{label}（原文没有列申报材料，按支持条件推定需要）", "请按申报指南确认是否需要，如需要请补充"
)
NO_PAPERS_LISTED = _code("V313", _I, "政策原文没有列申报材料", "以年度申报指南为准；所列材料按支持条件推定")
EVIDENCE_MISSING = _code("V311", _I, "未提供佐证“{label}”，需核查", "政策附件未列为必交材料，可向{place}查询核实")
CONDITION_NOT_MET = _code("V321", _E, "不符合条件：{text}", "{remedy}")
CONDITION_UNKNOWN = _code("V322", _W, "无法从材料判断：{text}", "{because}")
CONDITION_FOR_CLERK = _code("V324", _I, "由经办人核查：{text}", "{because}")
FACT_NEEDED = _code("V323", _W, "尚需确认：{question}", "请在填报数据中填写“{key}”")
FORM_MADE_HERE = _code("V335", _I, "{label}由程序按材料和填报数据填写", "请打印、核对、盖章后与其他材料一并提交")
TYPED_CONTRADICTS = _code(
    "V331", _E, "填报的“{field}”（{typed}）与{source}（{read}）不一致", "请核对后更正填报数据，或补充变更证明"
)
TYPED_INVALID = _code("V332", _E, "填报的“{field}”有误：{reason}", "请更正填报数据")
FORM_FIELD_EMPTY = _code("V333", _E, "申请表“{field}”尚未填写", "请在填报数据中补充")
FORM_FIELD_UNCLEAR = _code("V337", _W, "申请表“{field}”未能读清", "请人工核对申请表，必要时请申报单位重新提交")
TYPED_UNUSUAL = _code("V336", _W, "填报的“{field}”（{value}）与通常的写法不同", "请核对是否写全、有无错字")
TEXT_LENGTH = _code("V334", _W, "“{field}”共 {length} 字，应为{bounds}", "请增删内容；程序不会截断")
WINDOW_CLOSED = _code("V341", _W, "申报日期 {on} 不在受理时间（{window}）内", "请按受理时间提交")
RECOGNISED_LONG_AGO = _code(
    "V345", _W, "认定日期 {date} 距申报日超过 {months} 个月", "请经办人核对是否属于本轮支持范围、以往是否已获支持"
)
DATE_IN_FUTURE = _code("V346", _E, "证书日期 {date} 晚于申报日期", "请对照原件核对日期")
CERTIFICATE_YEAR = _code("V342", _W, "证书编号中的年份 {number_year} 与发证时间 {date_year} 不一致", "请对照原件核对")
DUPLICATE_RECORD = _code("V343", _I, "同一材料提交了 {count} 份：{sources}", "采用读得最清楚的一份")
PERHAPS_SAME_PROJECT = _code("V351", _W, "{names}如属同一项目，按就高不重复只支持一项", "请经办人确认是否同一项目")
GRANTED_BEFORE = _code("V352", _W, "以往已获支持：{earlier}", "{advice}")
HIGHER_AFTER_LOWER = _code("V353", _W, "以往已获较低的支持：{earlier}", "{advice}")
BARRED = _code("V354", _E, "限制申报至 {until}：{reason}", "限制期内不予受理；如有异议请提供解除决定")
PRIORITY = _code("V355", _I, "上一项目绩效评价为{grade}：{effect}", "请经办人核对绩效评价结果")
RECTIFYING = _code("V356", _W, "上一项目绩效评价为{grade}，整改结果尚未填写", "请经办人填写整改是否到位")
SIMILAR_PLATFORM = _code("V357", _W, "与台账中的“{name}”名称相近（{share}）", "请经办人确认是否同一平台更名，是否仍属首次认定")
CERTIFICATE_CLAIMED = _code("V358", _E, "证书编号 {number} 已由“{other}”申报", "请核对证书归属")
POLICY_NOT_YET = _code("V359", _W, "申报日期不在政策有效期内", "请确认应适用的政策")
ABOVE_CAP = _code("V360", _E, "拟支持金额 {decided}万元超过核定上限 {cap}万元", "请按核定上限调整，或说明依据")
BELOW_FLOOR = _code("V361", _W, "拟支持金额 {decided}万元低于政策规定的下限 {cap}万元", "请核对")
INSTALMENTS = _code("V362", _E, "分批金额合计 {total}万元超过核定上限 {cap}万元", "请调整各期金额")
NO_PAPER = _code("V344", _E, "文件夹里没有读到任何申报材料", "请核对文件夹是否选对")

# Policy packs
POLICY_UNKNOWN = _code("P401", _E, "没有名为“{name}”的政策{hint}", "可用的政策：{known}", 2)
POLICY_INVALID = _code("P402", _E, "{problem}", "请修改该文件后再试", 2)
CATEGORY_UNKNOWN = _code("P403", _E, "政策“{policy}”没有类别“{name}”{hint}", "可用的类别：{known}", 2)
CATEGORY_NEEDED = _code("P404", _E, "需要说明申报类别", "请用 --category 指定；可用的类别：{known}", 2)
EXAMPLES_MISSING = _code(
    "P405", _E, "政策“{policy}”没有 examples.yaml", "请在政策文件夹中加入例子：事实和材料写进去，结论和金额写出来", 2
)
CALENDAR_MISSING = _code(
    "P411",
    _E,
    "没有 {year} 年的{layer}放假安排，无法推算工作日",
    "请用 --until 指定公示截止日期；或把该年安排写成 YAML 文件，用 --calendar 给出，内容如：{how}",
    2,
)
CALENDAR_UNKNOWN = _code("P413", _E, "没有名为“{name}”的日历{hint}", "可用的日历：{known}；也可在政策文件夹的 calendars/ 下加入", 2)
KIND_UNKNOWN = _code("P412", _E, "没有名为“{name}”的材料种类{hint}", "可用的种类：{known}", 2)
LINT_KIND = _code("P421", _E, "必交材料“{label}”的种类 {kinds} 没有定义，永远认不出", "请在材料种类中加入，或更正 any_of")
LINT_KIND_SOFT = _code("P422", _I, "佐证“{label}”的种类 {kinds} 没有定义，只能由经办人查询", "如需自动识别，请加入材料种类")
LINT_REFERENCE = _code("P423", _E, "引用了不存在的字段 {path}", "请核对材料种类和字段的 key")
LINT_PLACEHOLDER = _code("P424", _E, "模板中的占位符“{name}”在表单中没有定义", "请更正模板或在表单中加入该字段")
LINT_FIELD_UNUSED = _code("P425", _W, "表单字段“{name}”在模板中没有占位符", "请在模板中加入 {{{{ {name} }}}}")
LINT_UNCONFIRMED = _code("P426", _I, "待确认：{problem}（目前：{decision}）", "确认后把 confirmed 改为 true")
LINT_EXPRESSION = _code("P428", _E, "表达式有误：{problem}（{expression}）", "请更正 met、not_met、where 或 when")
LINT_UNPROVEN = _code("P429", _I, "{category}的条件“{text}”在附件清单中没有对应材料", "请在附件清单中列明，或由经办人查询")
LINT_UNREACHABLE = _code("P430", _W, "{category}的“{branch}”永远不会被选中", "请核对 facts 的 choices 与 events 的名称")
LINT_FORM_LACKS = _code("P431", _I, "《{form}》没有{what}栏，核定金额要用到", "在填报数据和核定表中填写；修订时可加入申请表")
LINT_BLANK_DATE = _code("P432", _I, "政策的起止日期没有填写", "印发后请补充 validity")
LINT_NO_AMOUNT = _code("P433", _W, "{category}没有{levels}级的金额", "如原文如此，请在 open_points 中说明；否则补上 by_level")
LINT_REPEATED = _code("P434", _E, "条件编号 {id} 重复", "请改用不同的编号")
LINT_WINDOW = _code("P435", _E, "受理时间“{window}”不成立", "请核对 first_day、last_day")
LINT_CONTACT = _code("P427", _I, "部门“{name}”没有填写地址或电话，通知中将留空", "请在 departments 中补充")

# Templates and rendering
TEMPLATE_SYNTAX = _code("T501", _E, "模板有误：{problem}", "请在 Word 中更正该处占位符", 2)
TEMPLATE_UNDEFINED = _code("T502", _E, "模板用到了未提供的数据“{name}”", "请补充该数据，或在表单定义中声明可空", 2)
TEMPLATE_NOT_WORD = _code("T503", _E, "模板不是有效的 .docx 文件", "请用 Word 或 WPS 另存为 .docx", 2)
RENDER_LOST_VALUE = _code("T504", _E, "生成的文件中找不到“{field}”的内容“{value}”", "请检查模板中的占位符是否被删除或改动")
VALUE_NOT_TEXT = _code("T505", _E, "“{field}”含有 Word 不能保存的控制字符", "请重新输入该内容", 2)
TEMPLATE_FORBIDDEN = _code("T506", _E, "模板使用了不允许的表达式：{problem}", "模板只能引用数据和内置过滤器", 2)
FORM_MISSING = _code("T507", _E, "类别“{category}”没有申请表模板", "请在政策文件夹的 forms/ 下加入模板", 2)
FORM_UNKNOWN = _code("T521", _E, "政策“{policy}”没有申请表“{name}”{hint}", "可用的申请表：{known}", 2)
BIND_MISSED = _code(
    "T522", _E, "必填项“{field}”没有放进表格：{reason}", "请在表单中更正 printed 或 beside，或在 Word 中手工写入占位符"
)
BIND_MISSED_OPTIONAL = _code("T523", _W, "“{field}”没有放进表格：{reason}", "如表上有这一项，请更正 printed 或 beside")
BIND_SPARE = _code("T524", _I, "标签“{label}”旁边有空格，表单里没有这一项", "如需填写，请在表单中加入该项")
BIND_NOTE = _code("T525", _I, "{note}", "如应一致，请更正表单")
NOTICE_UNKNOWN = _code("T508", _E, "政策“{policy}”没有通知种类“{name}”{hint}", "可用的种类：{known}", 2)
NOTICE_BY_PROCESS = _code(
    "T510", _E, "“{name}”由 docforge process 随核对结果一并生成", "请对申报文件夹运行 docforge process，结果里有这份文书", 2
)
PICTURE_UNUSABLE = _code("T509", _E, "图片不能放进 Word 文件：{reason}", "请换用 JPG 或 PNG 图片", 2)
TEMPLATE_REMARK = _code("T511", _W, "模板：{problem}", "请核对是否有意这样写")
TEXT_CUT_OFF = _code(
    "T512", _W, "“{field}”有{length}字，该格行高固定，约容{fits}字，超出部分会被截去", "请缩短内容，或在模板中把行高改为“最小值”"
)
SUBDOCUMENT_UNUSABLE = _code(
    "T513", _E, "子文档中的内容不能放进文件：{what}", "请删除脚注、图表、旧式图形等内容，或改为普通段落、表格和图片", 2
)

# Writing
OFFICE_MISSING = _code(
    "W601",
    _E,
    "没有安装 LibreOffice，不能生成 PDF（.docx 已生成）",
    "请安装 LibreOffice（Debian：apt install libreoffice-writer-nogui）后重试",
    4,
)
OFFICE_FAILED = _code("W602", _E, "LibreOffice 转换失败：{reason}（.docx 已生成）", "请用 Word 或 WPS 打开 .docx 另存为 PDF")
FONT_SUBSTITUTED = _code(
    "W603", _I, "PDF 中未安装的字体 {wanted} 已用“{used}”代替", "如需正式版式，请安装该字体或用 Word/WPS 打印 .docx"
)
CANNOT_WRITE = _code("W604", _E, "不能写入", "请检查文件夹是否存在、是否有写权限、文件是否正被打开", 2)
PERSONAL_DATA = _code("W605", _E, "公示内容含有个人信息（{what}），已停止生成", "请从名单中删除该列或该内容", 2)
NOTICE_SUM_DIFFERS = _code(
    "W606", _E, "正文总额 {said} 万元与名单合计 {listed} 万元不一致，已停止生成", "请检查公示模板里的合计行是否被改动", 2
)
PDF_PAGES = _code("W608", _W, "PDF 有 {pages} 页，应为 {expected} 页", "请核对内容是否过长，或字体不同使版面变化")

# Ledger
LEDGER_URL_INVALID = _code("L801", _E, "台账的地址有误", "请写成文件名，或 postgresql+psycopg://用户:密码@主机/库名", 2)
LEDGER_DRIVER_MISSING = _code(
    "L802",
    _E,
    "没有安装连接台账数据库所需的 {driver}",
    "请安装该数据库的 Python 驱动，PostgreSQL 为 pip install psycopg[binary]",
    4,
)
LEDGER_LOCKED = _code("L803", _E, "台账正被其他程序占用", "请稍后重试，或关闭正在使用台账的程序", 3)
LEDGER_BROKEN = _code("L804", _E, "台账文件已损坏，或不是台账", "请换用备份，或用最近一次导出的表格重新导入", 3)
LEDGER_UNREACHABLE = _code("L805", _E, "台账打不开或不能写入", "请核对地址、用户和密码、读写权限，以及数据库是否在运行", 3)
LEDGER_NOT_THERE = _code("L806", _E, "这里没有台账", "请核对地址；如要新建，请先用 docforge ledger import 导入", 3)
LEDGER_ROWS_INVALID = _code(
    "L807",
    _E,
    "台账表格有 {count} 处有误，一行都没有写入：{problems}",
    "请更正后重新导入；空白表格可用 docforge ledger export 得到",
    2,
)
LEDGER_ENTRY_INVALID = _code("L808", _E, "台账记录有误：{problem}", "请更正后再试", 2)

# Across applications: what two have in common, told and never decided
SAME_APPLICANT = _code("X901", _W, "{number} 在“{category}”中申报了 {count} 次：{sides}", "请核对是否重复提交，是否只受理一份")
SAME_APPLICANT_ELSEWHERE = _code("X902", _I, "{number} 同时申报了 {count} 个类别：{sides}", "请按就高不重复核对是否同一项目")
SAME_EMPLOYER = _code("X903", _I, "{number} 有 {count} 份个人申报“{category}”：{sides}", "无需处理；有名额限制的请一并考虑")
CERTIFICATE_TWO_NAMES = _code("X904", _W, "{label}编号 {number} 印在不同的名称下：{sides}", "请对照原件核对真伪和归属")
CERTIFICATE_SHARED = _code("X905", _I, "{label}编号 {number} 用于不同的申报：{sides}", "请核对归属；共有的请确认由谁申报")
SAME_FILE = _code("X906", _W, "同一个文件（{label}）用于 {count} 份申报：{sides}", "请核对是否放错，或材料是否属于申报单位")
SAME_UNKNOWN_FILE = _code("X907", _I, "同一个文件用于 {count} 份申报：{sides}", "认不出是哪种材料；如不是通用文件，请核对")
SAME_PICTURE = _code(
    "X908", _W, "同一画面（重新压缩或另存）用于不同的申报：{sides}", "请对照原件核对是否放错，材料是否属于申报单位"
)
SAME_PERSON = _code("X909", _W, "同一公民身份号码出现在 {count} 份个人申报中：{sides}", "请核对是否同一人重复申报")
SAME_TEXT = _code("X910", _W, "内容相近（约 {share} 相同）：{sides}", "请人工比对是否抄写，或是否同一项目")
SAME_PHONE = _code("X911", _I, "{count} 家单位填写了同一电话 {number}：{sides}", "请核对是否由同一中介代办，联系方式是否真实")

# Sorting papers of many applicants
SORT_NO_NAME = _code("X921", _W, "没有读到申报单位的名称或代码", "请人工放入所属的文件夹")
SORT_STRANGER = _code("X922", _W, "写明的是{names}，从其他材料不能确定属于哪一家", "请核对后人工放入所属的文件夹")
SORT_SEVERAL = _code("X923", _I, "这个文件写明了几家：{names}，已整份复制到各家", "请核对各家需要的页")
SORT_CONFLICT = _code(
    "X924", _W, "{name}有几个不同的统一社会信用代码：{others}", "请核对是否同名的不同单位；没有代码的材料没有归类"
)
SORT_TWO_NAMES = _code("X925", _W, "代码 {number} 有不同的名称：{others}，已归入同一文件夹", "请核对是否更名，或材料不属于这一家")
SORT_PERSON_TWICE = _code("X926", _W, "{person}在几家的材料中出现：{names}，不能确定属于哪一家", "请人工放入所属的文件夹")
SORT_UNREADABLE = _code("X927", _W, "不能读取：{reason}", "请按提示处理后人工放入所属的文件夹")
SORT_REPEATED = _code("X928", _I, "与“{other}”内容完全相同", "已按所属的文件夹复制，未作删减")

# Batches: many cases in one run
CASE_QUARANTINED = _code(
    "B901",
    _E,
    "处理这一件时进程两次异常结束（程序崩溃、内存不足，或超过 {seconds} 秒），已单独搁置",
    "请逐个文件试读（docforge kind try），换掉有问题的文件后再运行一次，只处理这一件；未换文件而要重试，请加 --fresh",
    3,
)
CASE_FAILED = _code("B902", _E, "处理这一件时程序内部错误：{reason}", "请把此信息反馈；其余各件不受影响")
CASES_INVALID = _code("B903", _E, "案件清单有 {count} 处有误，没有开始处理：{problems}", "请更正清单后再试", 2)
CLUSTER_MISSING = _code("B904", _E, "没有安装多机运行所需的 Dask", "请运行 pip install 'docforge[cluster]'", 4)
CLUSTER_UNREACHABLE = _code(
    "B905", _E, "连接不上调度器，或中途失去联系：{reason}", "请核对 --scheduler 的地址和网络；再运行一次即从断点继续", 3
)
STORAGE_MISSING = _code(
    "B906", _E, "没有安装打开“{scheme}://”所需的软件：{reason}", "请运行 pip install 'docforge[storage]' 和该存储的 fsspec 驱动", 4
)
STORAGE_FAILED = _code("B907", _E, "存储不能读写：{reason}", "请核对地址、权限和网络", 3)
RUN_ELSEWHERE = _code(
    "B908",
    _E,
    "另一个 docforge 命令正在处理，没有开始",
    "请等它结束后再运行；要同时处理，请各用一个 --out，check、extract 可加 --no-cache",
    2,
)

# Usage and authored data
DATA_INVALID = _code("U701", _E, "{problem}", "请更正数据文件后再试", 2)
DATA_UNREADABLE = _code("U702", _E, "数据文件无法读取：{reason}", "数据文件可用 YAML、JSON、Excel（.xlsx）或 CSV", 2)
DATE_INVALID = _code("U703", _E, "“{value}”不是日期", "请写成 2025-11-20 的形式", 2)
USAGE = _code("U700", _E, "{problem}", "运行 {command} --help 查看用法", 2)
OUT_INSIDE = _code("U706", _E, "结果文件夹不能放在材料文件夹里面", "请用 --out 指定另一个文件夹", 2)
LIST_EMPTY = _code("U704", _E, "名单里没有一行数据", "请核对名单文件", 2)
NO_LABELS = _code("U709", _E, "文件夹里没有标注", "请放入 expected.json，或在每张图片旁放同名 .json（见 README“测量”）", 2)
NOT_SORTABLE = _code("U710", _E, "不是文件夹或压缩包", "请给出存放材料的文件夹，或 zip、7z、rar 压缩包", 2)
OVERVIEW_FORMAT = _code("U711", _E, "汇总表的文件后缀应为 .xlsx 或 .html", "请改用这两种后缀之一", 2)
NOT_A_FOLDER = _code("U705", _E, "不是文件夹", "请给出存放申报材料的文件夹", 2)
FOLDER_NOT_EMPTY = _code("U707", _E, "文件夹已存在且不是空的", "请另起一个名称", 2)
NAME_INVALID = _code("U708", _E, "“{name}”不能作为政策编号", "请用小写字母开头，只含小写字母、数字和连字符，如 tacheng-2027", 2)
UNEXPECTED = _code("U799", _E, "程序内部错误：{reason}", "请把运行 docforge doctor 的结果和此信息一并反馈", 1)
