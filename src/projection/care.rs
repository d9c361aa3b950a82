//! Care of older people, person by person: who needs help, who gives it, who pays.
//!
//! The only place where people, the rules of social care and the law of charging meet. It goes in two halves, because
//! what a law costs must be known before budgets are set, and how much care a budget buys only after:
//!
//! ```text
//!  assess   for each person who needs care: hours, carer, chance of council care, charge under this year's law
//!           (and under the law of the base year, to know what an entitlement costs)      ── Assessment
//!     │
//!  budgets and rationing
//!     │
//!  deliver  the same people again with the share that money reaches; wealth is spent, accounts move on  ── CareYear
//! ```
//!
//! Care at home is by expectation: a person has it with a probability, and all amounts are that share of a year's. Care
//! homes are by place: somebody lives in one or not. A year's stock stands for the person-years of that year.

use crate::economy::charging::{CareAccount, Circumstances, Fees, Indices, Law, Package, Spell, charge};
use crate::people::{Person, Population};
use crate::services::social_care::{FreeCareResponse, SocialCareLevers};
use crate::world::axes::{DEPENDENCIES, FIFTHS, SEXES};
use crate::world::event::Event;
use crate::world::group::{ByGroup, GROUPS, Group};
use crate::world::{Dependency, Luck, Pence, Year};

use super::levers::Levers;

/// Weeks of a year.
const WEEKS: u32 = 52;

/// One in so many people with low dependency has their charges worked out.
const LOW_CHARGED: u32 = 8;

/// What the care pass needs to know of a year.
#[derive(Clone, Copy)]
pub struct CareTerms<'a> {
    /// Rules of need, eligibility and response.
    pub rules: &'a SocialCareLevers,
    /// The law in force.
    pub law: &'a Law,
    /// The law without any reform, for the cost of the entitlement; `None` where there is no reform.
    pub without: Option<&'a Law>,
    /// Prices of care.
    pub fees: &'a Fees,
    /// Response of demand to free care.
    pub free: FreeCareResponse,
    /// Factor on unpaid hours from programmes.
    pub unpaid: f64,
    /// Share of care-home residents in nursing homes.
    pub nursing_share: f64,
    /// Share of care-home residents with NHS continuing healthcare.
    pub continuing_healthcare_share: f64,
    /// Attendance Allowance, lower and higher rate [£/week].
    pub benefit: [f64; 2],
    /// Chance to die within the year of a care user at home and in a care home.
    pub dying: [f64; 2],
    /// The year.
    pub year: Year,
    /// The luck of the draw.
    pub luck: Luck,
}

/// People at home who fare alike before anybody looks at their money: dependency × carer × [`Means`].
const KINDS: usize = DEPENDENCIES * 2 * MEANS;
/// Number of [`Means`].
const MEANS: usize = 3;

/// How a person at home stands to the law.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    /// The council pays what the means test leaves.
    Supported = 0,
    /// Free under this law; the law without it would have asked for the full price.
    NewlyFree = 1,
    /// Pays in full.
    InFull = 2,
}

/// What all people of a kind share in a year.
#[derive(Clone, Copy, Debug)]
struct Kind {
    /// Chance of council care at the base threshold, and without the reform.
    public: f64,
    base_public: f64,
    /// Chance of buying care oneself, and the further chance if turned away.
    private: f64,
    turned_away_buys: f64,
    /// Hours of a council package and of what one buys [hours/week].
    package: f64,
    bought: f64,
    needed: f64,
    unpaid: f64,
    /// Price of what one buys [£ a year].
    price: f64,
    /// The council's package.
    care: Package,
}

/// One person at home whose charge was worked out [£ a year, with council care].
#[derive(Clone, Copy, Debug)]
struct HomeCase {
    person: u32,
    kind: u8,
    cell: u8,
    people: f64,
    /// Millions of people for whom this one's money stands.
    money: f64,
    council: f64,
    nhs: f64,
    charge: f64,
    own: f64,
    wealth_spent: f64,
    benefit_used: f64,
    metered: Pence,
    self_funding: f64,
}

/// What a year in a care home takes from a resident [£].
#[derive(Clone, Copy, Debug)]
struct ResidentCase {
    person: u32,
    wealth_spent: f64,
    paid: f64,
    metered: Pence,
}

