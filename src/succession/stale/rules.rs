//! The rules by which a record is compared with the last one, in words.

/// A rule in words, for those who ask what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText {
    /// The word that it is known by.
    pub id: &'static str,
    /// What must hold, in a sentence.
    pub title: &'static str,
    /// Why, how it is judged and what to do.
    pub text: &'static str,
}

/// Where it is written that somebody answers for it.
pub const ARTICLE: &str = "Nghị định 30/2020/NĐ-CP, Điều 12 (kiểm tra nội dung trước khi ký)";

/// All rules that [`super::stale`] judges by.
pub const RULES: &[RuleText] = &[
    RuleText {
        id: "same-period",
        title: "Hồ sơ mới phải ghi kỳ thi đua mới",
        text: "Loại hội nghị và kỳ thi đua còn y nguyên như hồ sơ kỳ trước. Mọi tên kỳ in trong văn bản đều lấy từ mục này, \
               nên quên đổi ở đây là sai cả bộ văn bản. Hãy ghi kỳ của hội nghị đang chuẩn bị.",
    },
    RuleText {
        id: "same-date",
        title: "Ngày họp, ngày văn bản phải là ngày của kỳ này",
        text: "Ngày họp, ngày báo cáo, ngày ký giao ước hoặc ngày quyết định trùng với ngày đã ghi ở hồ sơ kỳ trước. \
               Hai hội nghị khác kỳ không họp và không ban hành văn bản cùng một ngày. Bản giao ước còn hiệu lực thì không \
               bị nhắc. Chưa biết ngày thì xóa mục này: bản in chừa chỗ để điền tay.",
    },
    RuleText {
        id: "same-number",
        title: "Không dùng lại số văn bản của kỳ trước",
        text: "Số văn bản trùng với số của văn bản cùng loại, cùng ký hiệu ở hồ sơ kỳ trước trong cùng một năm. Mỗi số chỉ cấp \
               cho một văn bản; sang năm mới số bắt đầu lại từ 01 nên khác năm thì không nhắc. Chưa có số thì xóa mục này.",
    },
    RuleText {
        id: "same-leader",
        title: "Đơn vị trưởng, phó phải là đơn vị đã được bầu",
        text: "Hội nghị kỳ trước đã bầu đơn vị trưởng hoặc phó khác cho thời gian này, nhưng `group` vẫn ghi đơn vị cũ. \
               Tên trưởng, phó in trong báo cáo, giao ước và chỗ ký đều theo mục này.",
    },
    RuleText {
        id: "same-chair",
        title: "Người chủ trì phải thuộc đơn vị trưởng kỳ này",
        text: "Đơn vị trưởng đã thay đổi nhưng người chủ trì hội nghị vẫn là người của đơn vị trưởng kỳ trước. \
               Hãy ghi người của đơn vị trưởng kỳ này, hoặc ghi rõ `unit` của người chủ trì nếu đúng là người đó.",
    },
    RuleText {
        id: "same-signer",
        title: "Người ký phải theo trưởng, phó kỳ này",
        text: "Trưởng, phó đã thay đổi nhưng văn bản vẫn do người cũ ký với chức Cụm trưởng, Khối trưởng hoặc Cụm phó, Khối phó. \
               Chức vụ trong cụm, khối đi theo đơn vị được bầu; chức vụ ở cơ quan thì không bị nhắc.",
    },
    RuleText {
        id: "same-place",
        title: "Nơi họp phải là nơi họp kỳ này",
        text: "Đơn vị trưởng đã thay đổi nhưng nơi họp vẫn là trụ sở của đơn vị trưởng kỳ trước. \
               Nếu kỳ này đúng là họp ở đó thì bỏ qua nhắc nhở này.",
    },
    RuleText {
        id: "same-issuer",
        title: "Cơ quan ban hành phải theo đơn vị trưởng kỳ này",
        text: "Đơn vị trưởng đã thay đổi nhưng tên hoặc địa chỉ cơ quan ban hành vẫn là của đơn vị trưởng kỳ trước. \
               Hãy sửa `issuer`, cùng với ký hiệu và địa danh.",
    },
    RuleText {
        id: "old-period-in-prose",
        title: "Đề mục, lời văn không còn ghi kỳ trước",
        text: "Đề mục, trích yếu hoặc câu văn còn nêu kỳ của hồ sơ trước, ví dụ “6 tháng đầu năm 2025” khi kỳ này là năm 2026. \
               Câu so sánh (“so với năm 2025”, “cùng kỳ năm 2025”), văn bản được viện dẫn, tên riêng trong dấu ngoặc kép và bảng \
               nhiều năm không bị nhắc. Hãy ghi kỳ này, hoặc viết rõ là so sánh.",
    },
    RuleText {
        id: "same-figures",
        title: "Số liệu phải là số liệu của kỳ này",
        text: "Số thực hiện, số cùng kỳ, điểm, thứ hạng, phiếu hoặc mức giao ước giống hệt hồ sơ kỳ trước. Số 0, số 100 và số \
               chỉ có một, hai chữ số dễ trùng nên chỉ bị nhắc khi cả dòng không đổi. Hãy đối chiếu với báo cáo của các đơn vị.",
    },
    RuleText {
        id: "same-sentence",
        title: "Đoạn văn có số liệu không được giữ nguyên",
        text: "Một đoạn, một gạch đầu dòng hoặc một hàng của bảng có số liệu giống từng chữ với báo cáo kỳ trước. Câu không có số, \
               số hiệu văn bản, tên gọi có số và số đơn vị thành viên không bị nhắc. Hãy viết lại theo kết quả kỳ này.",
    },
    RuleText {
        id: "same-list",
        title: "Danh sách khen thưởng phải là của kỳ này",
        text: "Danh sách tập thể, cá nhân hoặc hộ gia đình được khen trùng hoàn toàn với một danh sách ở hồ sơ kỳ trước. \
               Một người được khen hai kỳ liền chỉ bị nhắc khi cả thành tích cũng ghi như cũ.",
    },
    RuleText {
        id: "same-legal-date",
        title: "Căn cứ của riêng kỳ trước phải thay",
        text: "Căn cứ còn dẫn tờ trình, biên bản, công văn, kế hoạch với ngày của kỳ trước. Luật, nghị định, thông tư và các quy \
               định còn hiệu lực không bị nhắc; kế hoạch của cả năm được giữ đến hội nghị tổng kết năm đó.",
    },
    RuleText {
        id: "same-covenant-year",
        title: "Bản giao ước phải là của kỳ sẽ thi đua",
        text: "Kỳ giao ước vẫn như hồ sơ kỳ trước trong khi kỳ đó đã hết: hội nghị tổng kết ký giao ước cho kỳ sau, \
               hội nghị sơ kết chỉ nhắc lại giao ước của chính năm đó. Hãy ghi kỳ của bản giao ước sẽ ký.",
    },
    RuleText {
        id: "same-election",
        title: "Kết quả bầu phải là của hội nghị này",
        text: "Năm giữ chức hoặc toàn bộ kết quả bầu trưởng, phó giống hệt hồ sơ kỳ trước. \
               Hội nghị sơ kết thường không bầu: khi đó hãy xóa mục `election`.",
    },
    RuleText {
        id: "same-attendance",
        title: "Thành phần dự họp phải là của kỳ này",
        text: "Người dự, số người dự và lý do vắng của mọi đơn vị giống hệt hội nghị kỳ trước. \
               Hãy ghi theo danh sách điểm danh; chưa họp thì xóa mục này.",
    },
];
