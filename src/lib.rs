pub mod diagnostic;
pub mod input;
pub mod record;
pub mod vietnamese;