/// What the law and need come to before budgets are set [£m].
#[derive(Clone, Debug, Default)]
pub struct Assessment {
    kinds: Vec<Kind>,
    /// People at home by cell and kind.
    at_home: Vec<[f64; KINDS]>,
    /// Those of them whose charge was not worked out, with their kind: they may still buy care.
    uncharged: Vec<(u32, u8)>,
    charged: Vec<HomeCase>,
    residents: Vec<ResidentCase>,
    /// Sums of care homes by cell: money for them comes first, whatever is left for care at home.
    homes: Vec<[f64; QUANTITIES]>,
    totals: CareTotals,
    /// Gross cost of council care at home at the base threshold, by dependency, charges inside.
    pub home_by_dependency: [f64; DEPENDENCIES],
    /// Gross cost of council-supported care-home places, charges inside.
    pub care_home: f64,
    /// Charges at the base threshold.
    pub charges: f64,
    /// What reform costs councils against the law without it.
    pub entitlement: f64,
    /// Gross cost of council care, at home and in homes, had there been no reform.
    pub without_reform: f64,
    /// Of the gross cost, what reform only takes over from people who would have bought the same care.
    pub taken_over: f64,
}

impl Assessment {
    /// Gross cost of council care at home at the base threshold [£m].
    pub fn home(&self) -> f64 {
        self.home_by_dependency.iter().sum()
    }
    /// Charges as a share of gross cost.
    pub fn charge_rate(&self) -> f64 {
        let gross = self.home() + self.care_home;
        if gross > 0.0 { self.charges / gross } else { 0.0 }
    }
}

/// Care of older people over a year, by group: people, £m, million hours.
#[derive(Clone, Debug)]
pub struct CareYear {
    /// Older people with council-funded care (stock).
    pub users_public: ByGroup,
    /// Older people who pay for all their care (stock).
    pub users_self_funded: ByGroup,
    /// Permanent residents of care homes aged 65+ (stock).
    pub residents: ByGroup,
    /// Of them, paying in full (stock).
    pub resident_self_funders: ByGroup,
    /// People with unmet need (stock).
    pub unmet: ByGroup,
    /// Unpaid hours received by older people.
    pub unpaid_hours: ByGroup,
    /// Hours of paid care at home.
    pub home_hours: ByGroup,
    /// Hours of help needed at home.
    pub hours_needed: ByGroup,
    /// Hours of help received at home.
    pub hours_received: ByGroup,
    /// Charges paid to councils.
    pub charges: ByGroup,
    /// Paid by self-funders for care at home and in homes together.
    pub self_funded: ByGroup,
    /// Of that, in care homes, everybody.
    pub self_funded_homes: f64,
    /// Disability benefits spent on care.
    pub benefits: ByGroup,
    /// Councils' cost net of charges.
    pub council: ByGroup,
    /// NHS cost of nursing and continuing care in homes (inside the NHS envelope).
    pub nhs: f64,
    /// Gross cost of council care delivered at home and in homes.
    pub gross: f64,
}

impl Default for CareYear {
    fn default() -> Self {
        let none = [0.0; GROUPS];
        CareYear {
            users_public: none,
            users_self_funded: none,
            residents: none,
            resident_self_funders: none,
            unmet: none,
            unpaid_hours: none,
            home_hours: none,
            hours_needed: none,
            hours_received: none,
            charges: none,
            self_funded: none,
            self_funded_homes: 0.0,
            benefits: none,
            council: none,
            nhs: 0.0,
            gross: 0.0,
        }
    }
}

/// What the law sees in a person.
pub fn circumstances(person: &Person, benefit: &[f64; 2]) -> Circumstances {
    let high = person.dependency as usize >= Dependency::High as usize;
    let rate = if person.disability_benefit {
        benefit[usize::from(high)]
    } else {
        0.0
    };
    Circumstances {
        age: person.age,
        income: Pence::from_pounds(f64::from(person.income)),
        occupational_pension: Pence::ZERO,
        disability_benefit: Pence::from_pounds(rate),
        capital: Pence::from_pounds(f64::from(person.capital)),
        housing: Pence::from_pounds(f64::from(person.home)),
        partner_at_home: person.has_partner,
        relative_at_home: false,
    }
}

/// Longest stay before the base year that is charged for [years].
const LONGEST_STAY: u8 = 8;

