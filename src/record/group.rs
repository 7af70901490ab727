//! The cụm or khối thi đua, its units and their people.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;

use super::scalar::Count;

/// Cụm or khối; decides the words Cụm trưởng, Khối trưởng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum GroupKind {
    /// Cụm thi đua.
    #[serde(rename = "cụm")]
    Cum,
    /// Khối thi đua.
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

/// Cụm, khối thi đua of this year.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Tên đầy đủ: Cụm thi đua số 3.
    pub name: String,
    /// Là cụm hay khối.
    pub kind: GroupKind,
    /// Đơn vị trưởng năm nay.
    pub leader: Option<UnitId>,
    /// Các đơn vị phó năm nay.
    #[serde(default)]
    pub deputies: Vec<UnitId>,
    /// Các đơn vị thành viên.
    #[serde(default)]
    pub units: Vec<Unit>,
    /// Số đơn vị thành viên, khi `units` chưa kê đủ.
    pub size: Option<Count>,
}

impl Group {
    /// How many units the group has: as written, else as many as are listed.
    pub fn size(&self) -> Option<usize> {
        let listed = (!self.units.is_empty()).then_some(self.units.len());
        self.size.map(|size| size.0 as usize).or(listed)
    }

    /// The unit of that id; `None` is a fault that [`super::references`] reports.
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
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
    pub fn post(&self, officers: Officers, id: &UnitId) -> Option<&'static str> {
        if officers.leader == Some(id) {
            Some(self.kind.leader())
        } else if officers.deputies.contains(id) {
            Some(self.kind.deputy())
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
        schemars::json_schema!({ "type": "string", "title": "mã đơn vị" })
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Đơn vị thành viên.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Mã dùng trong hồ sơ này, viết không dấu: so-y-te.
    pub id: UnitId,
    /// Tên đầy đủ.
    pub name: String,
    /// Tên gọn, dùng trong bảng hẹp.
    pub short: Option<String>,
    /// Người đứng đầu.
    pub head: Option<Person>,
    /// Người cùng ký giao ước với người đứng đầu, ví dụ chủ tịch công đoàn.
    #[serde(default)]
    pub co_signers: Vec<Person>,
    /// Nhóm xếp hạng riêng trong cụm, khối.
    pub division: Option<String>,
}

impl Unit {
    /// The name for a narrow column.
    pub fn short_name(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// Một người, với chức vụ của người đó.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// ông, bà, đồng chí.
    pub honorific: Option<String>,
    /// Cấp bậc đứng trước họ tên: Đại tá.
    pub rank: Option<String>,
    /// Họ và tên.
    pub name: Option<String>,
    /// Chức vụ, nơi công tác.
    pub title: Option<String>,
    /// Mã đơn vị thành viên mà người đó thuộc về.
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
