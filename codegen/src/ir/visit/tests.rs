use super::*;
use crate::ir::{
    AdditionalProperty, AsyncDelivery, BodyEncoding, Docs, Header, HeaderFormat, InboundOperation,
    ItemEncodings, Method, Multipart, Object, ParameterLocation, Presence, Property, RequestBodies,
    RequestBody, Response, ResponseBodies, ResponseMedia, ResponseVariant, Security, Segment,
    Status, Style, TagType, TaggedUnion, TaggedVariant, Union, UnionVariant, ValueEnum,
};

/// What a visitor was called with, in order.
#[derive(Default)]
struct Trace(Vec<String>);

impl Visitor for Trace {
    fn visit_type_id(&mut self, id: TypeId) {
        self.0.push(id.index().to_string());
    }

    fn visit_type_use(&mut self, ty: &Type, usage: Usage) {
        self.0.push(format!("{usage:?}"));
        Visitor::visit_type(self, ty);
    }
}

impl VisitorMut for Trace {
    fn visit_type_id(&mut self, id: &mut TypeId) {
        self.0.push(id.index().to_string());
    }

    fn visit_type_use(&mut self, ty: &mut Type, usage: Usage) {
        self.0.push(format!("{usage:?}"));
        VisitorMut::visit_type(self, ty);
    }

    fn visit_named_type_use(&mut self, id: &mut TypeId, usage: Usage) {
        self.0.push(format!("{usage:?}"));
        VisitorMut::visit_type_id(self, id);
    }
}

fn named(id: usize) -> Type {
    Type::Named(TypeId::new(id))
}

fn property(ty: Type) -> Property {
    Property {
        name: "property".to_owned(),
        declared_name: None,
        aliases: Vec::new(),
        ty,
        presence: Presence::Optional,
        nullable: false,
        boxed: false,
        constraints: Vec::new(),
        default: None,
        tag: None,
        read_only: false,
        write_only: false,
        docs: Docs::default(),
    }
}

fn request_media(ty: Type) -> RequestMedia {
    RequestMedia {
        item: None,
        item_encodings: ItemEncodings::default(),
        media_type: "application/json".to_owned(),
        ty,
        encoding: BodyEncoding::Json,
        constraints: Vec::new(),
        example: None,
    }
}

fn parameter(ty: Type) -> Parameter {
    Parameter {
        name: "parameter".to_owned(),
        declared_name: None,
        location: ParameterLocation::Path,
        encodings: Vec::new(),
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        allow_empty: false,
        nested: false,
        required: true,
        ty,
        constraints: Vec::new(),
        default: None,
        docs: Docs::default(),
        example: None,
    }
}

fn header(ty: Type) -> Header {
    Header {
        name: "header".to_owned(),
        declared_name: None,
        required: false,
        ty,
        format: HeaderFormat::Single,
        docs: Docs::default(),
    }
}

/// An operation that mentions the types 1 to 8, one in each place.
fn operation() -> Operation {
    Operation {
        id: "operation".to_owned(),
        declared_name: None,
        method: Method::Post,
        path: "/".to_owned(),
        docs: Docs::default(),
        parameters: vec![parameter(named(1))],
        body: Some(RequestBody {
            required: true,
            media: vec![request_media(Type::Array(Box::new(named(2))))],
            choice: Some(TypeId::new(3)),
            docs: Docs::default(),
        }),
        responses: vec![Response {
            status: Status::Default,
            description: String::new(),
            media: vec![ResponseMedia {
                item: None,
                item_encodings: ItemEncodings::default(),
                media_type: "application/json".to_owned(),
                ty: Type::Map(Box::new(named(4))),
            }],
            headers: vec![header(Type::Flags(TypeId::new(5)))],
            links: Vec::new(),
        }],
        success: ResponseBody::One(Type::Nullable(Box::new(named(7)))),
        failure: ResponseBody::Many(TypeId::new(8)),
        accept: Vec::new(),
        headers: vec![header(named(6))],
        paging: None,
        deadline: None,
        idempotent: false,
        security: Security::NONE,
        servers: Vec::new(),
        permissions: None,
        error_codes: Vec::new(),
        callbacks: Vec::new(),
    }
}

fn node(segment: Segment, operations: Vec<Operation>, children: Vec<PathNode>) -> PathNode {
    PathNode {
        segment,
        path: "/".to_owned(),
        docs: Docs::default(),
        operations,
        servers: Vec::new(),
        types: Vec::new(),
        children,
    }
}