/// Lets the residents of the base year pay for the years they have already lived in their care home, under the base
/// year's law and prices: the wealth they start with is what those years have left.
pub fn spend_down(population: &mut Population, levers: &Levers, luck: Luck) {
    let law = Law::compile(&levers.charging, Indices::BASE);
    let fees = Fees::compile(&levers.fees, levers.charging.free_care.personal_share_at_home, 1.0);
    let charging = &levers.charging.charging;
    let benefit = [
        charging.attendance_allowance_lower,
        charging.attendance_allowance_higher,
    ];
    for person in population.people.iter_mut().filter(|person| person.in_care_home()) {
        // The sample gives partners by age; those with one move in less often, and later, so few residents left one at home.
        let stays = luck.person(u64::from(person.id)).uniform(Year(0), Event::StartSetting);
        person.has_partner &= stays < levers.join.residents_partner_ratio;
        let (nursing, health) = luck.person(u64::from(person.id)).pair(Year(0), Event::Timing);
        let package = fees.care_home(
            f64::from(nursing) < levers.join.nursing_share,
            f64::from(health) < charging.continuing_healthcare_share,
        );
        for year in 0..person.years_in_home.min(LONGEST_STAY) {
            let who = circumstances(person, &benefit);
            let account = CareAccount {
                weeks_in_home: u32::from(year) * WEEKS,
                ..CareAccount::default()
            };
            let paid = pay(&who, &package, account, &law, levers.join.dying_in_care_home);
            spend(person, paid.wealth_spent, 0.0);
        }
    }
}

/// Who pays what over a year [£], averaged over those who die in it and those who do not when the law asks.
struct Paid {
    gross: f64,
    council: f64,
    nhs: f64,
    charge: f64,
    self_funded: f64,
    wealth_spent: f64,
    benefit_used: f64,
    metered: Pence,
    /// Share of the year paid in full.
    in_full: f64,
}

fn pay(who: &Circumstances, care: &Package, account: CareAccount, law: &Law, dying: f64) -> Paid {
    let once = |spell: Spell| {
        let mut account = account;
        let split = charge(who, care, &mut account, law, spell);
        Paid {
            gross: split.gross.pounds(),
            council: split.council.pounds(),
            nhs: split.nhs.pounds(),
            charge: split.charge.pounds(),
            self_funded: split.self_funded.pounds(),
            wealth_spent: split.wealth_spent.pounds(),
            benefit_used: split.benefit_used.pounds(),
            metered: account.metered,
            in_full: f64::from(split.weeks_self_funded) / f64::from(WEEKS),
        }
    };
    let living = once(Spell::of(WEEKS));
    if law.end_of_life_weeks == 0 {
        return living;
    }
    let last = once(Spell::until_death(WEEKS));
    let mix = |a: f64, b: f64| a + (b - a) * dying;
    Paid {
        gross: mix(living.gross, last.gross),
        council: mix(living.council, last.council),
        nhs: mix(living.nhs, last.nhs),
        charge: mix(living.charge, last.charge),
        self_funded: mix(living.self_funded, last.self_funded),
        wealth_spent: mix(living.wealth_spent, last.wealth_spent),
        benefit_used: mix(living.benefit_used, last.benefit_used),
        metered: living.metered,
        in_full: mix(living.in_full, last.in_full),
    }
}

/// Who pays in full for care at home under a law, in whole pence as [`charge`] counts.
#[derive(Clone, Copy)]
struct FullPayers {
    free: bool,
    home_counts: bool,
    upper: i64,
}

impl FullPayers {
    fn under(law: &Law) -> FullPayers {
        FullPayers {
            free: law.free_personal_care_at_home || law.all_free,
            home_counts: law.home_counted_at_home,
            upper: law.limits_own_home.upper,
        }
    }
    #[inline]
    fn include(&self, capital: Pence, person: &Person) -> bool {
        let home = if self.home_counts && !person.has_partner {
            Pence::from_pounds(f64::from(person.home)).0
        } else {
            0
        };
        !self.free && capital.0 + home > self.upper
    }
}

fn kind_of(level: usize, carer: bool, means: Means) -> usize {
    (level * 2 + usize::from(carer)) * MEANS + means as usize
}

/// What the year's rules make of every kind.
fn kinds(terms: &CareTerms, free: bool, kinds: &mut Vec<Kind>) {
    let rules = terms.rules;
    kinds.clear();
    for level in Dependency::ALL {
        for carer in [false, true] {
            let need = rules.home_need(level, carer, terms.unpaid);
            let base_public = rules.council_user(level, carer);
            for means in [Means::Supported, Means::NewlyFree, Means::InFull] {
                let public = match means {
                    Means::InFull => 0.0,
                    Means::NewlyFree => base_public * terms.free.self_funders * terms.free.new_users,
                    Means::Supported if free => base_public * terms.free.new_users,
                    Means::Supported => base_public,
                }
                .min(1.0);
                let wealthy = means != Means::Supported;
                let package = rules.package(&need);
                let bought = need.left() * rules.self_funder_share;
                let less_unpaid = if free && public > 0.0 {
                    1.0 + (terms.free.unpaid - 1.0) * public
                } else {
                    1.0
                };
                kinds.push(Kind {
                    public,
                    base_public,
                    private: if wealthy {
                        (1.0 - public) * rules.self_funder_buys
                    } else {
                        0.0
                    },
                    turned_away_buys: if wealthy { 0.0 } else { rules.rationed_buys },
                    package,
                    bought,
                    needed: need.needed,
                    unpaid: need.unpaid * less_unpaid,
                    price: bought * f64::from(WEEKS) * terms.fees.home_care_hour * terms.fees.home_care_ratio,
                    care: terms.fees.home_care(package),
                });
            }
        }
    }
}

