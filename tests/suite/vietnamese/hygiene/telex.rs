//! Left-over keys.

use thidua::vietnamese::hygiene::{Keys, Method, telex};

use super::{assert_clean, assert_finds};

fn keys(method: Method, meant: &str) -> Keys {
    Keys { method, meant: meant.to_owned() }
}

#[test]
fn left_over_telex_is_found_and_read() {
    let table = "ddaauf:đầu khoong:không Vieejt:Việt tr]ng:trưng tr][ngf:trường dduowcj:được nawm:năm thij:thị nghij:nghị \
        hooij:hội nhaf:nhà khacs:khác cungx:cũng trongj:trọng nguowif:người nuwowcs:nước tooi:tôi tieen:tiên tieesng:tiếng \
        truowng:trương hojc:học ddi:đi ddeens:đến Nguyeenx:Nguyễn quyeets:quyết vawn:văn hown:hơn nhw:như chuwa:chưa \
        thangs:tháng tinhs:tính tisnh:tính laf:là vaf:và cuar:của cacs:các viêjt:việt ddua:đua thuwowngr:thưởng \
        Huwowng:Hương yeeu:yêu HOOIJ:HỘI VIEEJT:VIỆT";
    for pair in table.split_whitespace() {
        let (written, meant) = pair.split_once(':').expect("a pair");
        assert_finds(written, &telex(written), &[(written, keys(Method::Telex, meant))]);
    }
}

#[test]
fn left_over_vni_is_found_and_read() {
    let table = "d9a6u2:đầu d9i:đi kho6ng:không Vie65t:Việt Vie6t5:Việt tru7o7ng2:trường tru7ong2:trường ho65i:hội na8m:năm d9u7o75c:được \
        to1t:tót la2m:làm ngu7o72i:người d9o7n:đơn";
    for pair in table.split_whitespace() {
        let (written, meant) = pair.split_once(':').expect("a pair");
        assert_finds(written, &telex(written), &[(written, keys(Method::Vni, meant))]);
    }
}

#[test]
fn keys_are_found_within_sentences_at_their_places() {
    let text = "Hội nghị (Vieejt Nam) “dduowcj” tổ chức; kho6ng, khoong. [thij](https://vi.dụ/thij)";
    assert_finds(
        text,
        &telex(text),
        &[
            ("Vieejt", keys(Method::Telex, "Việt")),
            ("dduowcj", keys(Method::Telex, "được")),
            ("kho6ng", keys(Method::Vni, "không")),
            ("khoong", keys(Method::Telex, "không")),
        ],
    );
    let text = "cấp [thij] xã";
    assert_finds(text, &telex(text), &[("thij", keys(Method::Telex, "thị"))]);
}

#[test]
fn foreign_words_that_look_like_keys_are_left_alone() {
    assert_clean(
        telex,
        &[
            "see been tree free three seen soon room too moon noon boom green queen teen teens meet Meet Lee Loong",
            "row rows now how low cow cows own owns down downs town towns show law laws lawn dawn saw was wax war new news",
            "is if of as or us this has test for her his must list last box six mix max tax taxi bus gas boss class plus",
            "songs bangs lungs things hangs cats docs maps tips caps lots sons tons cans vans days pays bits Macs",
            "roots boost seems keeps trees loops sees door poor boots beef deer beer bees queens boson reset there these here",
            "was where were were't don't car cars chair hair air harm horn thorn torn born March Mary",
            "chef brief chief leaf loaf conf gif pdf self half thief of if ref def buf",
            "Fuji Haji Taj Mahal raj Khoo Wi-Fi Word Excel Windows Tokyo Seoul Suwon Moscow Warszawa",
            "Tisch Fisch Busch Haas Saar Daan Owen Owens Huw Hawn",
            "add odd DDoS ddos DDOS daddy email online website Zalo Facebook YouTube Google Meet Zoom VNeID",
            "café cafés née fêtes rôles pâtés Orléans Citroën hôtel",
        ],
    );
}

#[test]
fn acronyms_codes_units_and_addresses_are_left_alone() {
    assert_clean(
        telex,
        &[
            "TW PAR INDEX SIPAS ISO HACCP OCOP VietGAP GIS CNTT UBND HĐND LĐTBXH SGDĐT GDĐT BHXH HĐTĐKT KHTC CĐS CBCCVC TTg TTr",
            "nd1 nd2 khoi1 cum2 phong3 lop9 to65 hoi65 A4 A6 a6 d9 10A1 12d9 H5N1 B12 QL1A CT09 m2 m3 km2 CO2 mp3 h264 i18n",
            "so-ldtbxh vieejt-nam khoong@songhuong.example https://songhuong.example/khoong www.khoong.vn khoong.vn anh/khoong.png",
            "`khoong` khoong_ddaauf 12/QĐ-UBND TP.HCM R&D D'Ran K'Ho",
        ],
    );
}

#[test]
fn names_of_places_and_peoples_are_left_alone() {
    assert_clean(
        telex,
        &[
            "Đắk Lắk, Đắk Nông, Krông Păk, Ea Kar, Ea H'Leo, Cư M'gar, Kon Tum, Kon Plông, Đăk Glei, Ia Grai, Chư Păh, Chư Prông",
            "Pleiku, Mang Yang, Đạ Tẻh, Đam Rông, Y Wơn Niê, H'Wen, Ba Na, Xơ Đăng, Giẻ Triêng, Brâu, Rơ Măm, Hrê, Cơ Tu, Êđê",
            "Đăk Pơr, Chơ Ro, Mơ Nông, Sa Pa, Phan Rang, Bà Rịa, Pác Bó, Pắc Ma, Mù Cang Chải, Si Ma Cai, Văn Giang",
            "xoong, coong, goòng, soóc, moóc, boong",
        ],
    );
}
