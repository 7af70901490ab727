//! `thidua sign`: a digital signature on a finished paper.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::Utc;

use super::ui::Ui;
use crate::diagnostic::{Diagnostic, Severity};
use crate::exclusive::{self, Held};
use crate::output;
use crate::pdf::{
    self,
    fields::{OFFICE, SIGNER, SignatureField},
};
use crate::sign::appearance::{self, Look};
use crate::sign::attachment::{self, Marking};
use crate::sign::cades::Stamp;
use crate::sign::certificate::moment;
use crate::sign::key::{Asking, Key, KeyFile, TokenKey, TokenName};
use crate::sign::{self, Order, Signed, party, permission, timestamp};
use crate::typeset::stamp::MAX_PICTURE_BYTES;
use crate::typeset::{self, Typesetter};

/// Arguments of `thidua sign`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Tệp PDF cần ký; chữ ký được ghi thêm vào chính tệp này
    #[arg(value_name = "TỆP PDF")]
    file: PathBuf,
    /// Ký cho ai: tên ô chữ ký (so-noi-vu), tên đơn vị hoặc tên người ký; không cần ghi khi chỉ còn một ô chưa ký
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
    /// Vẫn ký dù chứng thư số cấp cho người hoặc đơn vị khác với tên ở ô chữ ký
    #[arg(long)]
    name_differs: bool,
    /// Ghi ra tệp khác, để nguyên tệp gốc
    #[arg(short, long, value_name = "TỆP")]
    output: Option<PathBuf>,
}

/// What is asked for, looked at before a PIN is typed.
struct Task<'a> {
    args: &'a Args,
    marking: Option<Marking>,
    picture: Option<Vec<u8>>,
    typesetter: Typesetter,
}

/// Signs a file for one party.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    // Typst lays out what is seen of the signature; it goes deep.
    typeset::pool(1).map_err(one)?.install(|| sign(args, ui)).map_err(one)
}

fn sign(args: &Args, ui: &Ui) -> Result<(), Diagnostic> {
    expect_outside_bags(args.output.as_deref().unwrap_or(&args.file))?;
    let task = Task {
        args,
        marking: args.attachment_of.as_deref().map(Marking::parse).transpose()?,
        picture: args.picture.as_deref().map(picture).transpose()?,
        typesetter: Typesetter::new(None)?,
    };
    let (field, doubts) = task.rehearse()?;
    ui.report(&doubts);
    let key = open(args)?;
    if let Some(why) = field.and_then(|field| key.certificate().stranger(&field.name, &field.label)) {
        ui.report(&[stranger(why, args.name_differs)?]);
    }
    let (written, signed) = match &args.output {
        Some(path) => {
            let signed = task.signed(key.as_ref(), &exclusive::read(&args.file)?)?;
            if !output::claim(path, &signed.pdf)? {
                return Err(taken(path));
            }
            (path, signed)
        }
        None => {
            let held = Held::open(&args.file)?;
            let signed = task.signed(key.as_ref(), held.bytes())?;
            held.replace(&signed.pdf)?;
            (&args.file, signed)
        }
    };
    ui.report(&Vec::from_iter(key.certificate().doubt()));
    ui.written(written);
    ui.say(&task.told(key.as_ref(), &signed));
    Ok(())
}

