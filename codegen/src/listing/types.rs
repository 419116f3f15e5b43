//! Types, their fields and variants, and their methods.

use crate::config::TypePath;
use crate::ir::visit::for_each_node;
use crate::ir::{
    AdditionalProperties, BodyEncoding, Constraint, EnumValue, External, Multipart, Object,
    Presence, Property, RequestBodies, RequestMedia, ResponseBodies, TaggedUnion, Type,
    TypeDefinition, TypeId, TypeKind, Union,
};
use crate::name::{Identifier, ModelFile, TypeNames};
use crate::source::JsonPointer;

use super::context::{Context, encoding_text, item_at};
use super::item::{Fact, Item, Kind};
use super::{Listing, constraints};

/// Adds all types.
pub(super) fn list(cx: &Context<'_>, listing: &mut Listing) {
    let files = cx.names.models.iter();
    let mut ids: Vec<TypeId> = files.flat_map(ModelFile::types).collect();
    for child in &cx.api.root.children {
        for_each_node(child, |node| ids.extend(&node.types));
    }
    for id in ids {
        let list = TypeListing {
            cx,
            id,
            definition: cx.api.definition(id),
            names: cx.names.of(id),
            path: cx.path(id),
            pointer: cx.places.ty(cx.api, id),
        };
        list.add(listing);
        if cx.names.re_exports.contains(&id) {
            let path = format!("operations::{}", list.names.name);
            let item = item_at(list.pointer).with(Fact::Type, list.path);
            listing.insert(path, Kind::ShortPath, item);
        }
    }
}

/// A type that is listed.
struct TypeListing<'a> {
    cx: &'a Context<'a>,
    id: TypeId,
    definition: &'a TypeDefinition,
    names: &'a TypeNames,
    path: String,
    pointer: JsonPointer,
}

