//! What an import tells of each row: what it did with it, where that is in the book, and why not.

use std::fmt::Write;

use mizan_format::import::problem::Problem;
use mizan_ledger::book::Span;
use mizan_ledger::id::SaleId;
use serde::Serialize;

pub(super) const RECORDED: &str = "recorded";
pub(super) const ALREADY: &str = "already_recorded";
pub(super) const REFUSED: &str = "refused";
const SKIPPED: &str = "skipped";

/// What became of one order.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) order: Option<String>,
    pub(super) rows: Vec<u32>,
    pub(super) status: &'static str,
    pub(super) sales: Vec<SaleId>,
    pub(super) did: Vec<Did>,
    pub(super) code: Option<&'static str>,
    pub(super) reason: Option<String>,
    pub(super) notes: Vec<String>,
}

/// One command, and its answer.
#[derive(Debug, Serialize)]
pub(super) struct Did {
    sale: SaleId,
    command: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<(u64, u64)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// The answer to one row, as it is printed.
#[derive(Debug, Serialize)]
pub(super) struct OfRow<'a> {
    row: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<u32>,
    #[serde(skip_serializing_if = "<[SaleId]>::is_empty")]
    sales: &'a [SaleId],
    #[serde(skip_serializing_if = "<[Did]>::is_empty")]
    did: &'a [Did],
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

impl Did {
    pub(super) fn at(sale: SaleId, command: &'static str, status: &'static str, span: Span) -> Did {
        let last = span.first + u64::from(span.count) - 1;
        Did { sale, command, status, positions: Some((span.first, last)), code: None, reason: None }
    }

    pub(super) fn refused(sale: SaleId, command: &'static str, code: &'static str, reason: String) -> Did {
        Did { sale, command, status: REFUSED, positions: None, code: Some(code), reason: Some(reason) }
    }

    pub(super) fn problem(sale: SaleId, command: &'static str, problem: &Problem) -> Did {
        Did::refused(sale, command, problem.code(), problem.to_string())
    }

    fn as_text(&self) -> String {
        match self.positions {
            Some((first, last)) if first == last => format!("{} {first}", self.command),
            Some((first, last)) => format!("{} {first}–{last}", self.command),
            None => format!("{} refused", self.command),
        }
    }
}

impl Told {
    pub(super) fn new(order: Option<String>, rows: Vec<u32>) -> Told {
        let nothing = (Vec::new(), Vec::new(), Vec::new());
        let (sales, did, notes) = nothing;
        Told { order, rows, status: SKIPPED, sales, did, code: None, reason: None, notes }
    }

    /// Says how an order ended that was begun: refused if any of it was, recorded if any of it is new.
    pub(super) fn judge(&mut self, began: bool) {
        if !began {
            return;
        }
        let has = |status| self.did.iter().any(|did| did.status == status);
        self.status = if has(REFUSED) {
            REFUSED
        } else if has(RECORDED) {
            RECORDED
        } else {
            ALREADY
        };
        if let Some(refused) = self.did.iter().find(|did| did.status == REFUSED) {
            (self.code, self.reason) = (refused.code, refused.reason.clone());
        }
    }

    /// The answer to one of its rows: the first has all of it, the others point there.
    pub(super) fn of_row(&self, row: u32) -> OfRow<'_> {
        let (order, status) = (self.order.as_deref(), self.status);
        let first = self.rows.first().copied().filter(|first| *first != row);
        let nothing: OfRow<'_> =
            OfRow { row, order, status, with: first, sales: &[], did: &[], code: None, reason: None, notes: &[] };
        if first.is_some() {
            return nothing;
        }
        let (code, reason) = (self.code, self.reason.as_deref());
        OfRow { sales: &self.sales, did: &self.did, code, reason, notes: &self.notes, ..nothing }
    }

    /// The rows and the order's number, for a person.
    fn place(&self) -> String {
        let rows = match self.rows.as_slice() {
            [] => String::new(),
            [row] => format!("row {row}"),
            [first, .., last] if last - first + 1 == u32::try_from(self.rows.len()).unwrap_or(u32::MAX) => {
                format!("rows {first}–{last}")
            }
            rows => format!("rows {}", rows.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")),
        };
        match &self.order {
            Some(order) => format!("{rows}, {order}"),
            None => rows,
        }
    }

    /// What is wrong with it, on one line; nothing if nothing is.
    pub(super) fn complaint(&self) -> Option<String> {
        let reason = self.reason.as_deref()?;
        Some(format!("{}: {}: {reason}", self.place(), self.status))
    }

    /// All of it for a person.
    pub(super) fn as_text(&self) -> String {
        let mut text = format!("{}: {}", self.place(), self.status.replace('_', " "));
        // Writing to a text cannot fail.
        for sale in &self.sales {
            let did: Vec<String> = self.did.iter().filter(|did| did.sale == *sale).map(Did::as_text).collect();
            let _ = write!(text, "\n    {sale}: {}", did.join(", "));
        }
        for more in self.reason.iter().chain(&self.notes) {
            let _ = write!(text, "\n    {more}");
        }
        text
    }
}

/// How many orders met which end.
#[derive(Debug, Default, Serialize)]
pub(super) struct Tally {
    rows: usize,
    orders: usize,
    recorded: usize,
    already_recorded: usize,
    pub(super) refused: usize,
    skipped: usize,
    records_added: u64,
}

/// The last line of the answers.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'a> {
    pub(super) summary: &'a Tally,
}

impl Tally {
    pub(super) fn count(&mut self, told: &Told) {
        self.rows += told.rows.len();
        self.orders += 1;
        let counter = match told.status {
            RECORDED => &mut self.recorded,
            ALREADY => &mut self.already_recorded,
            REFUSED => &mut self.refused,
            _ => &mut self.skipped,
        };
        *counter += 1;
        let new = told.did.iter().filter(|did| did.status == RECORDED).filter_map(|did| did.positions);
        self.records_added += new.map(|(first, last)| last - first + 1).sum::<u64>();
    }

    pub(super) fn as_text(&self) -> String {
        let Tally { rows, orders, recorded, already_recorded, refused, skipped, records_added } = self;
        let many = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
        format!(
            "{} in {}: {recorded} recorded, {already_recorded} already recorded, {refused} refused, {skipped} skipped; \
             {records_added} records added",
            many(*orders, "order"),
            many(*rows, "row"),
        )
    }
}
