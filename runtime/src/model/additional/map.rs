//! Decoding of an object as a map.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::decode::context::Context;
use crate::decode::decodable::Decode;
use crate::decode::error::mismatch;
use crate::decode::json_types::JsonTypes;
use crate::decode::name::NameSeed;
use crate::decode::visit::{read_map, refuse_scalars};
use crate::model::additional::data::AdditionalData;
use crate::model::additional::extra::AdditionalProperties;
use crate::model::object::members::Members;

impl<T: Decode> Decode for BTreeMap<String, T> {
    const JSON_TYPES: JsonTypes = JsonTypes::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_map(deserializer, context)
    }
}

impl Decode for AdditionalData {
    const JSON_TYPES: JsonTypes = JsonTypes::OBJECT;

    fn decode<'de, D: Deserializer<'de>>(
        deserializer: D,
        context: Context<'_>,
    ) -> Result<Self, D::Error> {
        decode_map(deserializer, context)
    }
}

/// Decodes an object as a map of its properties.
fn decode_map<'de, M: AdditionalProperties, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<M, D::Error> {
    let visitor = MapVisitor {
        context,
        value: PhantomData,
    };
    read_map(deserializer, visitor)
}

struct MapVisitor<'r, M> {
    context: Context<'r>,
    value: PhantomData<M>,
}

impl<'de, M: AdditionalProperties> Visitor<'de> for MapVisitor<'_, M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<M, A::Error> {
        let mut map = M::default();
        while let Some(name) = members.next_key_seed(NameSeed)? {
            map.read(name, &mut Members::new(&mut members), self.context)?;
        }
        map.finish();
        Ok(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<M, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}
