//! Finds the changes between two listings.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::constraint::constraint_changes;
use super::rule::Rule;
use super::{Change, Comparison};
use crate::diagnostics::suggest::nearest;
use crate::listing::{Fact, Item, Kind, Listing};

/// Compares two listings.
#[must_use]
pub fn compare(old: &Listing, new: &Listing) -> Comparison {
    let mut changes = Vec::new();
    let [old_builders, new_builders] = [old, new].map(builders);
    for (path, kind, item) in old.iter() {
        match new.get(path, kind) {
            Some(now) => changed(path, kind, item, now, &mut changes),
            None if is_reported([old, new], path, kind, item, &new_builders) => {
                let rule = removed_rule(kind);
                changes.push(Change::one_sided(rule, path, kind, Some(item), None));
            }
            None => {}
        }
    }
    for (path, kind, item) in new.iter() {
        if old.get(path, kind).is_none() && is_reported([new, old], path, kind, item, &old_builders)
        {
            let rule = added_rule(new, path, kind, item);
            changes.push(Change::one_sided(rule, path, kind, None, Some(item)));
        }
    }
    find_renames(old, new, &mut changes);
    changes.sort_by(|one, other| {
        let key = |change: &Change| std::cmp::Reverse(change.rule.verdict());
        (key(one), &one.path, one.rule).cmp(&(key(other), &other.path, other.rule))
    });
    Comparison { changes }
}

/// Returns the types that accessors lead to.
fn builders(listing: &Listing) -> HashSet<&str> {
    let accessors = listing
        .iter()
        .filter(|(_, kind, _)| *kind == Kind::Accessor);
    accessors
        .filter_map(|(_, _, item)| item.fact(Fact::Type))
        .collect()
}

/// Returns whether an item that only the first of two listings has is a change of its own. It is
/// not if it is part of another one. `other_builders` are those of the second listing.
fn is_reported(
    [here, other]: [&Listing; 2],
    path: &str,
    kind: Kind,
    item: &Item,
    other_builders: &HashSet<&str>,
) -> bool {
    let is_one_sided = |path: &str| here.contains(path) && !other.contains(path);
    let shape = |listing: &'_ Listing, path: &str| {
        let item = listing.get(path, Kind::Type)?;
        item.fact(Fact::Shape).map(str::to_owned)
    };
    // A type of another kind has other parts, too: that of the type is the change.
    let is_covered =
        |parent: &str| is_one_sided(parent) || shape(here, parent) != shape(other, parent);
    if parent(path).is_some_and(is_covered) {
        return false;
    }
    match (kind, item.fact(Fact::Type)) {
        // A path that only one listing has is reported by its operations.
        (Kind::Accessor, Some(builder)) => other_builders.contains(builder),
        (Kind::ShortPath, Some(ty)) => !is_one_sided(ty),
        // All responses of a handler are reported by its method.
        (Kind::HandlerResponse, _) => {
            parent(path).is_some_and(|responses| other.contains_below(responses))
        }
        _ => true,
    }
}

/// Returns the path of the item that contains an item.
fn parent(path: &str) -> Option<&str> {
    let argument = path.rsplit_once('#').map(|(parent, _)| parent);
    argument
        .or_else(|| path.split_once("::from(").map(|(parent, _)| parent))
        .or_else(|| path.rsplit_once("::").map(|(parent, _)| parent))
}

fn removed_rule(kind: Kind) -> Rule {
    match kind {
        Kind::Client | Kind::Type => Rule::TypeRemoved,
        Kind::Server => Rule::ServerRemoved,
        Kind::Setting => Rule::SettingRemoved,
        Kind::SettingValue => Rule::SettingValueRemoved,
        Kind::Credential => Rule::CredentialRemoved,
        Kind::TokenEndpoint => Rule::TokenEndpointRemoved,
        Kind::Extension => Rule::ExtensionRemoved,
        Kind::ErrorCode => Rule::ErrorCodeConstantRemoved,
        Kind::Field => Rule::FieldRemoved,
        Kind::Value => Rule::ValueRemoved,
        Kind::Alternative => Rule::AlternativeRemoved,
        Kind::Getter => Rule::GetterRemoved,
        Kind::Conversion => Rule::ConversionRemoved,
        Kind::CorrelationKey | Kind::Condition => Rule::CorrelationRemoved,
        Kind::Accessor => Rule::AccessorRemoved,
        Kind::Operation => Rule::OperationRemoved,
        Kind::Parameter => Rule::ParameterRemoved,
        Kind::Body => Rule::BodyRemoved,
        Kind::Response => Rule::ResponseRemoved,
        Kind::Header => Rule::HeaderRemoved,
        Kind::ShortPath => Rule::ShortPathRemoved,
        Kind::Handler => Rule::HandlerRemoved,
        Kind::HandlerMethod => Rule::HandlerMethodRemoved,
        Kind::HandlerResponse => Rule::HandlerResponseRemoved,
        Kind::HandlerResponseField => Rule::HandlerResponseFieldRemoved,
        Kind::Verifier => Rule::VerifierRemoved,
    }
}

