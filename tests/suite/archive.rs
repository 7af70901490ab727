//! Papers are kept for decades: the folder proves itself, to thidua and to those who do not have it.

mod bag;
