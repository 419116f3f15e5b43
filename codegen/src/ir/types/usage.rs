//! The direction in which values travel.

/// Whether the values of a type are sent, received, or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The client sends such values.
    pub sent: bool,
    /// The client receives such values.
    pub received: bool,
}

impl Usage {
    /// Neither sent nor received.
    pub const UNUSED: Self = Self {
        sent: false,
        received: false,
    };

    /// Only sent.
    pub const SENT: Self = Self {
        sent: true,
        received: false,
    };

    /// Only received.
    pub const RECEIVED: Self = Self {
        sent: false,
        received: true,
    };

    /// Both sent and received.
    pub const BOTH: Self = Self {
        sent: true,
        received: true,
    };

    /// Returns the directions that are part of at least one of the two.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            sent: self.sent || other.sent,
            received: self.received || other.received,
        }
    }
}

/// The role of the client in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The client sends the request and receives the response.
    Call,
    /// The client receives the request and sends the response: a callback or a webhook.
    Serve,
}

impl Direction {
    /// Returns the usage of what a request contains.
    #[must_use]
    pub const fn request(self) -> Usage {
        match self {
            Self::Call => Usage::SENT,
            Self::Serve => Usage::RECEIVED,
        }
    }

    /// Returns the usage of what a response contains.
    #[must_use]
    pub const fn response(self) -> Usage {
        match self {
            Self::Call => Usage::RECEIVED,
            Self::Serve => Usage::SENT,
        }
    }
}