#[test]
fn both_visitors_visit_operations_in_order() {
    let parameter = Segment::Parameter(Box::new(parameter(named(0))));
    let child = node(parameter, vec![operation()], Vec::new());
    let mut root = node(Segment::Literal(String::new()), Vec::new(), vec![child]);
    let mut callback = Callback {
        name: "callback".to_owned(),
        expression: None,
        docs: Docs::default(),
        operations: vec![InboundOperation {
            operation: operation(),
            secured: false,
            delivery: Some(AsyncDelivery {
                accepted: 202,
                notification: named(9),
                batch: None,
                sync_response: None,
            }),
        }],
    };
    let (mut read, mut mutated) = (Trace::default(), Trace::default());
    Visitor::visit_node(&mut read, &root);
    Visitor::visit_callback(&mut read, &callback);
    VisitorMut::visit_node(&mut mutated, &mut root);
    VisitorMut::visit_callback(&mut mutated, &mut callback);
    assert_eq!(read.0, mutated.0);

    let (sent, received) = (
        format!("{:?}", Usage::SENT),
        format!("{:?}", Usage::RECEIVED),
    );
    let uses = |request: &str, response: &str, ids: std::ops::Range<usize>| -> Vec<String> {
        ids.flat_map(|id| {
            [
                if id < 4 { request } else { response }.to_owned(),
                id.to_string(),
            ]
        })
        .collect()
    };
    let expected = [
        uses(&sent, &received, 0..9),
        uses(&received, &sent, 1..9),
        vec![received.clone(), "9".to_owned()],
    ];
    assert_eq!(read.0, expected.concat());
}

/// A definition of each kind that mentions other types, and how many it mentions.
fn definitions() -> Vec<(TypeKind, usize)> {
    let object = Object {
        properties: vec![
            property(named(0)),
            property(Type::OneOrMany(Box::new(named(1)))),
        ],
        additional: AdditionalProperties::Typed(AdditionalProperty {
            ty: named(2),
            constraints: Vec::new(),
        }),
        closed: false,
        constraints: Vec::new(),
    };
    let tagged_union = TaggedUnion {
        tag: "tag".to_owned(),
        variants: vec![TaggedVariant {
            tags: Vec::new(),
            tag_type: TagType::String,
            schema: "schema".to_owned(),
            name: None,
            ty: TypeId::new(0),
        }],
        untagged: None,
        accepts_unknown_tags: false,
        properties: vec![property(named(1))],
    };
    let union = Union {
        any_of: false,
        tag: None,
        variants: vec![UnionVariant {
            name: None,
            ty: named(0),
            tags: Vec::new(),
            boxed: false,
            shared: false,
            constraints: Vec::new(),
            docs: Docs::default(),
        }],
    };
    let newtype = Newtype {
        ty: named(0),
        constraints: Vec::new(),
    };
    let multipart = Multipart {
        media_type: "multipart/mixed".to_owned(),
        properties: vec![property(Type::Part(Box::new(named(0))))],
        media_types: Vec::new(),
        headers: Vec::new(),
    };
    let request_bodies = RequestBodies {
        media: vec![request_media(named(0)), request_media(named(1))],
    };
    let response_bodies = ResponseBodies {
        variants: [Some(named(0)), None]
            .map(|body| ResponseVariant {
                status: Status::Default,
                media_type: None,
                description: String::new(),
                body,
            })
            .into(),
    };
    let value_enum = ValueEnum {
        ty: Type::Int64,
        values: Vec::new(),
    };
    vec![
        (TypeKind::Object(object), 3),
        (TypeKind::ValueEnum(value_enum), 0),
        (TypeKind::TaggedUnion(tagged_union), 2),
        (TypeKind::Union(union), 1),
        (TypeKind::Alias(named(0)), 1),
        (TypeKind::Newtype(newtype), 1),
        (TypeKind::Multipart(multipart), 1),
        (TypeKind::RequestBodies(request_bodies), 2),
        (TypeKind::ResponseBodies(response_bodies), 1),
    ]
}

#[test]
fn both_visitors_visit_all_parts_of_definitions() {
    for (mut kind, count) in definitions() {
        let (mut read, mut mutated) = (Trace::default(), Trace::default());
        Visitor::visit_type_kind(&mut read, &kind);
        VisitorMut::visit_type_kind(&mut mutated, &mut kind);
        let expected: Vec<String> = (0..count).map(|id| id.to_string()).collect();
        assert_eq!(read.0, expected, "{kind:?}");
        assert_eq!(mutated.0, expected, "{kind:?}");
    }
}

#[test]
fn mapped_ids_replace_all_mentioned_types() {
    for (mut kind, count) in definitions() {
        map_type_ids(&mut kind, |id| TypeId::new(id.index() + 10));
        let mut ids = Vec::new();
        for_each_type_id(&kind, |id| ids.push(id.index()));
        assert_eq!(ids, (10..10 + count).collect::<Vec<_>>(), "{kind:?}");
    }
}