fn added_rule(new: &Listing, path: &str, kind: Kind, item: &Item) -> Rule {
    let is_required = item.fact(Fact::Required) == Some("required");
    match kind {
        Kind::Client | Kind::Type => Rule::TypeAdded,
        Kind::Server => Rule::ServerAdded,
        Kind::Setting if is_required => Rule::SettingAddedRequired,
        Kind::Setting => Rule::SettingAddedOptional,
        Kind::SettingValue => Rule::SettingValueAdded,
        Kind::Credential => Rule::CredentialAdded,
        Kind::TokenEndpoint => Rule::TokenEndpointAdded,
        Kind::Extension => Rule::ExtensionAdded,
        Kind::ErrorCode => Rule::ErrorCodeConstantAdded,
        Kind::Field => {
            let is_required = item.fact(Fact::Presence) == Some("required");
            if is_required && item.fact(Fact::Tag).is_none() {
                Rule::FieldAddedRequired
            } else {
                Rule::FieldAddedOptional
            }
        }
        Kind::Value => Rule::ValueAdded,
        Kind::Alternative => {
            let ty = parent(path).and_then(|path| new.get(path, Kind::Type));
            match ty.and_then(|ty| ty.fact(Fact::Shape)) {
                Some("request-bodies") => Rule::RequestMediaTypeAdded,
                _ => Rule::AlternativeAdded,
            }
        }
        Kind::Getter => Rule::GetterAdded,
        Kind::Conversion => Rule::ConversionAdded,
        Kind::CorrelationKey | Kind::Condition => Rule::CorrelationAdded,
        Kind::Accessor => Rule::AccessorAdded,
        Kind::Operation => Rule::OperationAdded,
        Kind::Parameter if is_required => Rule::ParameterAddedRequired,
        Kind::Parameter => Rule::ParameterAddedOptional,
        Kind::Body => Rule::BodyAdded,
        Kind::Response => Rule::ResponseAdded,
        Kind::Header => Rule::HeaderAdded,
        Kind::ShortPath => Rule::ShortPathAdded,
        Kind::Handler => Rule::HandlerAdded,
        Kind::HandlerMethod => Rule::HandlerMethodAdded,
        Kind::HandlerResponse => Rule::HandlerResponseAdded,
        Kind::HandlerResponseField => Rule::HandlerResponseFieldAdded,
        Kind::Verifier => Rule::VerifierAdded,
    }
}

/// Adds the changes of an item that both listings have.
fn changed(path: &str, kind: Kind, old: &Item, new: &Item, changes: &mut Vec<Change>) {
    let facts: BTreeSet<Fact> = if old.fact(Fact::Shape) == new.fact(Fact::Shape) {
        old.facts.keys().chain(new.facts.keys()).copied().collect()
    } else {
        BTreeSet::from([Fact::Shape])
    };
    for fact in facts {
        let (before, after) = (old.fact(fact), new.fact(fact));
        if before == after {
            continue;
        }
        if fact == Fact::Constraints {
            let found = constraint_changes(before.unwrap_or_default(), after.unwrap_or_default());
            changes.extend(found.into_iter().map(|(rule, before, after)| {
                Change::two_sided(rule, path, kind, [old, new], [before, after])
            }));
        } else if let Some(rule) = changed_rule(kind, fact, before, after) {
            let texts = [before, after].map(|text| text.map(str::to_owned));
            changes.push(Change::two_sided(rule, path, kind, [old, new], texts));
        }
    }
}

