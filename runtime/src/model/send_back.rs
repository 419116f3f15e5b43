//! Conversion of received types to sent types.

use std::collections::BTreeMap;

use crate::model::nullable::Nullable;
use crate::model::one_or_many::OneOrMany;

/// Converts a received type to the type that is sent. Implemented by
/// [`send_back!`](crate::send_back) for types of the OpenAPI document, and here for containers.
pub trait SendBack<S> {
    /// Converts the value.
    fn send_back(self) -> S;
}

impl<R: SendBack<S>, S> SendBack<Vec<S>> for Vec<R> {
    fn send_back(self) -> Vec<S> {
        self.into_iter().map(R::send_back).collect()
    }
}

impl<R: SendBack<S>, S> SendBack<BTreeMap<String, S>> for BTreeMap<String, R> {
    fn send_back(self) -> BTreeMap<String, S> {
        let members = self.into_iter();
        members
            .map(|(name, value)| (name, value.send_back()))
            .collect()
    }
}

impl<R: SendBack<S>, S> SendBack<OneOrMany<S>> for OneOrMany<R> {
    fn send_back(self) -> OneOrMany<S> {
        match self {
            Self::One(value) => OneOrMany::One(value.send_back()),
            Self::Many(values) => OneOrMany::Many(values.send_back()),
        }
    }
}

impl<R: SendBack<S>, S> SendBack<Box<S>> for Box<R> {
    fn send_back(self) -> Box<S> {
        Box::new((*self).send_back())
    }
}

impl<R: SendBack<S>, S> SendBack<Option<S>> for Option<R> {
    fn send_back(self) -> Option<S> {
        self.map(R::send_back)
    }
}

impl<R: SendBack<S>, S> SendBack<Nullable<S>> for Option<R> {
    fn send_back(self) -> Nullable<S> {
        self.map(R::send_back).into()
    }
}

/// Implements the conversion of a received type to the type that is sent. Generated code has one
/// for types that differ by properties that are `readOnly` or `writeOnly`.
///
/// ```
/// use specwright_runtime::{Nullable, send_back};
///
/// struct Pet { id: String, name: String, tag: Option<String>, owner: Option<Owner> }
/// struct PetRequest {
///     name: String,
///     tag: Nullable<String>,
///     owner: Option<OwnerRequest>,
///     pin: Option<String>,
/// }
/// struct Owner { id: String, city: String }
/// struct OwnerRequest { city: String }
///
/// send_back! {
///     struct Pet => PetRequest {
///         same name, tag;
///         within owner;
///         absent pin;
///     }
/// }
/// send_back! {
///     struct Owner => OwnerRequest {
///         same city;
///     }
/// }
///
/// let owner = Owner { id: "o".to_owned(), city: "Graz".to_owned() };
/// let pet = Pet { id: "p".to_owned(), name: "Kit".to_owned(), tag: None, owner: Some(owner) };
/// let pet = PetRequest::from(pet);
/// assert!(pet.tag.is_absent() && pet.pin.is_none());
/// assert_eq!(pet.owner.unwrap().city, "Graz");
/// ```
///
/// `within` lists fields whose types differ, `absent` lists fields that are never received. For an
/// `enum` these are variants; a `newtype` has none. A field with another name in the received type
/// is followed by `=` and that name.
#[macro_export]
macro_rules! send_back {
    (struct $received:ty => $sent:ident {
        $(same $($same:ident $(= $of_same:ident)?),+;)?
        $(within $($within:ident $(= $of_within:ident)?),+;)?
        $(absent $($absent:ident),+;)?
    }) => {
        $crate::send_back! {
            @from $received => $sent, received,
            $sent {
                $($($same: $crate::send_back!(@of received $same $($of_same)?).into(),)+)?
                $($($within: $crate::__private::SendBack::send_back(
                    $crate::send_back!(@of received $within $($of_within)?),
                ),)+)?
                $($($absent: ::core::default::Default::default(),)+)?
            }
        }
    };
    (enum $received:ty => $sent:ident {
        $(same $($same:ident $(= $of_same:ident)?),+;)?
        $(within $($within:ident $(= $of_within:ident)?),+;)?
    }) => {
        $crate::send_back! {
            @from $received => $sent, received,
            {
                type Received = $received;
                match received {
                    $($($crate::send_back!(@variant value $same $($of_same)?) => {
                        $sent::$same(value)
                    })+)?
                    $($($crate::send_back!(@variant value $within $($of_within)?) => {
                        $sent::$within($crate::__private::SendBack::send_back(value))
                    })+)?
                }
            }
        }
    };
    (newtype $received:ty => $sent:ident) => {
        $crate::send_back! {
            @from $received => $sent, received,
            $sent($crate::__private::SendBack::send_back(received.0))
        }
    };
    (@from $received:ty => $sent:ident, $value:ident, $made:expr) => {
        /// Converts a received value to one that can be sent. Fields that only the service sets are
        /// dropped. A null that was received is not sent.
        impl ::core::convert::From<$received> for $sent {
            fn from($value: $received) -> Self {
                $made
            }
        }

        impl $crate::__private::SendBack<$sent> for $received {
            fn send_back(self) -> $sent {
                self.into()
            }
        }
    };
    (@of $value:ident $same:ident) => { $value.$same };
    (@of $value:ident $same:ident $other:ident) => { $value.$other };
    (@variant $value:ident $same:ident) => { Received::$same($value) };
    (@variant $value:ident $same:ident $other:ident) => { Received::$other($value) };
}
