//! Words written twice.

use thidua::vietnamese::hygiene::repeated;

use super::assert_finds;

#[test]
fn a_word_twice_is_found() {
    let table = [
        ("phong trào của của tỉnh", "của của", "của"),
        ("Các các đơn vị", "Các các", "Các"),
        ("thi đua và  và khen thưởng", "và  và", "và"),
        ("đã được được công nhận", "được được", "được"),
        ("thực hiện theo theo quy định", "theo theo", "theo"),
        ("hoạt động trong trong năm", "trong trong", "trong"),
        ("mục tiêu là là hoàn thành", "là là", "là"),
        ("tổ chức tại tại xã", "tại tại", "tại"),
        ("những\nnhững kết quả", "những\nnhững", "những"),
        ("PHONG TRÀO CỦA CỦA TỈNH", "CỦA CỦA", "CỦA"),
        ("đối với với đơn vị", "với với", "với"),
        ("công tác khen thưởng thưởng", "thưởng thưởng", "thưởng"),
        ("đã có thành tích thành tích xuất sắc", "thành tích thành tích", "thành tích"),
        ("các đơn vị  đơn vị", "đơn vị  đơn vị", "đơn vị"),
        ("cu\u{309}a của tỉnh", "cu\u{309}a của", "cu\u{309}a"),
    ];
    for (text, both, word) in table {
        assert_finds(text, &repeated(text), &[(both, word)]);
    }
}

#[test]
fn reduplications_and_words_that_meet_are_left_alone() {
    let table = [
        "",
        "của",
        "nhà nhà, người người, ngành ngành, đời đời, mãi mãi, nơi nơi, đều đều, xa xa, từng bước từng bước",
        "chế độ xã hội xã hội chủ nghĩa, tiền thưởng thưởng cho tập thể, quà tặng tặng hộ nghèo, thành tích. Thành tích",
        "Ba Vì Ba Vì, đơn vị Đơn vị, đơn vị, đơn vị, năm năm năm năm",
        "luôn luôn, ngày ngày, thường thường, dần dần, từ từ, hay hay, xanh xanh",
        "giai đoạn năm năm, hai hai",
        "danh sách kèm theo theo Quyết định, tiếp theo theo kế hoạch",
        "hạn chế còn tồn tại tại các đơn vị, hiện tại tại xã",
        "kết quả đạt được được công bố, số tiền huy động được được sử dụng",
        "bên trong trong năm, nội các các nước, bay là là",
        "lý do do đơn vị, đôi khi khi triển khai, nêu trên trên địa bàn, tặng bằng bằng khen, trực thuộc thuộc Sở",
        "của, của; và. Và (các) các",
        "giúp đỡ của Của",
        "**các** các",
    ];
    for text in table {
        assert_eq!(repeated(text), [], "{text}");
    }
}
