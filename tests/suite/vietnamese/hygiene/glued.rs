//! Words without a space between them.

use thidua::vietnamese::hygiene::glued;

use super::{assert_clean, assert_finds};

#[test]
fn words_that_stand_together_are_found_and_parted() {
    let table = [
        ("xã TrángViệt", "TrángViệt", "Tráng Việt"),
        ("ông NguyễnVăn An", "NguyễnVăn", "Nguyễn Văn"),
        ("xã HòaBình, huyện", "HòaBình", "Hòa Bình"),
        ("củaTỉnh", "củaTỉnh", "của Tỉnh"),
        ("LêThịHồng", "LêThịHồng", "Lê Thị Hồng"),
    ];
    for (text, part, apart) in table {
        assert_finds(text, &glued(text), &[(part, apart.to_owned())]);
    }
}

#[test]
fn brands_abbreviations_and_symbols_are_left_alone() {
    assert_clean(
        glued,
        &[
            "",
            "iPhone, VietinBank, VNeID, MobiFone, YouTube, LienVietPostBank, VinGroup, TikTok, eOffice",
            "BảoVietBank, QĐ-UBND, TTr-SNV, UBMTTQVN, ĐTXDCB, TPHồ, CĐCS, BCĐ",
            "Tráng Việt, TRÁNG VIỆT, tráng việt",
            "ThS. Đặng, PGS.TS Lê",
        ],
    );
}
