//! A trace as the tables it is made of, for a spreadsheet.

use crate::report::page::Page;
use crate::report::statement::Days;
use crate::report::term::Term;
use crate::report::trace::Trace;
use crate::report::trace::payout::PayoutTrace;
use crate::report::trace::sale::SaleTrace;

impl Trace {
    /// Its tables, one after the other.
    #[must_use]
    pub fn page(&self) -> Page {
        match self {
            Trace::Sale(trace) => of_sale(trace),
            Trace::Payout(trace) => of_payout(trace),
        }
    }
}

fn of_sale(trace: &SaleTrace) -> Page {
    let mut page = Page::new(Term::Sale, trace.position, Days { from: None, to: trace.day });
    page.of = Some(trace.reference.to_string());
    page.currency = Some(trace.currency);
    trace.exporter_table().into_iter().for_each(|table| page.table(table));
    page.table(trace.paid.payments_table(trace.currency));
    trace.shared_freight_table().into_iter().for_each(|table| page.table(table));
    page.table(trace.slices_table());
    if let Some(chain) = &trace.chain {
        page.table(chain.table(trace.currency));
    }
    page.table(trace.makers_table());
    page.table(trace.deductions_table());
    page.table(trace.payouts_table());
    page.unexplained = Some(trace.unexplained);
    page
}

fn of_payout(trace: &PayoutTrace) -> Page {
    let mut page = Page::new(Term::Payout, trace.position, Days { from: None, to: trace.day });
    page.of = Some(trace.reference.to_string());
    page.currency = Some(trace.currency);
    page.table(trace.items_table());
    page.table(trace.sources_table());
    for behind in &trace.paid.sales {
        page.table(behind.paid.payments_table(trace.currency).of(behind.sale));
    }
    page.unexplained = Some(trace.unexplained);
    page
}