/// Assesses everybody in `care` (indices of people who may need it).
#[inline(never)]
pub fn assess(population: &Population, care: &[u32], terms: &CareTerms, out: &mut Assessment) {
    out.clear();
    let now = FullPayers::under(terms.law);
    let before = terms.without.map(FullPayers::under);
    // Free care answers to those whom the law without it would have asked to pay in full.
    let free = before.is_some() && now.free;
    kinds(terms, free, &mut out.kinds);
    for index in care {
        let person = &population.people[*index as usize];
        let people = person.weight.people();
        if people <= 0.0 {
            continue;
        }
        if person.in_care_home() {
            out.resident(*index, person, people, terms);
            continue;
        }
        let level = usize::from(person.dependency).min(DEPENDENCIES - 1);
        if level == Dependency::Independent as usize {
            continue;
        }
        let capital = Pence::from_pounds(f64::from(person.capital));
        let rich = now.include(capital, person);
        let was_rich = before.is_some_and(|law| law.include(capital, person));
        let means = if rich {
            Means::InFull
        } else if was_rich && free {
            Means::NewlyFree
        } else {
            Means::Supported
        };
        let kind = kind_of(level, person.has_carer, means);
        let cell = cell_of(person);
        out.at_home[cell][kind] += people;
        // People with low dependency are many and have little council care, some thousandths of its cost: their charges
        // are worked out for a fixed few of them, who stand for the others in money (and only in money).
        let stands_for = if level != Dependency::Low as usize {
            1.0
        } else if person.id.is_multiple_of(LOW_CHARGED) {
            f64::from(LOW_CHARGED)
        } else {
            0.0
        };
        let terms_of = &out.kinds[kind];
        let (public, base_public) = (terms_of.public, terms_of.base_public);
        let compares = before.is_some() && !was_rich && base_public > 0.0;
        if stands_for == 0.0 || (public == 0.0 && !compares) {
            out.uncharged.push((*index, kind as u8));
            continue;
        }
        let who = circumstances(person, &terms.benefit);
        let account = account_of(person, terms.law);
        let money = people / 1e6 * stands_for;
        let mut council = 0.0;
        if public > 0.0 {
            let paid = pay(&who, &terms_of.care, account, terms.law, terms.dying[0]);
            out.home_by_dependency[level] += money * public * (paid.council + paid.charge);
            out.charges += money * public * paid.charge;
            council = public * paid.council;
            out.charged.push(HomeCase {
                person: *index,
                kind: kind as u8,
                cell: cell as u8,
                people,
                money,
                council: paid.council,
                nhs: paid.nhs,
                charge: paid.charge,
                own: paid.self_funded,
                wealth_spent: paid.wealth_spent,
                benefit_used: paid.benefit_used,
                metered: paid.metered,
                self_funding: paid.in_full,
            });
        } else {
            out.uncharged.push((*index, kind as u8));
        }
        if let Some(without) = terms.without {
            let mut council_before = 0.0;
            if compares {
                let before = pay(&who, &out.kinds[kind].care, account, without, terms.dying[0]);
                council_before = base_public * before.council;
                out.without_reform += money * base_public * (before.council + before.charge);
            } else if was_rich {
                let kind = &out.kinds[kind];
                let hours = (terms.rules.self_funder_buys - kind.private).max(0.0) * kind.bought;
                out.taken_over += money * hours * f64::from(WEEKS) * terms.fees.home_care_hour;
            }
            out.entitlement += money * (council - council_before);
        }
    }
    if terms.without.is_none() {
        out.without_reform = out.home() + out.care_home;
    }
}

/// What counts towards a cap so far, in this year's money, and the time in a care home.
fn account_of(person: &Person, law: &Law) -> CareAccount {
    CareAccount {
        metered: uprated(person.metered, law),
        debt: Pence::ZERO,
        weeks_in_home: u32::from(person.years_in_home) * WEEKS,
    }
}

fn uprated(metered: Pence, law: &Law) -> Pence {
    if metered == Pence::ZERO {
        return metered;
    }
    let account = CareAccount {
        metered,
        ..CareAccount::default()
    };
    account.uprated(law.account_uprating).metered
}

