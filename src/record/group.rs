//! The cụm or khối thi đua, its units and their people.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use schemars::JsonSchema;
use serde::Deserialize;

use super::document::Authorities;
use super::scalar::Count;

/// Là cụm hay khối thi đua.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(inline, title = "Cụm hay khối")]
pub enum GroupKind {
    /// Cụm thi đua, có Cụm trưởng và các Cụm phó.
    #[serde(rename = "cụm")]
    Cum,
    /// Khối thi đua, có Khối trưởng và các Khối phó.
    #[serde(rename = "khối")]
    Khoi,
}

impl GroupKind {
    /// `cụm` or `khối`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cum => "cụm",
            Self::Khoi => "khối",
        }
    }

    /// The leader's post: `Cụm trưởng`.
    pub fn leader(self) -> &'static str {
        match self {
            Self::Cum => "Cụm trưởng",
            Self::Khoi => "Khối trưởng",
        }
    }

    /// The deputies' post: `Cụm phó`.
    pub fn deputy(self) -> &'static str {
        match self {
            Self::Cum => "Cụm phó",
            Self::Khoi => "Khối phó",
        }
    }

    /// `Cụm thi đua`, as a signer acts on its behalf.
    pub fn body(self) -> &'static str {
        match self {
            Self::Cum => "Cụm thi đua",
            Self::Khoi => "Khối thi đua",
        }
    }
}

/// Cụm hoặc khối thi đua: tên, đơn vị trưởng, phó và các đơn vị thành viên.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Cụm, khối thi đua")]
pub struct Group {
    /// Tên đầy đủ của cụm, khối như in trong văn bản.
    #[schemars(title = "Tên cụm, khối", example = "Khối thi đua số 1")]
    pub name: String,
    /// Ghi là cụm hay khối; văn bản theo đó mà in Cụm trưởng hay Khối trưởng.
    #[schemars(title = "Cụm hay khối")]
    pub kind: GroupKind,
    /// Mã của đơn vị trưởng năm nay, đúng như ghi ở `units`; đơn vị này đứng đầu khi ký giao ước.
    #[schemars(title = "Đơn vị trưởng", example = &"so-noi-vu")]
    pub leader: Option<UnitId>,
    /// Mã của các đơn vị phó năm nay, đúng như ghi ở `units`; khi ký giao ước đứng ngay sau đơn vị trưởng.
    #[schemars(title = "Các đơn vị phó", example = ["so-y-te"])]
    #[serde(default)]
    pub deputies: Vec<UnitId>,
    /// Các đơn vị thành viên, mỗi đơn vị một mục; các phần khác của hồ sơ nhắc đến đơn vị bằng mã ghi ở đây.
    #[schemars(title = "Các đơn vị thành viên")]
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Tên chức danh đứng đầu và chức danh phó khi cụm, khối gọi khác, ví dụ Trưởng khối thay cho Khối trưởng.
    #[schemars(title = "Tên chức danh")]
    #[serde(default)]
    pub posts: GroupPosts,
    /// Số đơn vị thành viên; chỉ cần ghi khi `units` chưa kê đủ.
    #[schemars(title = "Số đơn vị", example = 7)]
    pub size: Option<Count>,
    /// Where each unit stands among `units`, once somebody asks.
    #[serde(skip)]
    #[schemars(skip)]
    by_id: OnceLock<HashMap<UnitId, usize>>,
}

/// Tên chức danh của cụm, khối, khi gọi khác Cụm trưởng, Cụm phó, Khối trưởng, Khối phó.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Tên chức danh")]
#[schemars(extend("thidua-examples" = ["{ leader: Trưởng khối, deputy: Phó Trưởng khối }"]))]
pub struct GroupPosts {
    /// Chức danh đứng đầu.
    #[schemars(title = "Chức danh đứng đầu", example = "Trưởng khối")]
    pub leader: Option<String>,
    /// Chức danh phó.
    #[schemars(title = "Chức danh phó", example = "Phó Trưởng khối")]
    pub deputy: Option<String>,
}

impl Group {
    /// The leader's post as this group calls it: `Cụm trưởng`, `Trưởng cụm`.
    pub fn leader_post(&self) -> &str {
        self.posts.leader.as_deref().unwrap_or(self.kind.leader())
    }

    /// The deputies' post as this group calls it: `Cụm phó`, `Phó Trưởng cụm`.
    pub fn deputy_post(&self) -> &str {
        self.posts.deputy.as_deref().unwrap_or(self.kind.deputy())
    }

    /// How many units the group has: as written, else as many as are listed.
    pub fn size(&self) -> Option<usize> {
        let listed = (!self.units.is_empty()).then_some(self.units.len());
        self.size.map(|size| size.0 as usize).or(listed)
    }

