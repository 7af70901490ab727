//! `thidua sign`: a digital signature on a finished paper.

use std::path::{Path, PathBuf};

use chrono::Utc;

use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::pdf;
use crate::sign::attachment::{self, Marking};
use crate::sign::certificate::moment;
use crate::sign::exclusive::{self, Held};
use crate::sign::key::{Asking, Key, KeyFile, TokenKey, TokenName};
use crate::sign::{self, Order, Signed, party, timestamp};

/// Arguments of `thidua sign`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp PDF cần ký; chữ ký được ghi thêm vào chính tệp này
    #[arg(value_name = "TỆP PDF")]
    file: PathBuf,
    /// Ký cho ai: tên ô chữ ký (so-noi-vu) hoặc tên đơn vị; không cần ghi khi chỉ còn một ô chưa ký
    #[arg(long = "as", value_name = "BÊN KÝ")]
    party: Option<String>,
    /// Tệp khóa PKCS#12 (.p12, .pfx)
    #[arg(long, value_name = "TỆP KHÓA", conflicts_with = "pkcs11")]
    key: Option<PathBuf>,
    /// Mô-đun PKCS#11 của thiết bị ký (USB token), do nhà cung cấp thiết bị giao
    #[arg(long, value_name = "MÔ-ĐUN")]
    pkcs11: Option<PathBuf>,
    /// Nhãn của thiết bị ký
    #[arg(long, value_name = "NHÃN", requires = "pkcs11")]
    token: Option<String>,
    /// Nhãn của khóa, khi thiết bị có nhiều khóa
    #[arg(long, value_name = "NHÃN", requires = "pkcs11")]
    key_label: Option<String>,
    /// Đọc mật khẩu hoặc PIN từ dòng đầu của tệp này (- là đầu vào chuẩn), thay vì hỏi
    #[arg(long, value_name = "TỆP")]
    pin_file: Option<PathBuf>,
    /// Ảnh PNG nền trong suốt: chữ ký màu xanh của người ký, hoặc con dấu đỏ của cơ quan
    #[arg(long, value_name = "TỆP PNG", conflicts_with = "attachment_of")]
    picture: Option<PathBuf>,
    /// Địa chỉ dịch vụ cấp dấu thời gian
    #[arg(long, value_name = "ĐỊA CHỈ")]
    tsa: Option<String>,
    /// Tệp này là phụ lục riêng, kèm theo văn bản có số, ký hiệu này
    #[arg(long, value_name = "SỐ/KÝ HIỆU", conflicts_with = "party")]
    attachment_of: Option<String>,
    /// Ghi ra tệp khác, để nguyên tệp gốc
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
}

/// Signs a file for one party.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    sign(args, ui).map_err(|fault| vec![fault])
}

fn sign(args: &Args, ui: &Ui) -> Result<(), Diagnostic> {
    let marking = args.attachment_of.as_deref().map(Marking::parse).transpose()?;
    // What can be told before a PIN is typed is told before.
    prepared(args, marking.as_ref(), &exclusive::read(&args.file)?)?;
    if let Some(output) = args.output.as_deref().filter(|path| path.exists()) {
        return Err(taken(output));
    }
    let key = open(args)?;
    let (written, signed) = match &args.output {
        Some(path) => {
            let signed = with(args, marking.as_ref(), key.as_ref(), &exclusive::read(&args.file)?)?;
            if !output::claim(path, &signed.pdf)? {
                return Err(taken(path));
            }
            (path, signed)
        }
        None => {
            let held = Held::open(&args.file)?;
            let signed = with(args, marking.as_ref(), key.as_ref(), held.bytes())?;
            held.replace(&signed.pdf)?;
            (&args.file, signed)
        }
    };
    ui.written(written);
    ui.say(&told(key.as_ref(), &signed));
    Ok(())
}

/// The file with the field that is going to be signed, and the field's name.
fn prepared(args: &Args, marking: Option<&Marking>, pdf: &[u8]) -> Result<(Vec<u8>, String), Diagnostic> {
    let within = |fault: Diagnostic| Diagnostic {
        message: format!("`{}`: {}", args.file.display(), fault.message),
        ..fault
    };
    if marking.is_some() {
        return attachment::with_field(pdf).map_err(within);
    }
    let document = pdf::open(pdf).map_err(within)?;
    let field = party::choose(&document, args.party.as_deref()).map_err(within)?;
    sign::permission::check(&document, &field.name, false).map_err(within)?;
    Ok((pdf.to_vec(), field.name))
}

/// The file with the signature.
fn with(args: &Args, marking: Option<&Marking>, key: &dyn Key, pdf: &[u8]) -> Result<Signed, Diagnostic> {
    let (pdf, field) = prepared(args, marking, pdf)?;
    let reason = match marking {
        Some(marking) => format!("Ký phụ lục kèm theo văn bản số {}", marking.number()),
        None => "Ký văn bản".to_owned(),
    };
    let stamp = |signature: &[u8]| timestamp::of(signature, args.tsa.as_deref().unwrap_or_default());
    sign::sign(
        &pdf,
        &Order {
            party: Some(&field),
            key,
            reason: &reason,
            time: Utc::now(),
            appearance: None,
            stamp: args.tsa.as_ref().map(|_| &stamp as sign::cades::Stamp<'_>),
        },
    )
}

/// The key, with the person asked for its password or PIN.
fn open(args: &Args) -> Result<Box<dyn Key>, Diagnostic> {
    let asking = match &args.pin_file {
        None => Asking::Person,
        Some(path) if path == Path::new("-") => Asking::Input,
        Some(path) => Asking::File(path.clone()),
    };
    match (&args.key, &args.pkcs11, &args.token) {
        (Some(file), ..) => Ok(Box::new(KeyFile::open(file, &asking)?)),
        (None, Some(module), Some(label)) => {
            let name =
                TokenName { module: module.clone(), label: label.clone(), key: args.key_label.clone() };
            Ok(Box::new(TokenKey::open(&name, &asking)?))
        }
        (None, Some(_), None) => Err(Diagnostic::usage("còn thiếu nhãn của thiết bị ký")
            .hint("ghi thêm `--token NHÃN`; phần mềm của nhà cung cấp thiết bị cho biết nhãn")),
        (None, None, _) => Err(Diagnostic::usage("chưa chọn khóa để ký")
            .hint("ghi `--key TỆP.p12`, hoặc `--pkcs11 MÔ-ĐUN --token NHÃN` khi khóa nằm trên USB token")),
    }
}

/// What was done, in a sentence.
fn told(key: &dyn Key, signed: &Signed) -> String {
    let certificate = key.certificate();
    format!(
        "{} đã ký cho {}; chứng thư số có hiệu lực đến {}; văn bản đã có {}/{} chữ ký",
        certificate.subject(),
        party::name(&signed.field),
        moment(certificate.until()),
        signed.signed,
        signed.parties,
    )
}

fn taken(path: &Path) -> Diagnostic {
    Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", path.display()))
        .hint("chọn tên khác bằng `-o`, hoặc bỏ `-o` để ghi chữ ký vào chính tệp cần ký")
}