impl Assessment {
    fn clear(&mut self) {
        self.uncharged.clear();
        self.charged.clear();
        self.residents.clear();
        self.at_home.clear();
        self.at_home.resize(CELLS, [0.0; KINDS]);
        self.homes.clear();
        self.homes.resize(CELLS, [0.0; QUANTITIES]);
        self.totals = CareTotals::default();
        self.home_by_dependency = [0.0; DEPENDENCIES];
        (self.care_home, self.charges, self.entitlement) = (0.0, 0.0, 0.0);
        (self.without_reform, self.taken_over) = (0.0, 0.0);
    }

    /// Adds somebody who lives in a care home.
    fn resident(&mut self, index: u32, person: &Person, people: f64, terms: &CareTerms) {
        let who = circumstances(person, &terms.benefit);
        let account = account_of(person, terms.law);
        let (nursing, health) = terms.luck.person(u64::from(person.id)).pair(Year(0), Event::Timing);
        let package = terms.fees.care_home(
            f64::from(nursing) < terms.nursing_share,
            f64::from(health) < terms.continuing_healthcare_share,
        );
        let paid = pay(&who, &package, account, terms.law, terms.dying[1]);
        let millions = people / 1e6;
        let supported = millions * (paid.council + paid.charge);
        self.care_home += supported;
        self.charges += millions * paid.charge;
        if let Some(without) = terms.without {
            let before = pay(&who, &package, account, without, terms.dying[1]);
            self.entitlement += millions * (paid.council - before.council);
            self.without_reform += millions * (before.council + before.charge);
            self.taken_over += supported - millions * (before.council + before.charge);
        }
        let in_full = people * paid.in_full;
        let cell = &mut self.homes[cell_of(person)];
        cell[RESIDENTS] += people;
        cell[RESIDENT_SELF_FUNDERS] += in_full;
        cell[USERS_SELF_FUNDED] += in_full;
        // Those with NHS continuing healthcare are nobody's council users.
        if supported > 0.0 {
            cell[USERS_PUBLIC] += people - in_full;
        }
        cell[CHARGES] += millions * paid.charge;
        cell[SELF_FUNDED] += millions * paid.self_funded;
        cell[BENEFITS] += millions * paid.benefit_used;
        cell[COUNCIL] += millions * paid.council;
        self.totals.self_funded_homes += millions * paid.self_funded;
        self.totals.nhs += millions * paid.nhs;
        self.totals.gross += supported;
        self.residents.push(ResidentCase {
            person: index,
            wealth_spent: paid.wealth_spent,
            paid: paid.charge + paid.self_funded,
            metered: paid.metered,
        });
    }
}

/// What a kind has once money is known.
#[derive(Clone, Copy)]
struct Reached {
    /// Share with council care.
    public: f64,
    /// Mean spending on bought care [£ a year].
    bought: f64,
    /// What each person of the kind adds to a cell's quantities; money of the council's users apart.
    adds: [f64; QUANTITIES],
}

impl Kind {
    /// What the kind has when `share` of its need at the base threshold is met.
    fn reached(&self, share: f64, unmet_from: f64) -> Reached {
        let public = (self.public * share).min(1.0);
        let turned_away = (self.public - public).max(0.0);
        let private = (self.private + turned_away * self.turned_away_buys).min(1.0 - public);
        let weeks = f64::from(WEEKS) / 1e6;
        let paid_hours = public * self.package + private * self.bought;
        let missing = |paid: f64| (self.needed - self.unpaid - paid).max(0.0);
        let unmet_from = unmet_from * self.needed;
        let unmet = |paid: f64| {
            if unmet_from > 0.0 {
                (missing(paid) / unmet_from).min(1.0)
            } else {
                0.0
            }
        };
        let with_nobody = (1.0 - public - private).max(0.0);
        let mut adds = [0.0; QUANTITIES];
        adds[USERS_PUBLIC] = public;
        adds[USERS_SELF_FUNDED] = private;
        adds[UNMET] = public * unmet(self.package) + private * unmet(self.bought) + with_nobody * unmet(0.0);
        adds[UNPAID_HOURS] = weeks * self.unpaid;
        adds[HOME_HOURS] = weeks * paid_hours;
        adds[HOURS_NEEDED] = weeks * self.needed;
        adds[HOURS_RECEIVED] = weeks * (self.unpaid + paid_hours).min(self.needed);
        adds[SELF_FUNDED] = private * self.price / 1e6;
        Reached {
            public,
            bought: private * self.price,
            adds,
        }
    }
}

