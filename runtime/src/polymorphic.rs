//! Objects whose type a discriminator names.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::ser::Serializer;
use serde_json::Value;

use crate::additional::{Additional, AdditionalData};
use crate::decode::{Context, Member, Name, NameSeed, mismatch, refuse_scalars};
use crate::object::{Object, encode_tagged};
use crate::replay::Replay;

/// Makes an enum polymorphic: says which discriminator names which of its types.
///
/// ```
/// use msgraph_runtime::{AdditionalData, from_slice, object, polymorphic};
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct OperationBase {
///     pub odata_type: Option<String>,
///     pub id: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq)]
/// pub struct PlayPromptOperation {
///     pub odata_type: Option<String>,
///     pub id: Option<String>,
///     pub prompt: Option<String>,
///     pub additional_data: AdditionalData,
/// }
///
/// object! {
///     strict OperationBase {
///         optional odata_type = "@odata.type",
///         optional id = "id",
///         ..additional_data
///     }
/// }
/// object! {
///     strict PlayPromptOperation {
///         optional odata_type = "@odata.type",
///         optional id = "id",
///         optional prompt = "prompt",
///         ..additional_data
///     }
/// }
///
/// #[derive(Clone, Debug, PartialEq)]
/// #[non_exhaustive]
/// pub enum Operation {
///     Operation(Box<OperationBase>),
///     PlayPromptOperation(Box<PlayPromptOperation>),
///     /// An object whose discriminator names no type of the document, kept as it came.
///     Unrecognized(AdditionalData),
/// }
///
/// polymorphic! {
///     Operation by "@odata.type" {
///         "#operation" => Operation(OperationBase),
///         "#playPromptOperation" => PlayPromptOperation(PlayPromptOperation),
///         _ => Operation(OperationBase),
///     }
///     /// The identity of the operation.
///     optional id: String,
/// }
///
/// let operation: Operation = from_slice(br##"{"@odata.type": "#playPromptOperation", "id": "1", "prompt": "hi"}"##)?;
/// assert!(matches!(&operation, Operation::PlayPromptOperation(it) if it.prompt.as_deref() == Some("hi")));
/// assert_eq!(operation.id().map(String::as_str), Some("1"));
///
/// let operation = Operation::from(PlayPromptOperation::default());
/// assert_eq!(serde_json::to_string(&operation).unwrap(), r##"{"@odata.type":"#playPromptOperation"}"##);
/// # Ok::<(), msgraph_runtime::DecodeError>(())
/// ```
///
/// Every type is an [`object!`], boxed in its variant. Several discriminators may name one, with `|` between. The last
/// line, `_ => …`, names the base type, which an object without a discriminator is of; it is left out where the base is
/// abstract, and then such an object is kept as it came. Where the variant for unknown types cannot be called
/// `Unrecognized`, its name follows: `Operation / Other by "@odata.type" { … }`.
///
/// Behind the types stand members that all of them have, as `required`, `nullable` or `optional` fields. Each becomes a
/// method that borrows the member of whichever type it is, and gives `None` where it has none.
///
/// An object is read straight into its type where the discriminator comes first, and where it is missing, if no member
/// of the base type is required. If the discriminator turns out to come late, what was read so far is put back into
/// members, and read as the type that it names: so an object that does not even fit the base type is an error, whatever
/// a late discriminator says. In all other cases the members before the discriminator are held back. A discriminator
/// that is null is missing.
///
/// When an object is written that has no discriminator, and is not of the base type, the one that names its type is
/// written first.
///
/// The enum gets `From` each of its types, `Serialize`, `Deserialize` and [`Decode`](crate::Decode).
#[macro_export]
macro_rules! polymorphic {
    ($type:ident by $($rest:tt)*) => {
        $crate::polymorphic! { $type / Unrecognized by $($rest)* }
    };
    ($type:ident / $other:ident by $tag:literal {
        $($name:literal $(| $more:literal)* => $variant:ident($object:ty),)*
        $(_ => $base:ident($base_object:ty) $(,)?)?
    }
    $($accessors:tt)*) => {
        const _: () = {
            #[derive(Clone, Copy, PartialEq)]
            pub enum Variant {
                $($variant,)*
            }

            impl $crate::__private::Polymorphic for $type {
                type Variant = Variant;

                const TAG: &'static str = $tag;
                const BASE: ::core::option::Option<Variant> =
                    $crate::__base!($(Variant::$base)?);
                const BASE_MAY_BE_EMPTY: bool = false
                    $(|| <$base_object as $crate::__private::Object>::MAY_BE_EMPTY)?;

                fn variant(tag: &str) -> ::core::option::Option<Variant> {
                    match tag {
                        $($name $(| $more)* => ::core::option::Option::Some(Variant::$variant),)*
                        _ => ::core::option::Option::None,
                    }
                }

                fn read<'de, A: $crate::__private::MapAccess<'de>>(
                    variant: Variant,
                    members: A,
                    context: $crate::Context<'_>,
                ) -> ::core::result::Result<Self, A::Error> {
                    match variant {
                        $(Variant::$variant => {
                            $crate::__private::read_object(members, context).map(Self::$variant)
                        })*
                    }
                }

                fn unrecognized(object: $crate::AdditionalData) -> Self {
                    Self::$other(object)
                }

                fn write<S: $crate::__private::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$variant(object) => $crate::__private::encode_variant::<Self, _, _>(
                            &**object, Variant::$variant, $name, serializer,
                        ),)*
                        Self::$other(object) => {
                            $crate::__private::Serialize::serialize(object, serializer)
                        }
                    }
                }
            }
        };

        $(
            impl ::core::convert::From<$object> for $type {
                fn from(object: $object) -> Self {
                    Self::$variant(::std::boxed::Box::new(object))
                }
            }
        )*

        $crate::__accessors! { $type $other [$($variant)*] $($accessors)* }

        $crate::__codec!(
            $type,
            $crate::__private::decode_polymorphic,
            $crate::__private::Polymorphic::write
        );
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __base {
    () => {
        ::core::option::Option::None
    };
    ($base:path) => {
        ::core::option::Option::Some($base)
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __accessors {
    ($type:ident $other:ident $variants:tt) => {};
    ($type:ident $other:ident $variants:tt
        $($(#[$meta:meta])* $kind:ident $field:ident: $member:ty),+ $(,)?
    ) => {
        impl $type {
            $($crate::__accessor! {
                $other $variants $(#[$meta])* $kind $field: $member
            })+
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __accessor {
    ($other:ident [$($variant:ident)*]
        $(#[$meta:meta])* $kind:ident $field:ident: $member:ty
    ) => {
        $(#[$meta])*
        #[must_use]
        pub fn $field(&self) -> ::core::option::Option<&$member> {
            match self {
                $(Self::$variant(object) => $crate::__private::$kind::borrow(&object.$field),)*
                Self::$other(_) => ::core::option::Option::None,
            }
        }
    };
}

/// An enum over the types that a discriminator names; [`polymorphic!`] writes it.
pub trait Polymorphic: Sized {
    /// Which type it is.
    type Variant: Copy + PartialEq;

    /// The name of the member that is the discriminator.
    const TAG: &'static str;

    /// The type of an object without discriminator, where there is one.
    const BASE: Option<Self::Variant>;

    /// Whether no member of that type is required.
    const BASE_MAY_BE_EMPTY: bool;

    /// The type that a discriminator names.
    fn variant(tag: &str) -> Option<Self::Variant>;

    /// Reads the members of a type.
    ///
    /// # Errors
    ///
    /// When they are not what is declared.
    fn read<'de, A: MapAccess<'de>>(
        variant: Self::Variant,
        members: A,
        context: Context<'_>,
    ) -> Result<Self, A::Error>;

    /// An object of an unknown type.
    fn unrecognized(object: AdditionalData) -> Self;

    /// Writes the object.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

// reading

/// Reads an object of the type that its discriminator names.
pub fn decode_polymorphic<'de, P: Polymorphic, D: Deserializer<'de>>(
    deserializer: D,
    context: Context<'_>,
) -> Result<P, D::Error> {
    let visitor = PolymorphicVisitor {
        context,
        object: PhantomData,
    };
    if context.is_replaying() {
        deserializer.deserialize_struct("", const { &[P::TAG] }, visitor)
    } else if deserializer.is_human_readable() {
        deserializer.deserialize_any(visitor)
    } else {
        deserializer.deserialize_map(visitor)
    }
}

/// Reads the members of one of the types.
pub fn read_object<'de, T: Object, A: MapAccess<'de>>(
    members: A,
    context: Context<'_>,
) -> Result<Box<T>, A::Error> {
    T::from_members(members, context.with_lenience(T::LENIENT)).map(Box::new)
}

struct PolymorphicVisitor<'r, P> {
    context: Context<'r>,
    object: PhantomData<P>,
}

impl<'de, P: Polymorphic> Visitor<'de> for PolymorphicVisitor<'_, P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<P, A::Error> {
        let context = self.context;
        let mut held = AdditionalData::new();
        while let Some(name) = members.next_key_seed(NameSeed)? {
            if name == P::TAG {
                match members.next_value_seed(Member::new(context, P::TAG))? {
                    Some(tag) => return read_tagged(tag, held, members, context),
                    None => held.insert(name.into_owned(), Value::Null),
                };
                continue;
            }
            match P::BASE {
                // In a replay, a discriminator would have come first.
                Some(base) if P::BASE_MAY_BE_EMPTY || context.is_replaying() => {
                    return read_untagged(base, name, held, members, context);
                }
                _ => held.read(name.into_owned(), &mut members, context)?,
            }
        }
        match P::BASE {
            Some(base) => P::read(base, Source::<A, P>::new(held, None, context), context),
            None => Ok(P::unrecognized(held)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<P, A::Error> {
        Err(mismatch(&self, "an array"))
    }

    refuse_scalars!();
}

/// Reads an object whose discriminator is read.
fn read_tagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    tag: String,
    mut held: AdditionalData,
    mut members: A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    if let Some(variant) = P::variant(&tag) {
        let mut source = Source::<A, P>::new(held, Some(members), context);
        source.tag = Some(tag);
        return P::read(variant, source, context);
    }
    held.insert(P::TAG.to_owned(), Value::String(tag));
    while let Some(name) = members.next_key_seed(NameSeed)? {
        held.read(name.into_owned(), &mut members, context)?;
    }
    Ok(P::unrecognized(held))
}

/// Reads an object as the base type, as long as no discriminator says otherwise. The first name is read.
fn read_untagged<'de, P: Polymorphic, A: MapAccess<'de>>(
    base: P::Variant,
    first: Name<'de>,
    held: AdditionalData,
    mut members: A,
    context: Context<'_>,
) -> Result<P, A::Error> {
    let mut late = None;
    let mut source = Source::<_, P>::new(held, Some(&mut members), context);
    source.first = Some(first);
    source.late = Some(&mut late);
    let object = P::read(base, source, context)?;
    let Some(tag) = late else {
        return Ok(object);
    };
    match object.write(serde_json::value::Serializer) {
        Ok(Value::Object(held)) => read_tagged(tag, held, members, context),
        Ok(_) => Err(de::Error::custom("an object is not written as one")),
        Err(error) => Err(de::Error::custom(error)),
    }
}

/// The members of an object, with what was read of them in front.
struct Source<'s, 'de, A, P> {
    /// Members that are read.
    held: serde_json::map::IntoIter,
    /// The discriminator, where it is read.
    tag: Option<String>,
    /// The name of the next member, where it is read.
    first: Option<Name<'de>>,
    /// The members that are not read, where there are some.
    rest: Option<A>,
    /// Where a discriminator goes that names another type than the base. The members end there.
    late: Option<&'s mut Option<String>>,
    /// The value of the last name, where it is read.
    value: Option<Value>,
    context: Context<'s>,
    object: PhantomData<P>,
}

impl<'s, A, P: Polymorphic> Source<'s, '_, A, P> {
    fn new(held: AdditionalData, rest: Option<A>, context: Context<'s>) -> Self {
        Self {
            held: held.into_iter(),
            tag: None,
            first: None,
            rest,
            late: None,
            value: None,
            context,
            object: PhantomData,
        }
    }
}

impl<'de, A: MapAccess<'de>, P: Polymorphic> MapAccess<'de> for Source<'_, 'de, A, P> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        if let Some((name, value)) = self.held.next() {
            self.value = Some(value);
            return seed.deserialize(name.into_deserializer()).map(Some);
        }
        if let Some(tag) = self.tag.take() {
            self.value = Some(Value::String(tag));
            return seed.deserialize(StrDeserializer::new(P::TAG)).map(Some);
        }
        if let Some(name) = self.first.take() {
            return seed.deserialize(name.into_deserializer()).map(Some);
        }
        let Some(rest) = &mut self.rest else {
            return Ok(None);
        };
        let Some(late) = &mut self.late else {
            return rest.next_key_seed(seed);
        };
        let seed = match rest.next_key_seed(Watch { seed, tag: P::TAG })? {
            None => return Ok(None),
            Some(Watched::Other(name)) => return Ok(Some(name)),
            Some(Watched::Tag(seed)) => seed,
        };
        match rest.next_value_seed(Member::<Option<String>>::new(self.context, P::TAG))? {
            Some(tag) if P::variant(&tag) != P::BASE => {
                **late = Some(tag);
                Ok(None)
            }
            tag => {
                self.value = Some(tag.map_or(Value::Null, Value::String));
                seed.deserialize(StrDeserializer::new(P::TAG)).map(Some)
            }
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match (self.value.take(), &mut self.rest) {
            (Some(value), _) => self
                .context
                .replaying(|| seed.deserialize(Replay::new(value))),
            (None, Some(rest)) => rest.next_value_seed(seed),
            (None, None) => Err(de::Error::custom("a value without a name")),
        }
    }
}

/// Reads the name of a member, unless it is the discriminator.
struct Watch<S> {
    seed: S,
    tag: &'static str,
}

enum Watched<S, T> {
    Tag(S),
    Other(T),
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Watch<S> {
    type Value = Watched<S, S::Value>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Watch<S> {
    type Value = Watched<S, S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        if name == self.tag {
            return Ok(Watched::Tag(self.seed));
        }
        self.seed
            .deserialize(StrDeserializer::new(name))
            .map(Watched::Other)
    }
}

// writing

/// Writes an object of one of the types, with the discriminator that names it.
pub fn encode_variant<P: Polymorphic, T: Object, S: Serializer>(
    object: &T,
    variant: P::Variant,
    name: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let tag = (P::BASE != Some(variant)).then_some((P::TAG, name));
    encode_tagged(object, tag, serializer)
}
