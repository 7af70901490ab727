//! What tokens complain of, in words that a clerk can act on.

use std::path::Path;

use cryptoki::error::{Error, RvError};
use cryptoki::slot::TokenInfo;

use super::TokenName;
use crate::diagnostic::{Diagnostic, Origin};

/// How near the token is to locking itself, for whoever is about to type a PIN.
pub fn warning(info: &TokenInfo) -> &'static str {
    if info.user_pin_final_try() {
        " (chỉ còn một lần thử, nhập sai thì thiết bị bị khóa)"
    } else if info.user_pin_count_low() {
        " (lần trước đã nhập sai)"
    } else {
        ""
    }
}

/// A module that cannot be used.
pub fn of_module(module: &Path, error: &Error) -> Diagnostic {
    let name = module.display();
    match error {
        Error::LibraryLoading(_) | Error::MissingSymbol(_) => {
            Diagnostic::error(format!("`{name}` không phải là mô-đun PKCS#11 dùng được trên máy này"))
                .hint("chọn đúng mô-đun của nhà cung cấp thiết bị, cùng loại 64 bit với thidua")
        }
        error => Diagnostic {
            origin: Origin::Machine,
            ..Diagnostic::error(format!("mô-đun `{name}` báo lỗi{}", code(error)))
        }
        .hint("rút thiết bị ra cắm lại; kiểm tra phần mềm của nhà cung cấp đang chạy"),
    }
}

/// A token that is not plugged in.
pub fn no_such_token(label: &str, there: &[String]) -> Diagnostic {
    let fault = Diagnostic::usage(format!("không thấy thiết bị có nhãn `{label}`"));
    if there.is_empty() {
        fault.hint("chưa có thiết bị nào được cắm, hoặc mô-đun không phải của thiết bị này")
    } else {
        fault.hint(format!("các thiết bị đang cắm: {}", there.join(", ")))
    }
}

/// No key, or several, under the name that was given.
pub fn no_such_key(name: &TokenName, labels: &[String], found: usize, keys: usize) -> Diagnostic {
    let token = &name.label;
    if labels.is_empty() {
        let what = if keys == 0 {
            "không có khóa bí mật nào"
        } else {
            "có khóa nhưng không có chứng thư số của khóa"
        };
        return Diagnostic::error(format!("thiết bị `{token}` {what}"))
            .hint("liên hệ nơi cấp chứng thư số để nạp lại khóa và chứng thư vào thiết bị");
    }
    let message = match &name.key {
        Some(key) if found == 0 => format!("thiết bị `{token}` không có khóa `{key}`"),
        Some(key) => format!("thiết bị `{token}` có nhiều khóa cùng nhãn `{key}`"),
        None => format!("thiết bị `{token}` có nhiều khóa; ghi rõ khóa dùng để ký bằng `--key-label`"),
    };
    Diagnostic::usage(message).hint(format!("các khóa trên thiết bị: {}", labels.join(", ")))
}

/// A PIN that was not accepted; `info` is what the token tells of itself afterwards.
pub fn of_login(token: &str, error: &Error, info: &TokenInfo) -> Diagnostic {
    let Error::Pkcs11(code, _) = error else { return of_token(token, error) };
    match code {
        RvError::PinLocked => locked(token),
        RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange => {
            if info.user_pin_locked() {
                return locked(token);
            }
            let left = if info.user_pin_final_try() {
                "chỉ còn một lần thử; nhập sai nữa thì thiết bị bị khóa"
            } else if info.user_pin_count_low() {
                "số lần thử còn lại không nhiều (thiết bị không cho biết còn mấy lần)"
            } else {
                "thiết bị không cho biết còn mấy lần thử; thường bị khóa sau vài lần nhập sai liên tiếp"
            };
            Diagnostic::error(format!("PIN của thiết bị `{token}` không đúng: {left}"))
                .hint("kiểm tra phím Caps Lock, Num Lock và bộ gõ tiếng Việt rồi chạy lại")
        }
        RvError::PinExpired => Diagnostic::error(format!("PIN của thiết bị `{token}` đã hết hạn"))
            .hint("đổi PIN bằng phần mềm của nhà cung cấp rồi ký lại"),
        RvError::UserPinNotInitialized => Diagnostic::error(format!("thiết bị `{token}` chưa được đặt PIN"))
            .hint("đặt PIN bằng phần mềm của nhà cung cấp rồi ký lại"),
        RvError::FunctionCanceled => {
            Diagnostic::error(format!("việc nhập PIN trên thiết bị `{token}` đã bị hủy"))
        }
        _ => of_token(token, error),
    }
}

/// A token that takes no PIN any more.
pub fn locked(token: &str) -> Diagnostic {
    Diagnostic::error(format!("thiết bị `{token}` đã bị khóa vì nhập sai PIN quá nhiều lần"))
        .hint("liên hệ nơi cấp thiết bị để mở khóa; khóa ký và chứng thư số vẫn còn trong thiết bị")
}

/// A token that is no longer there.
pub fn removed(token: &str) -> Diagnostic {
    let fault = Diagnostic::error(format!("thiết bị `{token}` đã bị rút ra"));
    Diagnostic { origin: Origin::Machine, ..fault }.hint("cắm lại thiết bị rồi ký lại; văn bản chưa bị sửa")
}

/// Whatever else a token refuses.
pub fn of_token(token: &str, error: &Error) -> Diagnostic {
    use RvError::*;
    let machine = |message: String| Diagnostic { origin: Origin::Machine, ..Diagnostic::error(message) };
    match error {
        Error::Pkcs11(
            DeviceRemoved | TokenNotPresent | SessionHandleInvalid | SessionClosed | SlotIdInvalid,
            _,
        ) => removed(token),
        Error::Pkcs11(DeviceError | DeviceMemory | TokenNotRecognized, _) => {
            machine(format!("thiết bị `{token}` bị lỗi{}", code(error)))
                .hint("rút thiết bị ra cắm lại rồi ký lại")
        }
        Error::Pkcs11(SessionCount, _) => machine(format!("thiết bị `{token}` đang bận"))
            .hint("đóng các chương trình khác đang dùng thiết bị rồi ký lại"),
        Error::Pkcs11(UserNotLoggedIn, _) => Diagnostic::error(format!(
            "thiết bị `{token}` đòi nhập PIN riêng cho mỗi lần ký; thidua chưa ký được với khóa này"
        )),
        Error::Pkcs11(KeyFunctionNotPermitted | KeyTypeInconsistent | MechanismInvalid | KeySizeRange, _) => {
            Diagnostic::error(format!(
                "khóa trên thiết bị `{token}` không ký được theo SHA-256{}",
                code(error)
            ))
            .hint("dùng khóa RSA (2048 đến 4096 bit) hoặc ECDSA P-256 được cấp để ký")
        }
        error => machine(format!("thiết bị `{token}` báo lỗi{}", code(error)))
            .hint("rút thiết bị ra cắm lại rồi ký lại; nếu vẫn lỗi thì gửi mã lỗi cho nhà cung cấp thiết bị"),
    }
}

/// The token's own name of a fault, for whoever helps on the telephone.
fn code(error: &Error) -> String {
    match error {
        Error::Pkcs11(code, function) => format!(" (PKCS#11: {function} {code:?})"),
        _ => String::new(),
    }
}