/// Delivers what money reaches: `reached` is the share of need at the base threshold that is met, by dependency, and may
/// pass 1 where money allows a lower threshold. People's wealth and accounts move on.
#[inline(never)]
pub fn deliver(
    population: &mut Population,
    assessed: &Assessment,
    reached: &[f64; DEPENDENCIES],
    terms: &CareTerms,
    out: &mut CareYear,
) {
    let by_level = assessed.kinds.chunks(2 * MEANS).zip(reached);
    let kinds: Vec<Reached> = by_level
        .flat_map(|(kinds, share)| kinds.iter().map(|kind| kind.reached(*share, terms.rules.unmet_from)))
        .collect();
    let mut sums = assessed.homes.clone();
    let mut totals = assessed.totals;
    for (cell, at_home) in sums.iter_mut().zip(&assessed.at_home) {
        for (people, kind) in at_home.iter().zip(&kinds).filter(|(people, _)| **people > 0.0) {
            for (sum, each) in cell.iter_mut().zip(&kind.adds) {
                *sum += people * each;
            }
        }
    }
    for case in &assessed.residents {
        let person = &mut population.people[case.person as usize];
        person.metered = case.metered;
        spend(person, case.wealth_spent, case.paid);
    }
    let uprating = terms.law.account_uprating != 1.0;
    for (index, kind) in &assessed.uncharged {
        let kind = &kinds[usize::from(*kind)];
        let person = &mut population.people[*index as usize];
        if uprating && person.metered > Pence::ZERO {
            move_account(person, uprated(person.metered, terms.law), kind.public);
        }
        buy(person, kind.bought);
    }
    for case in &assessed.charged {
        let person = &mut population.people[case.person as usize];
        let kind = &kinds[usize::from(case.kind)];
        let public = kind.public;
        let cell = &mut sums[usize::from(case.cell)];
        let in_full = case.people * public * case.self_funding;
        cell[USERS_PUBLIC] -= in_full;
        cell[USERS_SELF_FUNDED] += in_full;
        let money = case.money * public;
        cell[CHARGES] += money * case.charge;
        cell[SELF_FUNDED] += money * case.own;
        cell[BENEFITS] += money * case.benefit_used;
        cell[COUNCIL] += money * case.council;
        totals.nhs += money * case.nhs;
        totals.gross += money * (case.council + case.charge);
        move_account(person, case.metered, public);
        // What one buys comes out of savings; what income covers is not followed at home.
        let saved = f64::from(person.capital).max(0.0);
        let own = public * case.wealth_spent + kind.bought.min(saved);
        spend(person, own, public * (case.charge + case.own) + kind.bought);
    }
    *out = CareYear::from_cells(&sums, totals);
}

/// Moves the account as far as the share of the year with council care.
fn move_account(person: &mut Person, metered: Pence, public: f64) {
    if metered != person.metered {
        let before = person.metered;
        person.metered = Pence(before.0 + ((metered.0 - before.0) as f64 * public) as i64);
    }
}

/// Buys care at home out of savings as far as they go.
fn buy(person: &mut Person, price: f64) {
    if price > 0.0 {
        let from_savings = price.min(f64::from(person.capital)).max(0.0);
        person.capital -= from_savings as f32;
        person.capital_spent += Pence::from_pounds(from_savings);
        person.paid += Pence::from_pounds(price);
    }
}

/// Cells of older people in which a year's care is added up: age group × sex × deprivation fifth × wealth fifth.
const CELLS: usize = 2 * SEXES * FIFTHS * FIFTHS;

fn cell_of(person: &Person) -> usize {
    let last = FIFTHS - 1;
    let group = usize::from(person.age >= 85) * SEXES + usize::from(person.sex).min(SEXES - 1);
    (group * FIFTHS + usize::from(person.fifth).min(last)) * FIFTHS + usize::from(person.wealth_fifth).min(last)
}

const USERS_PUBLIC: usize = 0;
const USERS_SELF_FUNDED: usize = 1;
const RESIDENTS: usize = 2;
const RESIDENT_SELF_FUNDERS: usize = 3;
const UNMET: usize = 4;
const UNPAID_HOURS: usize = 5;
const HOME_HOURS: usize = 6;
const HOURS_NEEDED: usize = 7;
const HOURS_RECEIVED: usize = 8;
const CHARGES: usize = 9;
const SELF_FUNDED: usize = 10;
const BENEFITS: usize = 11;
const COUNCIL: usize = 12;
const QUANTITIES: usize = 13;

/// What is told of everybody only [£m].
#[derive(Clone, Copy, Debug, Default)]
struct CareTotals {
    self_funded_homes: f64,
    nhs: f64,
    gross: f64,
}

