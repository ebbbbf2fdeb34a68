//! Grants from their award to what is bought with them, and help that is no money.

use mizan_ledger::account::{Account, Till};
use mizan_ledger::id::{AssetId, Code, GrantId, PartyId};
use mizan_ledger::money::Money;
use serde_json::{Value, json};

use crate::generator::Generator;

/// Who gives to the cooperatives.
const FUNDER: &str = "programme";

/// The till grants come into, and the one a part of them is brought to.
const TILLS: [&str; 2] = ["bank:main", "cash:box"];

impl Generator {
    /// A grant is promised, received, spent on its lines, or a part of it given back; looms are bought and looked after.
    pub(super) fn use_a_grant(&mut self, at: usize) {
        if self.books_of(at).grants.grants.is_empty() {
            self.be_promised_a_grant(at);
        }
        match self.chance.below(100) {
            0..4 => self.be_promised_a_grant(at),
            4..24 => self.receive_a_grant(at),
            24..44 => self.spend_a_grant(at),
            44..52 => self.carry_a_grant(at),
            52..57 => self.return_a_grant(at),
            57..67 => self.buy_a_loom(at),
            67..80 => self.wear_a_loom(at),
            80..90 => self.look_at_a_loom(at),
            _ => self.receive_help(at),
        }
    }

    fn funder(&mut self) {
        if FUNDER.parse().is_ok_and(|funder: PartyId| self.clerk.book().parties.contains_key(&funder)) {
            return;
        }
        let data = json!({"party": FUNDER, "name": "A programme (invented)", "roles": ["funder"]});
        self.speak(None, json!({"id": "operator", "role": "operator"}), "register_party", data, Value::Null, &[]);
    }

    pub(super) fn be_promised_a_grant(&mut self, at: usize) {
        self.funder();
        let own = self.shops[at].currency;
        let mut line = |line: &str, low: u64, high: u64| json!({"line": line, "purpose": format!("For {line}"), "ceiling": self.amount(own, low, high)});
        let lines = [line("equipment", 20_000, 60_000), line("training", 3_000, 9_000)];
        let mut words = json!({"grant": self.code("grant"), "funder": FUNDER, "lines": lines});
        if self.chance.percent(50) {
            words["own_share"] = json!(self.amount(own, 1_000, 5_000));
        }
        self.say(at, "treasurer", "award_grant", words);
    }

    pub(super) fn receive_a_grant(&mut self, at: usize) {
        let open = self.books_of(at).grants.grants.iter().filter(|(_, grant)| grant.to_come.is_positive());
        let open: Vec<(GrantId, Money)> = open.map(|(id, grant)| (*id, grant.to_come)).collect();
        let Some((grant, to_come)) = self.chance.one_of(&open).copied() else { return };
        let amount = self.part_of(to_come, 20, 100);
        let words = json!({"movement": self.code("tranche"), "grant": grant, "amount": amount, "till": TILLS[0],
            "value_date": self.today});
        let came = self.say(at, "treasurer", "receive_grant", words);
        self.perhaps_take_back(at, came);
    }

    /// A grant with a till where some of it lies, and how much.
    fn lying(&mut self, at: usize) -> Option<(GrantId, Till, Money)> {
        let grants = self.books_of(at).grants.grants.iter();
        let lying = grants.flat_map(|(id, grant)| grant.lies.iter().map(|(till, amount)| (*id, *till, *amount)));
        let lying: Vec<_> = lying.collect();
        self.chance.one_of(&lying).copied()
    }

    /// What a line of a grant still allows of an amount.
    fn allowed(&self, at: usize, grant: GrantId, line: &str, of: Money) -> Option<Money> {
        let line: Code = line.parse().expect("the lines above are codes");
        let left = *self.books_of(at).grants.grants.get(&grant)?.lines.get(&line)?;
        let most = Money::new(left.minor().min(of.minor()), of.currency());
        most.is_positive().then_some(most)
    }

    pub(super) fn spend_a_grant(&mut self, at: usize) {
        let Some((grant, till, lies)) = self.lying(at) else { return };
        let Some(most) = self.allowed(at, grant, "training", lies) else { return };
        let amount = self.part_of(most, 10, 60);
        let own = self.part_of(amount, 5, 30);
        let mut words = json!({"movement": self.code("grant-spent"), "grant": grant, "line": "training",
            "amount": amount, "till": till, "item": "A teacher"});
        if self.chance.percent(40) && self.holds(at, &till.to_string(), own) {
            words["own"] = json!(own);
        }
        let spent = self.say(at, "treasurer", "spend_grant", words);
        self.perhaps_take_back(at, spent);
    }