impl TypeListing<'_> {
    fn add(&self, listing: &mut Listing) {
        let item = item_at(self.pointer.clone())
            .with_flag(Fact::Deprecated, self.definition.docs.deprecated);
        let item = match &self.definition.kind {
            TypeKind::Object(object) => self.object(item, object, listing),
            TypeKind::StringEnum(string_enum) => {
                let values = string_enum.values.iter();
                self.values(values.map(|value| value.value.clone()), listing);
                item.with(Fact::Shape, "enum").with(Fact::Type, "String")
            }
            TypeKind::ValueEnum(value_enum) => {
                self.values(value_enum.values.iter().map(EnumValue::text), listing);
                item.with(Fact::Shape, "enum")
                    .with(Fact::Type, self.cx.ty(&value_enum.ty))
            }
            TypeKind::TaggedUnion(union) => self.tagged_union(item, union, listing),
            TypeKind::Union(union) => self.union(item, union, listing),
            TypeKind::Alias(ty) => item
                .with(Fact::Shape, "alias")
                .with(Fact::Type, self.cx.ty(ty)),
            TypeKind::External(External { path, with, .. }) => {
                let codec = with.iter().map(|with| format!(", {with}"));
                item.with(Fact::Shape, "alias").with(
                    Fact::Type,
                    format!("External<{path}{}>", codec.collect::<String>()),
                )
            }
            TypeKind::Newtype(newtype) => item
                .with(Fact::Shape, "newtype")
                .with(Fact::Type, self.cx.ty(&newtype.ty))
                .with_some(
                    Fact::Constraints,
                    self.sent_constraints(&newtype.constraints),
                ),
            TypeKind::Multipart(multipart) => self.multipart(item, multipart, listing),
            TypeKind::RequestBodies(bodies) => self.request_bodies(item, bodies, listing),
            TypeKind::ResponseBodies(bodies) => self.response_bodies(item, bodies, listing),
        };
        listing.insert(self.path.clone(), Kind::Type, self.traits(item));
        self.conversion(listing);
        self.correlation(listing);
    }

    /// Returns the traits that depend on the document or the settings.
    fn derived(&self) -> Vec<&str> {
        let own: &[&str] = match &self.definition.kind {
            TypeKind::ValueEnum(value_enum) if value_enum.ty != Type::Double => &["Eq", "Hash"],
            TypeKind::ResponseBodies(bodies) => {
                let mut bodies = bodies.variants.iter().filter_map(|one| one.body.as_ref());
                let is_stream = bodies.any(|body| *body == Type::Stream);
                if is_stream {
                    &[]
                } else {
                    &["Clone", "PartialEq"]
                }
            }
            _ => &[],
        };
        let derives = match &self.definition.kind {
            TypeKind::Object(_)
            | TypeKind::StringEnum(_)
            | TypeKind::ValueEnum(_)
            | TypeKind::TaggedUnion(_)
            | TypeKind::Union(_)
            | TypeKind::Newtype(_) => Some(&self.cx.types.derives),
            _ => None,
        };
        let schema = self.cx.api.types.schema_name(self.id);
        let keys = ["*"].into_iter().chain(schema);
        let added = keys.filter_map(|key| derives?.get(key)).flatten();
        let mut traits: Vec<&str> = own.to_vec();
        traits.extend(added.map(TypePath::as_str));
        traits.sort_unstable();
        traits.dedup();
        traits
    }

    /// Adds the traits that not all types of the kind have.
    fn traits(&self, item: Item) -> Item {
        let api = self.cx.api;
        let page = api.pages.get(&self.id).map(|paging| {
            let next = paging.next.as_deref().unwrap_or("none");
            format!("{} next={next}", paging.items)
        });
        let path = api.error_code_paths.get(&self.id).map(|path| {
            let names = path
                .iter()
                .filter_map(|part| match &api.definition(part.ty).kind {
                    TypeKind::Object(object) => {
                        Some(object.properties[part.property].name.as_str())
                    }
                    _ => None,
                });
            names.collect::<Vec<_>>().join("/")
        });
        item.with_some(Fact::Traits, self.derived().join(","))
            .with_some(Fact::Page, page.unwrap_or_default())
            .with_some(Fact::ErrorCodePath, path.unwrap_or_default())
    }

    fn object(&self, item: Item, object: &Object, listing: &mut Listing) -> Item {
        for (property, field) in object.properties.iter().zip(&self.names.parts) {
            listing.insert(self.member(field), Kind::Field, self.field(property));
        }
        let mut constraints = object.constraints.clone();
        let additional = match &object.additional {
            AdditionalProperties::None => "none".to_owned(),
            AdditionalProperties::Any => String::new(),
            AdditionalProperties::Typed(additional) => {
                constraints.extend(Constraint::values(&additional.constraints));
                self.cx.ty(&additional.ty)
            }
        };
        item.with(Fact::Shape, "struct")
            .with_some(Fact::Additional, additional)
            .with_flag(Fact::Closed, object.closed)
            .with_flag(Fact::Literal, self.definition.usage.sent)
            .with_some(Fact::Arguments, self.arguments(&object.properties))
            .with_some(Fact::Constraints, self.sent_constraints(&constraints))
    }

    fn field(&self, property: &Property) -> Item {
        let is_sent = self.definition.usage.sent;
        let mut ty = self.cx.ty(&property.ty);
        if property.boxed {
            ty = format!("Box<{ty}>");
        }
        // Most properties are optional.
        let presence = match property.presence {
            Presence::Required => "required",
            Presence::Nullable => "nullable",
            Presence::Optional => "",
        };
        let is_required = property.presence == Presence::Required;
        let tag = property.tag.as_ref().filter(|_| is_required);
        let default = property.default.as_ref().map(ToString::to_string);
        item_at(
            self.cx
                .places
                .property(self.cx.api, self.id, &property.name),
        )
        .with(Fact::Type, ty)
        .with_some(Fact::Presence, presence)
        .with(Fact::Name, &property.name)
        .with_some(Fact::Aliases, property.aliases.join(","))
        .with_flag(Fact::Null, is_sent && property.is_nullable_optional())
        .with_some(Fact::Tag, tag.map(ToString::to_string).unwrap_or_default())
        .with_some(Fact::Default, default.unwrap_or_default())
        .with_some(
            Fact::Constraints,
            self.sent_constraints(&property.constraints),
        )
        .with_flag(Fact::Deprecated, property.docs.deprecated)
    }

    fn values(&self, values: impl Iterator<Item = String>, listing: &mut Listing) {
        for (index, (value, variant)) in values.zip(&self.names.parts).enumerate() {
            let item = item_at(self.pointer.key("enum").index(index)).with(Fact::Value, value);
            listing.insert(self.member(variant), Kind::Value, item);
        }
    }

    fn tagged_union(&self, item: Item, union: &TaggedUnion, listing: &mut Listing) -> Item {
        for (index, (variant, name)) in union.variants.iter().zip(&self.names.parts).enumerate() {
            let tags = match variant.tags.as_slice() {
                [] => variant.schema.clone(),
                tags => tags.join(","),
            };
            let is_untagged = union.untagged == Some(index);
            let untagged = match (is_untagged, union.accepts_unknown_tags) {
                (true, true) => "absent,unknown",
                (true, false) => "absent",
                (false, _) => "",
            };
            let item = item_at(self.cx.places.ty(self.cx.api, variant.ty))
                .with(Fact::Type, format!("Box<{}>", self.cx.path(variant.ty)))
                .with(Fact::Tags, tags)
                .with_some(Fact::Matching, untagged);
            listing.insert(self.member(name), Kind::Alternative, item);
        }
        for (property, accessor) in union.properties.iter().zip(&self.names.accessors) {
            let Some(accessor) = accessor else { continue };
            let mut ty = self.cx.ty(&property.ty);
            if property.boxed {
                ty = format!("Box<{ty}>");
            }
            let place = self
                .cx
                .places
                .property(self.cx.api, self.id, &property.name);
            let item = item_at(place)
                .with(Fact::Type, format!("Option<&{ty}>"))
                .with_flag(Fact::Deprecated, property.docs.deprecated);
            listing.insert(self.member(accessor), Kind::Getter, item);
        }
        item.with(Fact::Shape, "tagged-union")
            .with(Fact::Discriminator, &union.tag)
    }

    fn union(&self, item: Item, union: &Union, listing: &mut Listing) -> Item {
        for (variant, name) in union.variants.iter().zip(&self.names.parts) {
            let mut ty = self.cx.ty(&variant.ty);
            if variant.boxed {
                ty = format!("Box<{ty}>");
            }
            let item = self
                .variant(None)
                .with(Fact::Type, ty)
                .with_some(Fact::Tags, variant.tags.join(","))
                .with_flag(Fact::From, !variant.shared)
                .with_some(
                    Fact::Constraints,
                    self.sent_constraints(&variant.constraints),
                )
                .with_flag(Fact::Deprecated, variant.docs.deprecated);
            listing.insert(self.member(name), Kind::Alternative, item);
        }
        item.with(Fact::Shape, "union")
            .with_some(
                Fact::Discriminator,
                union.tag.as_deref().unwrap_or_default(),
            )
            .with(Fact::Matching, if union.any_of { "anyOf" } else { "oneOf" })
    }

    fn multipart(&self, item: Item, multipart: &Multipart, listing: &mut Listing) -> Item {
        for (property, field) in multipart.properties.iter().zip(&self.names.parts) {
            let mut media_types = multipart.media_types.iter();
            let content = media_types.find(|(name, _)| *name == property.name);
            let content = content.map_or("", |(_, media_type)| media_type);
            let item = self.field(property).with_some(Fact::Content, content);
            listing.insert(self.member(field), Kind::Field, item);
        }
        item.with(Fact::Shape, "multipart")
            .with(Fact::Content, &multipart.media_type)
            .with_flag(Fact::Literal, true)
            .with_some(Fact::Arguments, self.arguments(&multipart.properties))
    }

    fn request_bodies(&self, item: Item, bodies: &RequestBodies, listing: &mut Listing) -> Item {
        for (media, variant) in bodies.media.iter().zip(&self.names.parts) {
            let same = |other: &&RequestMedia| self.cx.ty(&other.ty) == self.cx.ty(&media.ty);
            let is_unique = bodies.media.iter().filter(same).count() == 1;
            let item = self
                .variant(Some(&media.ty))
                .with(Fact::Content, content(media))
                .with_some(Fact::Constraints, constraints::text(&media.constraints))
                .with_flag(Fact::From, is_unique);
            listing.insert(self.member(variant), Kind::Alternative, item);
        }
        item.with(Fact::Shape, "request-bodies")
    }

    fn response_bodies(&self, item: Item, bodies: &ResponseBodies, listing: &mut Listing) -> Item {
        for (variant, name) in bodies.variants.iter().zip(&self.names.parts) {
            let media_type = variant.media_type.as_deref().unwrap_or_default();
            let item = self
                .variant(variant.body.as_ref())
                .with(Fact::Value, variant.status.to_string())
                .with_some(Fact::Content, media_type);
            listing.insert(self.member(name), Kind::Alternative, item);
        }
        item.with(Fact::Shape, "response-bodies")
    }

    /// Returns the item for a variant with a value.
    fn variant(&self, ty: Option<&Type>) -> Item {
        let ty = ty.map(|ty| self.cx.ty(ty)).unwrap_or_default();
        item_at(self.pointer.clone()).with_some(Fact::Type, ty)
    }

    /// Adds the conversion from the received type. An alias has none of its own.
    fn conversion(&self, listing: &mut Listing) {
        let Some(conversion) = &self.definition.conversion else {
            return;
        };
        if matches!(self.definition.kind, TypeKind::Alias(_)) {
            return;
        }
        let path = format!("{}::from({})", self.path, self.cx.path(conversion.from));
        listing.insert(path, Kind::Conversion, item_at(self.pointer.clone()));
    }

    fn correlation(&self, listing: &mut Listing) {
        let api = self.cx.api;
        let (Some(correlation), Some(names)) = (
            api.correlation(&Type::Named(self.id)),
            self.cx.names.correlations.get(&self.id),
        ) else {
            return;
        };
        if let (Some(key), Some([constant, method])) = (&correlation.key, &names.key) {
            let properties: Vec<String> =
                key.properties.iter().map(|path| path.join("/")).collect();
            let value = [properties.as_slice(), &key.templates].concat().join(" ");
            let place = self.pointer.key("x-key");
            let item = item_at(place.clone()).with(Fact::Value, value);
            listing.insert(self.member(constant), Kind::CorrelationKey, item);
            let item = item_at(place).with(Fact::Type, "Option<String>");
            listing.insert(self.member(method), Kind::Getter, item);
        }
        for (condition, [_, method]) in correlation.conditions.iter().zip(&names.conditions) {
            let when = condition.when.iter();
            let when =
                when.map(|(path, values)| format!("{}={}", path.join("/"), values.join("|")));
            let has = condition.has.iter().map(|path| path.join("/"));
            let value: Vec<String> = when.chain(has).collect();
            let item = item_at(self.pointer.key("x-conditions").key(&condition.name))
                .with(Fact::Value, value.join(" "))
                .with_some(
                    Fact::Deadline,
                    condition.deadline.map(milliseconds).unwrap_or_default(),
                );
            listing.insert(self.member(method), Kind::Condition, item);
        }
        let mut conditions = correlation.conditions.iter();
        if conditions.any(|condition| condition.deadline.is_some()) {
            let item =
                item_at(self.pointer.key("x-conditions")).with(Fact::Type, "Option<Duration>");
            let path = format!("{}::time_to_answer", self.path);
            listing.insert(path, Kind::Getter, item);
        }
    }

    /// Returns the names of the arguments of the constructor, in their order.
    fn arguments(&self, properties: &[Property]) -> String {
        let fields = properties.iter().zip(&self.names.parts);
        let fields = fields.filter(|(property, _)| property.is_constructor_parameter());
        let fields: Vec<&str> = fields.map(|(_, field)| field.as_str()).collect();
        fields.join(",")
    }

    /// Returns constraints as text. Those of a received type are not checked.
    fn sent_constraints(&self, list: &[Constraint]) -> String {
        if self.definition.usage.sent {
            constraints::text(list)
        } else {
            String::new()
        }
    }

    fn member(&self, name: &Identifier) -> String {
        format!("{}::{name}", self.path)
    }
}

/// Returns a time limit as text.
pub(super) fn milliseconds(limit: std::time::Duration) -> String {
    format!("{}ms", limit.as_millis())
}

/// Returns the media type of a body, and how it is written.
pub(super) fn content(media: &RequestMedia) -> String {
    let encoding = match &media.encoding {
        BodyEncoding::Json => "json".to_owned(),
        BodyEncoding::Multipart => "multipart".to_owned(),
        BodyEncoding::Plain => "plain".to_owned(),
        BodyEncoding::Form(encodings) => {
            let encodings = encodings.iter();
            let encodings =
                encodings.map(|(name, encoding)| format!("{name}:{}", encoding_text(encoding)));
            ["form".to_owned()]
                .into_iter()
                .chain(encodings)
                .collect::<Vec<_>>()
                .join(" ")
        }
    };
    format!("{} {encoding}", media.media_type)
}
