//! How many cooperatives are led by women.

use jiff::civil::Date;

use crate::book::Book;
use crate::event::membership::Form;
use crate::event::register::Sex;
use crate::record::Record;
use crate::report::counted::{Counts, Fold};
use crate::report::note::Note;
use crate::report::page::Page;
use crate::report::query::{Query, Reckon};
use crate::report::table::{Cell, Table};
use crate::report::term::Term;

/// SDG 5: in how many cooperatives a woman presides.
pub(crate) const WOMEN_LED: Query = Query::indicator(
    "sdg5.women-led-cooperatives",
    Term::WomenLedCooperatives,
    Term::Cooperatives,
    Note::WomenLedCooperatives,
    |_| Box::new(WomenLed),
);

/// The book knows every board.
struct WomenLed;

impl Fold for WomenLed {
    fn take(&mut self, _: Counts, _: &Record) {}
}

impl Reckon for WomenLed {
    fn write(self: Box<Self>, book: &Book, as_of: Option<Date>, page: &mut Page) {
        let Some(day) = as_of else { return };
        // An association keeps accounts in the book as well, and is no cooperative.
        let cooperatives = book.cooperatives.values().filter(|own| own.form == Form::Cooperative);
        let boards = cooperatives.clone().map(|own| own.board_on(day));
        let led_by = |sex: Option<Sex>| boards.clone().filter(|board| board.map(|board| board.led_by) == sex).count();
        let mut table = Table::new(Term::WomenLedCooperatives, [Term::Of, Term::Cooperatives]);
        let rows = [(Term::LedByAWoman, Some(Sex::Woman)), (Term::LedByAMan, Some(Sex::Man)), (Term::NotSaid, None)];
        for (of, sex) in rows {
            table.row([of.into(), Cell::Count(led_by(sex) as u64)]);
        }
        table.row([Term::Together.into(), Cell::Count(cooperatives.count() as u64)]);
        page.table(table);
    }
}
