//! What is said of a file on the command line: the profile, with whatever stands beside it taking its place.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use mizan_format::import::field::Field;
use mizan_format::import::profile::{Form, Profile};
use serde_json::{Map, Value, json};

use crate::cli::Finding;
use crate::cli::output::spare_what_is_a_books;

/// The longest profile, in bytes: some ten thousand products.
const MOST_BYTES: u64 = 4 << 20;

/// The profile and what may be said beside it.
#[derive(Debug, Args)]
pub(super) struct Asked {
    /// The profile, as --save-profile wrote it or as you did.
    #[arg(long, value_name = "PROFILE.json")]
    profile: Option<PathBuf>,
    /// Write the profile, with all that is said beside it, for the next time.
    #[arg(long, value_name = "PROFILE.json")]
    save_profile: Option<PathBuf>,
    /// Whose sales they are, where neither a row nor a product of the profile says so.
    #[arg(long, value_name = "ID")]
    cooperative: Option<String>,
    /// What a column of a plain CSV is called: date, reference, product, sku, vendor, quantity, price, discount,
    /// shipping, tax, total, order_total, currency, rate, paid_on, paid, method, refunded, refunded_on, fee,
    /// cooperative or maker.
    #[arg(long = "column", value_name = "FIELD=NAME")]
    columns: Vec<String>,
    /// A short name of the shop, with which every identifier begins.
    #[arg(long, value_name = "NAME", help_heading = "Instead of a profile, or in its place")]
    shop: Option<String>,
    /// The party that stands for the shop's customers.
    #[arg(long, value_name = "PARTY", help_heading = "Instead of a profile, or in its place")]
    buyer: Option<String>,
    /// The currency of the accounts.
    #[arg(long, value_name = "CODE", help_heading = "Instead of a profile, or in its place")]
    currency: Option<String>,
    /// The currency of amounts beside which none is written.
    #[arg(long, value_name = "CODE", help_heading = "Instead of a profile, or in its place")]
    sold_in: Option<String>,
    /// Where the buyers' money is.
    #[arg(long, value_name = "TILL", help_heading = "Instead of a profile, or in its place")]
    till: Option<String>,
    /// Where money is given back from, if not from where it was paid.
    #[arg(long, value_name = "TILL", help_heading = "Instead of a profile, or in its place")]
    refunds_from: Option<String>,
    /// The trade channel, which picks the agreement.
    #[arg(long, value_name = "CODE", help_heading = "Instead of a profile, or in its place")]
    channel: Option<String>,
    /// Everything was paid when it was sold.
    #[arg(long, help_heading = "Instead of a profile, or in its place")]
    paid_at_once: bool,
    /// The order of day and month: dmy or mdy.
    #[arg(long, value_name = "ORDER", help_heading = "Instead of a profile, or in its place")]
    dates: Option<String>,
    /// The mark before decimals: point or comma.
    #[arg(long, value_name = "MARK", help_heading = "Instead of a profile, or in its place")]
    decimal: Option<String>,
    /// What stands between cells.
    #[arg(long, value_name = "MARK", help_heading = "Instead of a profile, or in its place")]
    delimiter: Option<String>,
    /// The letters the file is written in: utf-8, utf-16le, utf-16be or windows-1252.
    #[arg(long, value_name = "NAME", help_heading = "Instead of a profile, or in its place")]
    encoding: Option<String>,
}

impl Asked {
    /// The profile, whole.
    pub(super) fn profile(&self, form: Form) -> anyhow::Result<Profile> {
        let (mut said, from) = self.said()?;
        match said.get("form").and_then(Value::as_str) {
            Some(other) if other != form.word() => {
                bail!("{from} is for {other}, and --as says {}: give the profile of that kind of file", form.word());
            }
            Some(_) | None => said.insert("form".to_owned(), json!(form.word())),
        };
        let fields = [
            ("shop", &self.shop),
            ("buyer", &self.buyer),
            ("currency", &self.currency),
            ("sold_in", &self.sold_in),
            ("till", &self.till),
            ("refunds_from", &self.refunds_from),
            ("channel", &self.channel),
            ("cooperative", &self.cooperative),
        ];
        for (name, value) in fields {
            if let Some(value) = value {
                said.insert(name.to_owned(), json!(value));
            }
        }
        if self.paid_at_once {
            said.insert("paid_at_once".to_owned(), json!(true));
        }
        let reading = [
            ("dates", &self.dates),
            ("decimal", &self.decimal),
            ("delimiter", &self.delimiter),
            ("encoding", &self.encoding),
        ];
        for (name, value) in reading {
            if let Some(value) = value {
                within(&mut said, "reading")?.insert(name.to_owned(), json!(value));
            }
        }
        for column in &self.columns {
            let (field, name) = column.split_once('=').with_context(|| {
                format!("--column {column}: write the field, `=` and the column's name, such as --column date=Date")
            })?;
            let known = Field::ALL.iter().find(|known| known.word() == field).with_context(|| {
                let all: Vec<&str> = Field::ALL.iter().map(|field| field.word()).collect();
                format!("--column {column}: `{field}` is no field, write one of {}", all.join(", "))
            })?;
            within(&mut said, "columns")?.insert(known.word().to_owned(), json!(name));
        }
        let text = Value::Object(said).to_string();
        Profile::parse(&text).map_err(|error| {
            let flag = error.why.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let hint = match flag {
                Some(name @ ("shop" | "buyer" | "currency" | "till")) => {
                    format!(": say it in a profile, or with --{name}")
                }
                Some(_) | None => String::new(),
            };
            anyhow::anyhow!("{from}: {error}{hint}")
        })
    }

    /// What the profile's file says, and what to call it.
    fn said(&self) -> anyhow::Result<(Map<String, Value>, String)> {
        let Some(path) = &self.profile else { return Ok((Map::new(), "the command line".to_owned())) };
        let from = path.display().to_string();
        let cannot = || format!("cannot read {from}");
        if fs::metadata(path).with_context(cannot)?.len() > MOST_BYTES {
            bail!("{from} has more than {MOST_BYTES} bytes: is it a profile?");
        }
        let text = fs::read_to_string(path).with_context(cannot)?;
        let value: Value = serde_json::from_str(&text).with_context(|| format!("{from} is not JSON"))?;
        match value {
            Value::Object(said) => Ok((said, from)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                bail!("{from} is JSON and no object: a profile is {{\"form\":…}}")
            }
        }
    }

    /// Keeps the profile, if that was asked. A file that is there is replaced only by what was read from it.
    pub(super) fn save(&self, profile: &Profile) -> anyhow::Result<()> {
        let Some(path) = &self.save_profile else { return Ok(()) };
        spare_what_is_a_books(path, None)?;
        let text = serde_json::to_string_pretty(profile)?;
        let cannot = || format!("cannot write {}", path.display());
        let file = if self.profile.as_ref() == Some(path) { File::create(path) } else { File::create_new(path) };
        match file {
            Ok(mut file) => writeln!(file, "{text}").and_then(|()| file.sync_all()).with_context(cannot),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                let path = path.display();
                bail!(Finding(format!(
                    "{path} is there already: save the profile under another name, or give it with --profile"
                )))
            }
            Err(error) => Err(error).with_context(cannot),
        }
    }
}

/// An object within the profile, made if it is not there.
fn within<'a>(said: &'a mut Map<String, Value>, name: &str) -> anyhow::Result<&'a mut Map<String, Value>> {
    let inner = said.entry(name).or_insert_with(|| json!({}));
    inner.as_object_mut().with_context(|| format!("`{name}` of the profile is no object"))
}