impl Task<'_> {
    /// Finds out what can be found out before a PIN is typed; the field that is going to be signed,
    /// and what the person should know before.
    fn rehearse(&self) -> Result<(Option<SignatureField>, Vec<Diagnostic>), Diagnostic> {
        let (pdf, name) = self.prepared(&exclusive::read(&self.args.file)?)?;
        let document = pdf::open(&pdf)?;
        permission::check(&pdf, &document, &name, Utc::now()).map_err(|fault| self.within(fault))?;
        let fields = pdf::fields::list(&document);
        let field = fields.iter().find(|field| field.name == name).cloned();
        if let (Some(_), Some(field)) = (&self.picture, &field) {
            appearance::draw(&self.typesetter, self.look(), field, "", Utc::now())?;
        }
        match self.args.output.as_deref().filter(|path| path.exists()) {
            Some(output) => Err(taken(output)),
            None => Ok((field, self.doubts(&name, &fields))),
        }
    }

    /// What is not as the decree has it where an office signs, and cannot be mended later.
    fn doubts(&self, name: &str, fields: &[SignatureField]) -> Vec<Diagnostic> {
        let mut doubts = Vec::new();
        if name != OFFICE {
            return doubts;
        }
        if fields.iter().any(|field| field.name == SIGNER && !field.signed) {
            doubts.push(warning("người có thẩm quyền chưa ký (ô `nguoi-ky`) mà cơ quan đã ký (ô `co-quan`)").hint(
                "chữ ký số của cơ quan ghi sau chữ ký của người có thẩm quyền; ký ô `nguoi-ky` trước trên bản chưa ký",
            ));
        }
        if self.picture.is_none() {
            doubts.push(warning("chữ ký số của cơ quan không kèm hình dấu").hint(
                "thêm `--picture` và ảnh PNG dấu của cơ quan, màu đỏ, nền trong suốt (Nghị định 30/2020/NĐ-CP, \
                 Phụ lục I, mục II)",
            ));
        }
        doubts
    }

    /// The file with the field that is going to be signed, and the field's name.
    fn prepared(&self, pdf: &[u8]) -> Result<(Vec<u8>, String), Diagnostic> {
        let prepared = match self.marking {
            Some(_) => attachment::with_field(pdf, Utc::now()),
            None => pdf::open(pdf).and_then(|document| {
                let field = party::choose(&document, self.args.party.as_deref())?;
                Ok((pdf.to_vec(), field.name))
            }),
        };
        prepared.map_err(|fault| self.within(fault))
    }

    /// A fault with the name of the file that it is in.
    fn within(&self, fault: Diagnostic) -> Diagnostic {
        Diagnostic { message: format!("`{}`: {}", self.args.file.display(), fault.message), ..fault }
    }

    /// What is seen of the signature.
    fn look(&self) -> Look<'_> {
        match (&self.picture, &self.marking) {
            (Some(picture), _) => Look::Picture(picture),
            (None, Some(marking)) => Look::Attachment(marking),
            (None, None) => Look::Words,
        }
    }

    /// The file with the signature.
    fn signed(&self, key: &dyn Key, pdf: &[u8]) -> Result<Signed, Diagnostic> {
        let (pdf, field) = self.prepared(pdf)?;
        let time = Utc::now();
        let who = key.certificate().subject();
        let reason = match &self.marking {
            Some(marking) => format!("Ký phụ lục kèm theo văn bản số {}", marking.number()),
            None => "Ký văn bản".to_owned(),
        };
        let appearance =
            |field: &SignatureField| appearance::draw(&self.typesetter, self.look(), field, &who, time);
        let stamp = self.args.tsa.as_deref().map(|url| move |signature: &[u8]| timestamp::of(signature, url));
        sign::sign(
            &pdf,
            &Order {
                party: Some(&field),
                key,
                reason: &reason,
                time,
                appearance: &appearance,
                stamp: stamp.as_ref().map(|stamp| stamp as Stamp<'_>),
            },
        )
    }

    /// What was done, in a sentence.
    fn told(&self, key: &dyn Key, signed: &Signed) -> String {
        let certificate = key.certificate();
        let (who, until) = (certificate.subject(), moment(certificate.until()));
        let done = match &self.marking {
            Some(marking) => format!("{who} đã ký phụ lục kèm theo văn bản số {}", marking.number()),
            None => format!("{who} đã ký ô “{}”", party::name(&signed.field)),
        };
        let count = format!("{}/{} chữ ký", signed.signed, signed.parties);
        format!("{done}; chứng thư số có hiệu lực đến {until}; văn bản đã có {count}")
    }
}

/// A fault where a file stands in a dossier of an archive: a signature there would break it.
fn expect_outside_bags(path: &Path) -> Result<(), Diagnostic> {
    let real = path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
    match real.ancestors().skip(1).any(|folder| folder.join("bagit.txt").is_file()) {
        false => Ok(()),
        true => {
            Err(Diagnostic::usage(format!("`{}` nằm trong hồ sơ đã lưu trữ; chưa ký gì", path.display()))
                .hint("chép tệp ra thư mục khác, ký ở đó, rồi lưu bản đã ký bằng `thidua archive add`"))
        }
    }
}

/// A picture's bytes; whether they are one is found out when it is drawn.
fn picture(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let read = || {
        let mut bytes = Vec::new();
        File::open(path)?.take(MAX_PICTURE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| Diagnostic::io("đọc", path, &error))
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

/// A warning that the certificate is another's than the field's.
///
/// # Errors
/// Where the person has not said that it is to be signed all the same: a signature cannot be taken back.
fn stranger(why: String, said: bool) -> Result<Diagnostic, Diagnostic> {
    if said {
        return Ok(
            warning(why).hint("chữ ký đã ghi vào tệp thì không gỡ ra được; xem lại bằng `thidua verify`")
        );
    }
    Err(Diagnostic::error(format!("{why}; chưa ký gì vào tệp"))
        .hint("xem lại khóa, và ô chữ ký chọn bằng `--as`: chữ ký đã ghi vào tệp thì không gỡ ra được")
        .hint("đúng là người này ký, chỉ tên trên chứng thư ghi khác, thì thêm `--name-differs`"))
}

fn warning(message: impl Into<String>) -> Diagnostic {
    Diagnostic { severity: Severity::Warning, ..Diagnostic::error(message) }
}

fn taken(path: &Path) -> Diagnostic {
    Diagnostic::usage(format!("`{}` đã có sẵn; thidua không ghi đè lên", path.display()))
        .hint("chọn tên khác bằng `-o`, hoặc bỏ `-o` để ghi chữ ký vào chính tệp cần ký")
}