impl CareYear {
    /// Spreads cells over groups.
    fn from_cells(sums: &[[f64; QUANTITIES]], totals: CareTotals) -> CareYear {
        let mut groups = [[0.0; QUANTITIES]; GROUPS];
        for (cell, values) in sums.iter().enumerate() {
            let (wealth, rest) = (cell % FIFTHS, cell / FIFTHS);
            let (fifth, rest) = (rest % FIFTHS, rest / FIFTHS);
            let (sex, age) = (rest % SEXES, if rest / SEXES == 0 { 65 } else { 85 });
            let belongs = [
                Group::ALL,
                Group::imd(fifth),
                Group::age(age),
                Group::sex(sex),
                Group::wealth(wealth),
            ];
            for group in belongs {
                for (sum, value) in groups[group.index()].iter_mut().zip(values) {
                    *sum += value;
                }
            }
        }
        let group = |quantity: usize| groups.map(|values| values[quantity]);
        CareYear {
            users_public: group(USERS_PUBLIC),
            users_self_funded: group(USERS_SELF_FUNDED),
            residents: group(RESIDENTS),
            resident_self_funders: group(RESIDENT_SELF_FUNDERS),
            unmet: group(UNMET),
            unpaid_hours: group(UNPAID_HOURS),
            home_hours: group(HOME_HOURS),
            hours_needed: group(HOURS_NEEDED),
            hours_received: group(HOURS_RECEIVED),
            charges: group(CHARGES),
            self_funded: group(SELF_FUNDED),
            benefits: group(BENEFITS),
            council: group(COUNCIL),
            self_funded_homes: totals.self_funded_homes,
            nhs: totals.nhs,
            gross: totals.gross,
        }
    }
}