/// Returns the rule for a changed fact; `None` if other changes cover it.
#[expect(
    clippy::match_same_arms,
    reason = "the arms are in the order of the facts"
)]
fn changed_rule(kind: Kind, fact: Fact, old: Option<&str>, new: Option<&str>) -> Option<Rule> {
    let appeared = old.is_none();
    let vanished = new.is_none();
    let by_presence = |added, removed, changed| {
        if appeared {
            added
        } else if vanished {
            removed
        } else {
            changed
        }
    };
    Some(match fact {
        Fact::Shape => Rule::TypeKindChanged,
        Fact::Type => Rule::TypeChanged,
        Fact::Presence => match (old, new) {
            (_, Some("required")) => Rule::FieldBecameRequired,
            (Some("required"), _) => Rule::FieldBecameOptional,
            _ => Rule::FieldPresenceChanged,
        },
        Fact::Required => match (kind, new) {
            (Kind::Body, Some("required")) => Rule::BodyBecameRequired,
            (Kind::Body, _) => Rule::BodyBecameOptional,
            (Kind::Setting, _) => Rule::ConstructorChanged,
            (_, Some("required")) => Rule::ParameterBecameRequired,
            _ => Rule::ParameterBecameOptional,
        },
        Fact::Literal if appeared => Rule::LiteralAllowed,
        Fact::Literal => Rule::LiteralForbidden,
        Fact::Arguments => {
            return is_reordered(old.unwrap_or_default(), new.unwrap_or_default())
                .then_some(Rule::ArgumentsReordered);
        }
        Fact::Request => Rule::RequestTypeChanged,
        Fact::Success => Rule::SuccessTypeChanged,
        Fact::Error => Rule::ErrorTypeChanged,
        Fact::Traits if is_part(old.unwrap_or_default(), new.unwrap_or_default()) => {
            Rule::TraitAdded
        }
        Fact::Traits => Rule::TraitRemoved,
        Fact::From if appeared => Rule::ConversionAdded,
        Fact::From => Rule::ConversionRemoved,
        Fact::Null if appeared => Rule::NullAdded,
        Fact::Null => Rule::NullRemoved,
        Fact::Additional if old == Some("none") => Rule::AdditionalPropertiesAdded,
        Fact::Additional => Rule::AdditionalPropertiesChanged,
        Fact::Auth => Rule::ConstructorChanged,
        Fact::Secured => Rule::AuthenticationChanged,
        Fact::Delivery => Rule::DeliveryChanged,
        Fact::Page => by_presence(Rule::PagingAdded, Rule::PagingRemoved, Rule::PagingChanged),
        Fact::ErrorCodePath => by_presence(
            Rule::ErrorCodePathAdded,
            Rule::ErrorCodeRemoved,
            Rule::ErrorCodePathChanged,
        ),
        Fact::Name => Rule::WireNameChanged,
        Fact::Value if kind == Kind::Verifier => Rule::VerificationChanged,
        Fact::Value if kind == Kind::Setting => Rule::DefaultChanged,
        Fact::Value => Rule::ValueChanged,
        Fact::Aliases => Rule::AliasesChanged,
        Fact::Tags => Rule::DiscriminatorValuesChanged,
        Fact::Discriminator => Rule::DiscriminatorChanged,
        Fact::Tag if appeared || vanished => Rule::ConstructorChanged,
        Fact::Tag => Rule::TagChanged,
        Fact::Matching => Rule::MatchingChanged,
        Fact::Closed => Rule::UndeclaredPropertiesChanged,
        Fact::Constraints => Rule::ConstraintChanged,
        Fact::Default => Rule::DefaultChanged,
        Fact::In => Rule::ParameterMoved,
        Fact::Style => Rule::StyleChanged,
        Fact::Http => Rule::RequestLineChanged,
        Fact::Id => Rule::OperationIdChanged,
        Fact::Content => Rule::MediaTypeChanged,
        Fact::Accept => Rule::AcceptChanged,
        Fact::Deadline if kind == Kind::Condition => Rule::AcceptanceChanged,
        Fact::Deadline => Rule::DeadlineChanged,
        Fact::Idempotent => Rule::IdempotentChanged,
        Fact::Security => Rule::SecurityChanged,
        Fact::Servers => Rule::OperationServersChanged,
        Fact::Url if kind == Kind::Verifier => Rule::VerificationChanged,
        Fact::Url if kind == Kind::TokenEndpoint => Rule::TokenEndpointChanged,
        Fact::Url => Rule::ServerUrlChanged,
        Fact::Token => Rule::ServerTokenChanged,
        Fact::Conventions => Rule::ConventionsChanged,
        Fact::Decoding => Rule::DecodingChanged,
        Fact::Acceptance => Rule::AcceptanceChanged,
        Fact::Deprecated if appeared => Rule::Deprecated,
        Fact::Deprecated => Rule::Undeprecated,
    })
}

/// Returns whether a list has all names of another one.
fn is_part(old: &str, new: &str) -> bool {
    let new: Vec<&str> = new.split(',').collect();
    old.is_empty() || old.split(',').all(|name| new.contains(&name))
}

/// Returns whether the names that both lists have are in different orders.
fn is_reordered(old: &str, new: &str) -> bool {
    let [old, new]: [Vec<&str>; 2] = [old, new].map(|list| list.split(',').collect());
    let kept_old = old.iter().filter(|name| new.contains(name));
    let kept_new = new.iter().filter(|name| old.contains(name));
    kept_old.ne(kept_new)
}

/// Marks each removed item that is the same as an added one, apart from a similar name.
fn find_renames(old: &Listing, new: &Listing, changes: &mut [Change]) {
    // What an item that only one listing has is part of, and what is recorded of it.
    let describe = |one: &Listing, other: &Listing, change: &Change| {
        let item = one.get(&change.path, change.kind)?;
        if other.get(&change.path, change.kind).is_some() {
            return None;
        }
        let mut facts = item.facts.clone();
        facts.retain(|fact, _| !matches!(fact, Fact::Name | Fact::Value));
        let parent = parent(&change.path).unwrap_or_default();
        Some((parent.to_owned(), change.kind, facts))
    };
    let mut added: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for change in changes.iter() {
        if let Some(item) = describe(new, old, change) {
            added.entry(item).or_default().push(change.path.clone());
        }
    }
    for change in changes {
        let paths = describe(old, new, change).and_then(|item| added.get(&item));
        let Some(paths) = paths else { continue };
        let name = |path: &str| {
            path.rsplit([':', '#'])
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let names: Vec<String> = paths.iter().map(|path| name(path)).collect();
        let near = nearest(&name(&change.path), names.iter().map(String::as_str));
        let index = names.iter().position(|name| Some(name.as_str()) == near);
        change.renamed_to = index.and_then(|index| paths.get(index).cloned());
    }
}
