//! How a network begins: its parties, its cooperatives with members, tills and agreements, and the money they start with.

use std::collections::VecDeque;

use jiff::ToSpan;
use mizan_ledger::id::{ConsentId, MemberId};
use mizan_ledger::money::Currency;
use serde_json::{Value, json};

use crate::generator::terms::{Channel, agreement};
use crate::generator::{Generator, Life, Shop};

/// Who trades with the cooperatives, beside buyers.
const PARTIES: [(&str, &str); 7] = [
    ("platform", "intermediary"),
    ("web-shop", "intermediary"),
    ("wholesaler", "intermediary"),
    ("carrier", "carrier"),
    ("lender", "lender"),
    ("bank", "provider"),
    ("exporter", "exporter"),
];

/// To what members consent, for the deductions of the agreements.
const PURPOSES: [&str; 4] = ["materials", "loan", "refunds", "dues"];

/// The currencies accounts are kept in. Most cooperatives keep dirhams; the others have three decimals, and none.
const CURRENCIES: [&str; 5] = ["MAD", "MAD", "TND", "MAD", "XOF"];

impl Generator {
    pub(super) fn found(&mut self) {
        let operator = json!({"id": "operator", "role": "operator"});
        let name = json!({"name": format!("The network of seed {}", self.plan.seed), "currency": "MAD"});
        self.speak(None, operator.clone(), "open_book", name, Value::Null, &[]);
        let active = json!({"definition": "weekly", "words": "worked with the group", "times": 3, "per": "week"});
        self.speak(None, operator.clone(), "define_activity", active, Value::Null, &[]);
        let buyers = 3 + self.plan.cooperatives;
        self.buyers = (1..=buyers).filter_map(|number| format!("buyer-{number}").parse().ok()).collect();
        let buyers: Vec<_> = self.buyers.iter().map(|buyer| (buyer.to_string(), "buyer")).collect();
        let others = PARTIES.iter().map(|(party, role)| ((*party).to_owned(), *role));
        for (party, role) in others.chain(buyers) {
            let data = json!({"party": party, "name": format!("{party} (invented)"), "roles": [role]});
            self.speak(None, operator.clone(), "register_party", data, Value::Null, &[]);
        }
        for number in 1..=self.plan.cooperatives.max(1) {
            self.found_cooperative(number);
        }
    }

    fn found_cooperative(&mut self, number: usize) {
        let code = match self.plan.life {
            Life::Whole | Life::OnlySales | Life::OnlyThrough(_) => CURRENCIES[(number - 1) % CURRENCIES.len()],
            // One currency, so that they can pass money on to each other; in another book another.
            Life::Tour => CURRENCIES[usize::try_from(self.plan.seed % 5).unwrap_or(0)],
        };
        let currency: Currency = code.parse().expect("the currencies above are currencies");
        let members = 1..=self.plan.members.max(2);
        let members: Vec<MemberId> = members.filter_map(|member| format!("c{number}-w{member}").parse().ok()).collect();
        let at = self.shops.len();
        self.shops.push(Shop {
            id: format!("coop-{number}").parse().expect("a word and a number are a code"),
            currency,
            members: members.clone(),
            resting: Vec::new(),
            suspended: Vec::new(),
            gone: Vec::new(),
            pieces: Vec::new(),
            consents: Vec::new(),
            orders: Vec::new(),
            sized: Vec::new(),
            unaccepted: Vec::new(),
            unpaid: Vec::new(),
            paid: VecDeque::new(),
            unidentified: Vec::new(),
            versions: [0; Channel::ALL.len()],
        });
        let name = format!("Cooperative {number}");
        self.say(at, "operator", "register_cooperative", json!({"name": name, "currency": code}));
        for member in members {
            self.admit(at, member);
        }
        self.elect_a_board(at);
        for till in ["bank:main", "bank:foreign", "cash:box", "wallet:main", "provider:gateway"] {
            self.say(at, "treasurer", "open_till", json!({"till": till}));
        }
        for (till, low, high) in
            [("bank:main", 200_000, 400_000), ("cash:box", 10_000, 30_000), ("wallet:main", 10_000, 30_000)]
        {
            let data =
                json!({"movement": self.code("opening"), "till": till, "amount": self.amount(currency, low, high)});
            self.say(at, "treasurer", "record_opening_balance", data);
        }
        for channel in Channel::ALL {
            self.agree(at, channel);
        }
        if !self.plan.life.is_only_sales() {
            self.define_a_product(at);
            self.found_capital(at);
            self.found_taxes(at);
            self.consent_and_lend(at);
        }
    }

