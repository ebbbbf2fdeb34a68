//! The words of a form that is printed and filled in by hand, in the few letters a line of it has room for.

/// The words of a cashier's sheet. Each begins a line.
#[derive(Debug, Clone, Copy)]
pub struct CashSheetWords {
    /// What the form is.
    pub title: &'static str,
    /// Who counts the money out.
    pub cashier: &'static str,
    /// Which page of how many.
    pub page: &'static str,
    /// Where whoever is paid signs, in one of the two ways the books accept.
    pub signature: &'static str,
    /// Where signs who saw it.
    pub witness: &'static str,
    /// What all of it comes to.
    pub total: &'static str,
    /// The notes and coins with which everybody can be paid exactly.
    pub to_bring: &'static str,
}
