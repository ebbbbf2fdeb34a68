//! Columns said once on the command line, kept as a profile, and what is told when they do not fit the file.

use super::{Shelf, fixture, summary, text, told};

#[test]
fn columns_are_mapped_once_and_kept() {
    let shelf = Shelf::new();
    let saved = shelf.file("fair.json");
    let named =
        ["--shop", "fair", "--buyer", "fair-buyers", "--currency", "MAD", "--sold-in", "MAD", "--till", "cash:box"];
    let read = ["--cooperative", "demo-atlas", "--channel", "fair", "--dates", "dmy", "--decimal", "comma"];
    let columns =
        ["--column", "date=date", "--column", "reference=no", "--column", "product=What", "--column", "maker=maker"];
    let without = [&named[..], &read, &columns].concat();
    let file = fixture("csv/ambiguous.csv");
    let unmapped = shelf.run(&file, "csv", &[&without[..], &["--save-profile", text(&saved)]].concat());
    let complaint = told(&unmapped);
    assert!(
        complaint.contains("which column is the `total`: use --column total=NAME, one of `date`, `no`"),
        "{complaint}"
    );
    assert!(!saved.exists(), "what does not fit the file is not kept");
    let misnamed = shelf.run(&file, "csv", &[&without[..], &["--column", "total=Montant"]].concat());
    assert!(told(&misnamed).contains("there is no column `Montant`: the columns of the file are `date`"));
    let mapped = [&without[..], &["--column", "total=total", "--save-profile", text(&saved), "--json"]].concat();
    let first = shelf.run(&file, "csv", &mapped);
    // One row writes 1.234,50 and one 1,234, which with a comma before decimals has too many of them.
    assert_eq!((summary(&first)["recorded"].clone(), summary(&first)["refused"].clone()), (3.into(), 1.into()));
    let second = shelf.run(&file, "csv", &["--profile", text(&saved), "--json"]);
    assert_eq!(summary(&second)["already_recorded"], 3, "{}", told(&second));
    let again = shelf.run(&file, "csv", &mapped);
    assert!(told(&again).contains("is there already"), "a profile is not overwritten");
    let other = shelf.run(&file, "shopify", &["--profile", text(&saved)]);
    assert!(told(&other).contains("is for csv, and --as says shopify"), "{}", told(&other));
    let nothing = shelf.run(&file, "csv", &[]);
    assert!(told(&nothing).contains("missing field `shop`: say it in a profile, or with --shop"), "{}", told(&nothing));
    let wrong = shelf.run(&file, "csv", &[&without[..], &["--column", "when=date"]].concat());
    assert!(told(&wrong).contains("`when` is no field, write one of date, reference"), "{}", told(&wrong));
}
