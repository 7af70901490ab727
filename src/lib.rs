pub mod diagnostic;
pub mod input;
pub mod record;
pub mod template;
pub mod typeset;
pub mod vietnamese;