    /// The next version of the agreement for a channel is proposed, and everyone accepts it.
    pub(super) fn agree(&mut self, at: usize, channel: Channel) {
        let place = Channel::ALL.iter().position(|known| *known == channel).unwrap_or(0);
        let version = self.shops[at].versions[place] + 1;
        // The first version holds from long before, so that whatever is written down late finds it in force.
        let valid_from = if version == 1 { "2024-01-01".to_owned() } else { self.today.to_string() };
        let Shop { id, currency, .. } = self.shops[at];
        let terms = agreement(channel, id, currency, version, &valid_from, at.is_multiple_of(2));
        let parties = terms.parties.clone();
        if self.say(at, "president", "propose_agreement", json!({"terms": terms})).is_none() {
            return;
        }
        self.shops[at].versions[place] = version;
        let words = json!({"agreement": channel.code(), "version": version});
        self.say(at, "president", "accept_agreement", words.clone());
        for party in parties {
            let mut words = words.clone();
            words["party"] = json!(party);
            let actor = json!({"id": party, "role": "intermediary"});
            self.speak(Some(at), actor, "accept_agreement", words, Value::Null, &[]);
        }
    }

    /// The last version of an agreement ends some day, and nothing takes its place.
    pub(super) fn end_an_agreement(&mut self, at: usize, channel: Channel) {
        let place = Channel::ALL.iter().position(|known| *known == channel).unwrap_or(0);
        // Far enough for the book to end before it: there would be nothing to sell under.
        let from = self.today.checked_add(2_000.days()).unwrap_or(self.today);
        let words = json!({"agreement": channel.code(), "version": self.shops[at].versions[place], "from": from,
            "document": "Letter"});
        self.say(at, "president", "end_agreement", words);
    }

    fn consent_and_lend(&mut self, at: usize) {
        for member in self.shops[at].members.clone() {
            for purpose in PURPOSES {
                if self.chance.percent(85) {
                    self.consent(at, member, purpose);
                }
            }
        }
        let currency = self.shops[at].currency;
        let borrowed = json!({"loan": self.code("loan"), "lender": "lender", "till": "bank:main",
            "principal": self.amount(currency, 50_000, 90_000)});
        self.say(at, "treasurer", "disburse_loan", borrowed);
        for member in self.shops[at].members.clone() {
            if self.chance.percent(25) {
                let lent = json!({"loan": self.code("loan"), "member": member, "till": "cash:box",
                    "principal": self.amount(currency, 200, 900)});
                self.say(at, "treasurer", "disburse_loan", lent);
            }
        }
    }

    pub(super) fn consent(&mut self, at: usize, member: MemberId, purpose: &str) {
        let consent = self.code("consent");
        let words = json!({"consent": consent, "member": member, "purpose": purpose});
        if self.say_herself(at, member, "give_consent", words).is_some() {
            self.shops[at].consents.extend(consent.parse::<ConsentId>());
        }
    }

    /// A consent is withdrawn, or another one given.
    pub(super) fn change_a_consent(&mut self, at: usize) {
        if self.chance.percent(50) {
            let place = self.chance.place_in(self.shops[at].consents.len());
            let Some(consent) = self.shops[at].consents.get(place).copied() else { return };
            self.shops[at].consents.swap_remove(place);
            let on_paper = self.on_paper(at);
            self.say(at, "secretary", "withdraw_consent", json!({"consent": consent, "for_her": on_paper}));
        } else {
            let member = self.chance.one_of(&self.shops[at].members).copied();
            let purpose = self.chance.one_of(&PURPOSES).copied();
            if let (Some(member), Some(purpose)) = (member, purpose) {
                self.consent(at, member, purpose);
            }
        }
    }

    /// A later version takes over from today; there are few of them, as in life.
    pub(super) fn renew_an_agreement(&mut self, at: usize) {
        let place = self.chance.place_in(Channel::ALL.len());
        if self.chance.percent(30) {
            self.end_an_agreement(at, Channel::ALL[place]);
        } else if self.shops[at].versions[place] < 4 {
            self.agree(at, Channel::ALL[place]);
        }
    }
}
