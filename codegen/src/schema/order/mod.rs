//! The order in which the named schemas are lowered.
//!
//! Bases come before derived schemas and targets before aliases, so that lowering a schema only
//! looks up types that already exist. An object that is composed of a schema which is not there
//! yet, because the two are in one strongly connected component, is completed later.

mod dependencies;

use std::collections::{HashMap, HashSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{DfsEvent, EdgeFiltered, EdgeRef as _, depth_first_search};

use super::components::{Components, Role};
use crate::diagnostics::code::Code;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::document::Document;
use crate::source::PathCursor;
use dependencies::{Dependencies, Dependency};

pub(crate) use dependencies::composed_objects;

/// The steps of lowering all named schemas, in order.
#[derive(Debug, Default)]
pub(crate) struct Order<'d> {
    /// The steps. Each depends on earlier ones alone, except where schemas are recursive.
    pub(crate) steps: Vec<Step<'d>>,
    /// The aliases whose types contain themselves.
    recursive_aliases: HashSet<&'d str>,
}

/// A step of lowering the named schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'d> {
    /// Resolve an alias, or merge the properties that an object declares and inherits.
    Lower(&'d str),
    /// Define the type of an object, for which other objects may have to be merged.
    Define(&'d str),
}

impl<'d> Order<'d> {
    /// Computes the order. Reports schemas that inherit from themselves.
    pub(crate) fn new(
        document: &'d Document,
        components: &Components<'d>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let graph = graph(document, components);
        let mut order = Self::default();
        let mut strongly_connected: HashMap<NodeIndex, usize> = HashMap::new();
        for (index, nodes) in tarjan_scc(&graph).into_iter().enumerate() {
            strongly_connected.extend(nodes.into_iter().map(|node| (node, index)));
        }
        let acyclic = EdgeFiltered::from_fn(&graph, |edge| {
            *edge.weight() != Dependency::Composes
                || strongly_connected[&edge.source()] != strongly_connected[&edge.target()]
        });
        let roots = graph
            .node_indices()
            .filter(|node| matches!(graph[*node], Step::Define(_)));
        let roots: Vec<NodeIndex> = roots.collect();
        depth_first_search(&acyclic, roots, |event| match event {
            DfsEvent::Finish(node, _) => order.steps.push(graph[node]),
            DfsEvent::BackEdge(dependent, dependency) => {
                let Step::Lower(name) = graph[dependency] else {
                    return;
                };
                if components.get(name).is_some_and(|c| c.role == Role::Alias) {
                    order.recursive_aliases.insert(name);
                }
                let inherits = graph
                    .edges_connecting(dependent, dependency)
                    .any(|edge| *edge.weight() == Dependency::Inherits);
                if inherits && let Step::Lower(derived) = graph[dependent] {
                    report_inheritance_cycle(name, derived, diagnostics);
                }
            }
            _ => {}
        });
        order
    }

    /// Returns whether the type of an alias contains itself.
    pub(crate) fn is_recursive_alias(&self, name: &str) -> bool {
        self.recursive_aliases.contains(name)
    }
}

/// Returns the graph of which step depends on which.
fn graph<'d>(document: &'d Document, components: &Components<'d>) -> DiGraph<Step<'d>, Dependency> {
    let mut graph = DiGraph::new();
    let nodes: HashMap<&'d str, [NodeIndex; 2]> = components
        .names()
        .map(|name| {
            let lower = graph.add_node(Step::Lower(name));
            let define = graph.add_node(Step::Define(name));
            (name, [lower, define])
        })
        .collect();
    let mut connect = |from: NodeIndex, dependencies: Dependencies<'d, '_>| {
        // The search follows the edges of a node from the last that was added to the first.
        for (name, dependency) in dependencies.into_vec().into_iter().rev() {
            graph.add_edge(from, nodes[name][0], dependency);
        }
    };
    for component in components.iter() {
        let [lower, define] = nodes[component.name];
        let mut dependencies = Dependencies::new(document, components);
        dependencies.lower(component);
        connect(lower, dependencies);
        let mut dependencies = Dependencies::new(document, components);
        dependencies.define(component);
        connect(define, dependencies);
    }
    graph
}

/// Reports a schema that inherits from itself. `derived` is the schema whose reference closes the
/// cycle.
fn report_inheritance_cycle(name: &str, derived: &str, diagnostics: &mut Diagnostics) {
    let root = PathCursor::ROOT.key("components");
    diagnostics.push(
        Diagnostic::new(
            Code::InheritsFromItself,
            root.key("schemas").key(name).on_value(),
            format!("`{name}` inherits from itself"),
        )
        .help("remove one of the `allOf` references of the cycle")
        .consequence(format!(
            "the client ignores the reference to `{name}` in the `allOf` of `{derived}`"
        )),
    );
}