    fn carry_a_grant(&mut self, at: usize) {
        let Some((grant, from, lies)) = self.lying(at) else { return };
        let to = if from.to_string() == TILLS[0] { TILLS[1] } else { TILLS[0] };
        let amount = self.part_of(lies, 5, 20);
        let words =
            json!({"movement": self.code("transfer"), "from": from, "to": to, "amount": amount, "grant": grant});
        let carried = self.say(at, "treasurer", "transfer_funds", words);
        self.perhaps_take_back(at, carried);
    }

    pub(super) fn return_a_grant(&mut self, at: usize) {
        let Some((grant, till, lies)) = self.lying(at) else { return };
        let amount = self.part_of(lies, 5, 20);
        let words = json!({"movement": self.code("grant-returned"), "grant": grant, "amount": amount, "till": till});
        let returned = self.say(at, "treasurer", "return_grant", words);
        self.perhaps_take_back(at, returned);
    }

    /// A loom is bought, usually with a grant's part in its price.
    pub(super) fn buy_a_loom(&mut self, at: usize) {
        let Some((grant, till, lies)) = self.lying(at) else { return };
        let Some(most) = self.allowed(at, grant, "equipment", lies) else { return };
        let granted = self.part_of(most, 10, 40);
        let added = self.part_of(granted, 5, 60);
        let with_grant = self.chance.percent(80);
        let own = if self.holds(at, &till.to_string(), added) { added.minor() } else { 0 };
        if !with_grant && own == 0 {
            return;
        }
        let cost = Money::new(own + if with_grant { granted.minor() } else { 0 }, granted.currency());
        let mut words = json!({"asset": self.code("loom"), "name": "A loom", "cost": cost, "till": till,
            "life_months": self.chance.between(6, 96)});
        if with_grant {
            words["grant"] = json!({"grant": grant, "line": "equipment", "amount": granted});
        }
        let bought = self.say(at, "treasurer", "commission_asset", words);
        self.perhaps_take_back(at, bought);
    }

    fn loom(&mut self, at: usize) -> Option<AssetId> {
        let looms: Vec<AssetId> = self.books_of(at).grants.assets.keys().copied().collect();
        self.chance.one_of(&looms).copied()
    }

    /// The months a loom has served since it was last counted are counted.
    pub(super) fn wear_a_loom(&mut self, at: usize) {
        let Some(loom) = self.loom(at) else { return };
        // Whoever writes it down may do so up to three days late, in the month before.
        let Ok(day) = self.today.checked_sub(jiff::Span::new().days(3)) else { return };
        let books = self.books_of(at);
        let Some(asset) = books.grants.assets.get(&loom) else { return };
        let begun = |of: jiff::civil::Date| i32::from(of.year()) * 12 + i32::from(of.month());
        let begun = u32::try_from(begun(day) - begun(asset.since) + 1).unwrap_or(0);
        let months = begun.min(asset.life_months).saturating_sub(asset.months);
        let whole = books.balances.of(Account::Equipment(loom), books.currency);
        if months == 0 || !whole.is_positive() {
            return;
        }
        let words = json!({"movement": self.code("worn"), "asset": loom, "months": months});
        let worn = self.say(at, "treasurer", "depreciate_asset", words);
        self.perhaps_take_back(at, worn);
    }

    pub(super) fn look_at_a_loom(&mut self, at: usize) {
        let Some(loom) = self.loom(at) else { return };
        let found = ["in_use", "in_use", "idle", "broken_down"][self.chance.place_in(4)];
        let words = json!({"asset": loom, "found": found, "hours": self.chance.between(0, 160).to_string(),
            "members": self.chance.below(6)});
        self.say(at, "leader", "report_asset_use", words);
    }

    pub(super) fn receive_help(&mut self, at: usize) {
        self.funder();
        let kind = ["training", "equipment", "materials", "service"][self.chance.place_in(4)];
        let value = self.amount(self.shops[at].currency, 500, 9_000);
        let words = json!({"movement": self.code("help"), "from": FUNDER, "kind": kind, "what": format!("Some {kind}"),
            "quantity": self.chance.between(1, 9).to_string(), "stated_value": value,
            "beneficiaries": {"members": self.chance.between(1, 12), "others": self.chance.below(4)}});
        let helped = self.say(at, "secretary", "receive_in_kind", words);
        self.perhaps_take_back(at, helped);
    }
}