    /// The unit of that id; `None` is a fault that [`super::references`] reports.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        // Of units that share an id, which is a fault of its own, the first counts.
        let index = || self.units.iter().enumerate().rev().map(|(at, unit)| (unit.id.clone(), at)).collect();
        self.by_id.get_or_init(index).get(id).and_then(|at| self.units.get(*at))
    }

    /// The name to print for a unit's id.
    pub fn name_of<'a>(&'a self, id: &'a UnitId) -> &'a str {
        self.unit(id).map_or(id.0.as_str(), |unit| &unit.name)
    }

    /// This year's leader and deputies.
    pub fn officers(&self) -> Officers<'_> {
        Officers { leader: self.leader.as_ref(), deputies: &self.deputies }
    }

    /// The units in order of precedence: leader, deputies, then as they are written.
    pub fn by_precedence(&self, officers: Officers) -> Vec<&Unit> {
        let mut units: Vec<&Unit> = self.units.iter().collect();
        let rank =
            |unit: &Unit| officers.leader.into_iter().chain(officers.deputies).position(|id| *id == unit.id);
        units.sort_by_key(|unit| rank(unit).unwrap_or(usize::MAX));
        units
    }

    /// The post that a unit holds in the group: `Cụm trưởng`, `Cụm phó` or none.
    pub fn post(&self, officers: Officers, id: &UnitId) -> Option<&str> {
        if officers.leader == Some(id) {
            Some(self.leader_post())
        } else if officers.deputies.contains(id) {
            Some(self.deputy_post())
        } else {
            None
        }
    }
}

/// Who leads the group in a year.
#[derive(Debug, Clone, Copy)]
pub struct Officers<'a> {
    /// The unit that leads.
    pub leader: Option<&'a UnitId>,
    /// The units that help it.
    pub deputies: &'a [UnitId],
}

/// Mã của một đơn vị: the word by which the rest of the record refers to it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub String);

impl JsonSchema for UnitId {
    fn schema_name() -> Cow<'static, str> {
        "UnitId".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "title": "Mã đơn vị",
            "description": "Mã của đơn vị, đúng như ghi ở `group.units`.",
        })
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Một đơn vị thành viên của cụm, khối.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Đơn vị thành viên")]
#[schemars(extend("thidua-examples" = [
    "{ id: so-y-te, name: Sở Y tế, head: { honorific: Bà, name: Trần Thị B, title: Giám đốc } }"
]))]
pub struct Unit {
    /// Mã do người lập hồ sơ tự đặt, viết không dấu, mỗi đơn vị một mã; không in ra văn bản.
    #[schemars(title = "Mã đơn vị", example = &"so-y-te")]
    pub id: UnitId,
    /// Tên đầy đủ của đơn vị như in trong văn bản.
    #[schemars(title = "Tên đơn vị", example = "Sở Y tế")]
    pub name: String,
    /// Tên viết gọn, in ở cột hẹp của bảng; không ghi thì in tên đầy đủ.
    #[schemars(title = "Tên gọn", example = "Sở GDĐT")]
    pub short: Option<String>,
    /// Người đứng đầu đơn vị, thay mặt đơn vị ký giao ước thi đua.
    #[schemars(title = "Người đứng đầu")]
    pub head: Option<Person>,
    /// Những người cùng ký giao ước với người đứng đầu, ví dụ chủ tịch công đoàn.
    #[schemars(title = "Người cùng ký")]
    #[serde(default)]
    pub co_signers: Vec<Person>,
    /// Tên nhóm xếp hạng riêng: các đơn vị ghi cùng tên nhóm được xếp hạng với nhau. Không chia nhóm thì bỏ.
    #[schemars(title = "Nhóm xếp hạng", example = "Các sở")]
    pub division: Option<String>,
}

impl Unit {
    /// The name for a narrow column.
    pub fn short_name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// Một người, với cách xưng hô và chức vụ như in trong văn bản.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Một người")]
#[schemars(extend("thidua-examples" = ["{ honorific: Ông, name: Nguyễn Văn A, title: Giám đốc }"]))]
pub struct Person {
    /// Cách xưng hô đứng trước họ tên.
    #[schemars(title = "Xưng hô", example = &"ông", example = &"bà", example = "đồng chí")]
    pub honorific: Option<String>,
    /// Cấp bậc, học hàm, học vị đứng trước họ tên, khi cần ghi.
    #[schemars(title = "Cấp bậc", example = "Đại tá")]
    pub rank: Option<String>,
    /// Họ và tên đầy đủ.
    #[schemars(title = "Họ và tên", example = "Nguyễn Văn A")]
    pub name: Option<String>,
    /// Chức vụ, nơi công tác như in trong văn bản.
    #[schemars(title = "Chức vụ", example = "Giám đốc")]
    pub title: Option<String>,
    /// Quyền hạn in trên chức vụ khi cấp phó ký giao ước thay cấp trưởng, ví dụ KT. Giám đốc; ở nơi khác thì bỏ.
    #[schemars(title = "Quyền hạn ký", example = "KT. Giám đốc")]
    #[serde(default)]
    pub authority: Authorities,
    /// Mã của đơn vị thành viên mà người đó thuộc về, đúng như ghi ở `group.units`; bảng thành phần dự in tên
    /// đơn vị sau chức vụ.
    #[schemars(title = "Đơn vị", example = &"so-noi-vu")]
    pub unit: Option<UnitId>,
}

impl Person {
    /// Honorific, rank and name as a sentence names the person: `ông Nguyễn Văn A`.
    pub fn called(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        Some(
            [self.honorific.as_deref(), self.rank.as_deref(), Some(name)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        )
    }
}