/// Takes what was spent from savings first, then from the home.
fn spend(person: &mut Person, wealth: f64, paid: f64) {
    let from_capital = wealth.min(f64::from(person.capital)).max(0.0);
    let from_home = (wealth - from_capital).clamp(0.0, f64::from(person.home).max(0.0));
    person.capital -= from_capital as f32;
    person.home -= from_home as f32;
    person.capital_spent += Pence::from_pounds(from_capital + from_home);
    person.paid += Pence::from_pounds(paid);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Fit, PeopleYear, RateFactors, Rates, observe};
    use crate::projection::Tables;
    use crate::scenario::Scenario;
    use crate::world::axes::FIFTHS;

    /// England at its medians under a charging scheme: the assessment and what is delivered of it.
    struct England {
        levers: Levers,
        population: Population,
        care: Vec<u32>,
        law: Law,
        without: Option<Law>,
        fees: Fees,
    }

    impl England {
        fn under(scheme: &str) -> England {
            let scenario = Scenario::load("england", &[], &crate::projection::catalogue()).expect("England loads");
            let tables = Tables::load(&scenario).expect("its tables load");
            let mut values = Vec::new();
            scenario.central().values(scenario.start_year, &mut values);
            let mut levers = Levers::read(&values);
            let base = Law::compile(&levers.charging, Indices::BASE);
            if scheme == "free_personal_care" {
                levers.charging.charging.scheme = crate::economy::charging::Scheme::FreePersonalCare;
            }
            let luck = Luck::new(1, 0, 0);
            let fit = Fit::new(&tables.people, &levers.people);
            let population = Population::start(&tables.people, &fit, &levers.people, luck, 3_000);
            let factors = RateFactors::default();
            let rates = Rates::build(&tables.people, &fit, &levers.people, scenario.start_year, &factors);
            let mut people = PeopleYear::default();
            observe(&population, &rates, &mut people);
            England {
                law: Law::compile(&levers.charging, Indices::BASE),
                without: (scheme != "means_test").then_some(base),
                fees: Fees::compile(&levers.fees, levers.charging.free_care.personal_share_at_home, 1.0),
                care: people.care,
                population,
                levers,
            }
        }

        fn terms(&self) -> CareTerms<'_> {
            let charging = &self.levers.charging.charging;
            CareTerms {
                rules: &self.levers.services.social_care,
                law: &self.law,
                without: self.without.as_ref(),
                fees: &self.fees,
                free: FreeCareResponse::NONE,
                unpaid: 1.0,
                nursing_share: self.levers.join.nursing_share,
                continuing_healthcare_share: charging.continuing_healthcare_share,
                benefit: [
                    charging.attendance_allowance_lower,
                    charging.attendance_allowance_higher,
                ],
                dying: [self.levers.join.dying_at_home, self.levers.join.dying_in_care_home],
                year: Year(2024),
                luck: Luck::new(1, 0, 0),
            }
        }

        fn assessed(&self) -> Assessment {
            let mut out = Assessment::default();
            assess(&self.population, &self.care, &self.terms(), &mut out);
            out
        }

        fn delivered(&self, reached: f64) -> (CareYear, Population) {
            let (mut population, mut out) = (self.population.clone(), CareYear::default());
            let assessed = self.assessed();
            deliver(
                &mut population,
                &assessed,
                &[reached; DEPENDENCIES],
                &self.terms(),
                &mut out,
            );
            (out, population)
        }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
    }

    #[test]
    fn users_charges_and_hours_add_up_over_groups() {
        let (care, _) = England::under("means_test").delivered(0.8);
        for quantity in [
            &care.users_public,
            &care.users_self_funded,
            &care.residents,
            &care.unmet,
            &care.unpaid_hours,
            &care.home_hours,
            &care.hours_needed,
            &care.charges,
            &care.self_funded,
            &care.council,
        ] {
            let all = quantity[Group::ALL.index()];
            let over =
                |groups: &mut dyn Iterator<Item = Group>| groups.map(|group| quantity[group.index()]).sum::<f64>();
            assert!(all > 0.0);
            assert!(near(all, over(&mut (0..FIFTHS).map(Group::imd))));
            assert!(near(all, over(&mut (0..FIFTHS).map(Group::wealth))));
            assert!(near(all, over(&mut [65, 85].into_iter().map(Group::age))));
            assert!(near(all, over(&mut (0..SEXES).map(Group::sex))));
        }
        let all = Group::ALL.index();
        assert!(care.hours_received[all] <= care.hours_needed[all]);
        assert!(care.residents[all] <= care.users_public[all] + care.users_self_funded[all]);
    }

    #[test]
    fn delivering_all_that_was_assessed_costs_what_was_assessed() {
        let england = England::under("means_test");
        let assessed = england.assessed();
        let (care, _) = england.delivered(1.0);
        let all = Group::ALL.index();
        assert!(near(care.gross, assessed.home() + assessed.care_home));
        assert!(near(care.charges[all], assessed.charges));
        assert!(near(care.council[all] + care.charges[all], care.gross));
    }

    #[test]
    fn the_share_that_is_reached_scales_the_money_of_care_at_home() {
        let england = England::under("means_test");
        let assessed = england.assessed();
        for share in [0.0, 0.25, 0.5] {
            let (care, _) = england.delivered(share);
            assert!(near(care.gross, share * assessed.home() + assessed.care_home));
        }
        let all = Group::ALL.index();
        let (none, some) = (england.delivered(0.0).0, england.delivered(0.5).0);
        assert!(none.unmet[all] > some.unmet[all] && none.self_funded[all] > some.self_funded[all]);
    }

    #[test]
    fn without_reform_there_is_no_entitlement_and_free_personal_care_has_a_price() {
        assert_eq!(England::under("means_test").assessed().entitlement, 0.0);
        let mut unchanged = England::under("means_test");
        unchanged.without = Some(unchanged.law);
        assert!(unchanged.assessed().entitlement.abs() < 1e-9);
        assert!(England::under("free_personal_care").assessed().entitlement > 0.0);
    }

    #[test]
    fn free_personal_care_raises_nobodys_payment_for_the_same_care() {
        // What differs is the law alone: nobody's wealth has moved yet and demand does not answer.
        let (before, after) = (England::under("means_test"), England::under("free_personal_care"));
        for index in &before.care {
            let person = &before.population.people[*index as usize];
            let who = circumstances(person, &before.terms().benefit);
            let care = if person.in_care_home() {
                before.fees.care_home(false, false)
            } else {
                before.fees.home_care(f64::from(person.id % 40))
            };
            let own = |law: &Law| charge(&who, &care, &mut account_of(person, law), law, Spell::of(1)).own();
            assert!(own(&after.law) <= own(&before.law));
        }
        let all = Group::ALL.index();
        let (dear, free) = (before.delivered(1.0).0, after.delivered(1.0).0);
        assert!(free.charges[all] + free.self_funded[all] < dear.charges[all] + dear.self_funded[all]);
        assert!(free.council[all] > dear.council[all]);
    }

    #[test]
    fn what_people_pay_in_a_year_never_makes_their_wealth_grow_or_negative() {
        let england = England::under("means_test");
        let (_, after) = england.delivered(0.7);
        for (before, after) in england.population.people.iter().zip(&after.people) {
            assert!(after.capital <= before.capital && after.home <= before.home);
            assert!(after.capital >= before.capital.min(0.0) && after.home >= 0.0);
            assert!(after.paid >= before.paid && after.capital_spent >= before.capital_spent);
        }
    }
}
