//! `thidua templates`: what the papers are laid out by, to be seen and replaced.

use std::path::PathBuf;

use clap::Subcommand;

use super::ui::Ui;
use crate::diagnostic::Diagnostic;
use crate::output;
use crate::template::TemplateSet;

/// Arguments of `thidua templates`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Liệt kê các tệp mẫu có sẵn
    List,
    /// Xuất các tệp mẫu ra một thư mục để sửa
    Export {
        /// Thư mục ghi ra
        #[arg(value_name = "THƯ MỤC", default_value = "templates", hide_default_value = true)]
        folder: PathBuf,
        /// Chỉ xuất các tệp này, ví dụ lib/measures.typ
        #[arg(long, value_name = "TỆP", value_delimiter = ',')]
        only: Vec<String>,
    },
}

/// Lists or exports the built-in set.
pub fn run(args: &Args, ui: &Ui) -> Result<(), Vec<Diagnostic>> {
    let set = TemplateSet::default();
    let one = |fault| vec![fault];
    match &args.action {
        Action::List => set.iter().for_each(|(path, _)| ui.print(&format!("{path}\n"))),
        Action::Export { folder, only } => {
            if let Some(unknown) = only.iter().find(|path| set.get(path).is_none()) {
                return Err(vec![
                    Diagnostic::usage(format!("không có tệp mẫu `{unknown}`"))
                        .hint("xem tên các tệp mẫu bằng `thidua templates list`"),
                ]);
            }
            for (path, text) in
                set.iter().filter(|(path, _)| only.is_empty() || only.iter().any(|own| own == path))
            {
                let target = folder.join(path);
                output::create_folder(target.parent().unwrap_or(folder)).map_err(one)?;
                output::write_new(&target, text.as_bytes()).map_err(one)?;
                ui.written(&target);
            }
        }
    }
    Ok(())
}
